/**
 * What clients ask of a card in a reader: connect, reconnect, disconnect, transactions, transmit, status, control,
 * attributes. Each request is answered by filling in its own body; the checks come in pcsc-lite's order.
 */
import { attribute, control } from './attributes.ts';
import type { Broker } from './broker.ts';
import { DISPOSITION, MAX_HANDLES, PROTOCOL, SCARD, SHARE } from './constants.ts';
import { LAYOUT, type Message } from './messages.ts';
import type { Handle, Reader } from './reader.ts';

/** Sends the reply: the body with a return value, and a payload on success. */
export type Reply = (rv: number, payload?: Uint8Array) => void;

/** A client's connection, for what these requests need of it. */
export interface Client {
  readonly broker: Broker;
  readonly handles: Map<number, Handle>;
  readonly isOpen: boolean;
}

/** How long SCardBeginTransaction waits for another's transaction before the client is told to ask again. */
const BEGIN_PATIENCE_MS = 100;

const { success } = SCARD;

function asksKnownProtocol(shareMode: number, protocols: number): boolean {
  const known = PROTOCOL.t0 | PROTOCOL.t1 | PROTOCOL.raw | PROTOCOL.any;
  return shareMode === SHARE.direct || (protocols & known) !== 0;
}

/** Powers a card up when it is not, then goes on with success, NO_SMARTCARD or UNPOWERED_CARD. */
function ensurePower({ slot }: Reader, next: (rv: number) => void): void {
  if (!slot.hasCard) next(SCARD.noSmartcard);
  else if (slot.isPowered) next(success);
  else slot.power('powerOn', (error) => next(error ? SCARD.unpoweredCard : success));
}

export function connect(client: Client, message: Message, reply: Reply): void {
  const at = LAYOUT.connect;
  const shareMode = message.get(at.shareMode);
  const protocols = message.get(at.protocols);
  if (!asksKnownProtocol(shareMode, protocols)) return reply(SCARD.protoMismatch);
  if (shareMode < SHARE.exclusive || shareMode > SHARE.direct) return reply(SCARD.invalidValue);
  const reader = client.broker.readerNamed(message.text(at.reader));
  if (reader === undefined) return reply(SCARD.unknownReader);
  if (reader.sharing === -1) return reply(SCARD.sharingViolation);
  if (reader.lockOwner !== undefined) {
    // The owner's own connection must not wait for itself.
    if (reader.lockOwner.owner === client) return reply(SCARD.sharingViolation);
    const stop = reader.onUnlock(() => {
      stop();
      if (client.isOpen) connect(client, message, reply);
    });
    return;
  }
  const open = (rv: number): void => {
    if (!client.isOpen) return;
    if (rv !== success) return reply(rv);
    const protocol = reader.chooseProtocol(shareMode, protocols);
    if (protocol === undefined) return reply(SCARD.protoMismatch);
    if (shareMode === SHARE.exclusive && reader.sharing !== 0) return reply(SCARD.sharingViolation);
    if (client.handles.size >= MAX_HANDLES || reader.handles.size >= MAX_HANDLES) return reply(SCARD.noMemory);
    const handle: Handle = { id: client.broker.newNumber(), reader, owner: client, pending: success };
    client.handles.set(handle.id, handle);
    reader.handles.add(handle);
    if (shareMode === SHARE.exclusive) {
      reader.sharing = -1;
      reader.lock(handle);
    } else reader.sharing++;
    message.set(at.card, handle.id).set(at.protocol, protocol);
    reply(success);
    client.broker.broadcast();
  };
  if (shareMode === SHARE.direct) open(success);
  else ensurePower(reader, open);
}

export function reconnect(client: Client, handle: Handle, message: Message, reply: Reply): void {
  const at = LAYOUT.reconnect;
  const { reader } = handle;
  const [shareMode, protocols, initialization] = [at.shareMode, at.protocols, at.initialization].map((field) =>
    message.get(field),
  ) as [number, number, number];
  if (initialization > DISPOSITION.unpower) return reply(SCARD.invalidValue);
  if (shareMode < SHARE.exclusive || shareMode > SHARE.direct) return reply(SCARD.invalidValue);
  if (!asksKnownProtocol(shareMode, protocols)) return reply(SCARD.protoMismatch);
  if (reader.isLockedFor(handle)) return reply(SCARD.sharingViolation);
  const finish = (rv: number): void => {
    if (rv !== success) return reply(rv);
    const protocol = reader.chooseProtocol(shareMode, protocols);
    if (protocol === undefined) return reply(SCARD.protoMismatch);
    if (shareMode === SHARE.exclusive && reader.sharing !== -1) {
      if (reader.sharing !== 1) return reply(SCARD.sharingViolation);
      reader.sharing = -1;
      reader.lock(handle);
    } else if (shareMode !== SHARE.exclusive && reader.sharing === -1) {
      reader.sharing = 1;
      reader.freeLock();
    }
    handle.pending = success;
    message.set(at.protocol, protocol);
    reply(success);
    client.broker.broadcast();
  };
  if (initialization !== DISPOSITION.leave) {
    resetCard(reader, initialization, (error) => {
      if (!error) finish(success);
      else finish(reader.slot.hasCard ? SCARD.unresponsiveCard : SCARD.noSmartcard);
    });
  } else if (shareMode === SHARE.direct) finish(success);
  else if (reader.slot.isMute) finish(SCARD.unresponsiveCard);
  else ensurePower(reader, finish);
}

/** Resets the card, warm or by a power cycle, and tells every handle. */
function resetCard(reader: Reader, kind: number, done: (error?: unknown) => void): void {
  const { slot } = reader;
  reader.mark(SCARD.resetCard);
  if (kind === DISPOSITION.unpower) slot.powerOff(() => slot.power('powerOn', done));
  else slot.power(slot.isPowered ? 'reset' : 'powerOn', done);
}

export function disconnect(client: Client, handle: Handle, disposition: number, reply: Reply): void {
  const { reader } = handle;
  if (disposition > DISPOSITION.eject) return reply(SCARD.invalidValue);
  const end = (): void => {
    if (client.handles.delete(handle.id)) client.broker.drop(handle);
    reply(success);
  };
  if (disposition === DISPOSITION.leave || disposition === DISPOSITION.eject) return end();
  if (reader.isLockedFor(handle)) {
    const stop = reader.onUnlock(() => {
      stop();
      if (client.isOpen) disconnect(client, handle, disposition, reply);
    });
    return;
  }
  if (disposition === DISPOSITION.reset) return resetCard(reader, disposition, end);
  reader.mark(SCARD.resetCard);
  reader.slot.powerOff(end);
}

export function beginTransaction(client: Client, handle: Handle, reply: Reply): void {
  const { reader } = handle;
  if (handle.pending !== success) return reply(handle.pending);
  if (!reader.isLockedFor(handle)) {
    reader.lock(handle);
    return reply(success);
  }
  const stop = reader.onUnlock(() => {
    if (reader.isLockedFor(handle)) return;
    giveUp();
    if (client.isOpen) beginTransaction(client, handle, reply);
  });
  const timer = setTimeout(() => {
    giveUp();
    if (client.isOpen) reply(SCARD.sharingViolation);
  }, BEGIN_PATIENCE_MS);
  const giveUp = (): void => {
    clearTimeout(timer);
    stop();
  };
}

export function endTransaction(handle: Handle, disposition: number, reply: Reply): void {
  const { reader } = handle;
  if (disposition > DISPOSITION.eject) return reply(SCARD.invalidValue);
  if (handle.pending !== success) return reply(handle.pending);
  if (reader.isLockedFor(handle)) return reply(SCARD.sharingViolation);
  if (reader.lockDepth <= (reader.sharing === -1 ? 1 : 0)) return reply(SCARD.notTransacted);
  const end = (): void => {
    if (reader.lockOwner === handle) reader.unlock();
    // The transaction is over; but no card comes out of a reader of ours by itself.
    reply(disposition === DISPOSITION.eject ? SCARD.unsupportedFeature : success);
  };
  if (disposition === DISPOSITION.reset || disposition === DISPOSITION.unpower) resetCard(reader, disposition, end);
  else end();
}

export function transmit(handle: Handle, message: Message, command: Uint8Array, reply: Reply): void {
  const at = LAYOUT.transmit;
  const { reader } = handle;
  const room = message.get(at.recvLength);
  const protocol = message.get(at.sendProtocol);
  message.set(at.recvLength, 0);
  const obstacle = reader.obstacle(handle);
  if (obstacle !== success) return reply(obstacle);
  if (protocol !== PROTOCOL.raw && !reader.slot.hasCard) return reply(SCARD.noSmartcard);
  if (protocol !== PROTOCOL.raw && protocol !== PROTOCOL.any && protocol !== reader.protocol)
    return reply(SCARD.protoMismatch);
  reader.slot.transmit(command, (error, response) => {
    if (error) return reply(SCARD.notTransacted);
    message.set(at.recvLength, response.length);
    if (response.length > room) return reply(SCARD.insufficientBuffer);
    message.set(at.recvProtocol, reader.protocol);
    reply(success, response);
  });
}

export function controlReader(handle: Handle, message: Message, reply: Reply): void {
  const at = LAYOUT.control;
  const room = message.get(at.recvLength);
  message.set(at.returned, 0);
  if (handle.reader.isLockedFor(handle)) return reply(SCARD.sharingViolation);
  const answer = control(message.get(at.code));
  if (answer === undefined) return reply(SCARD.unsupportedFeature);
  message.set(at.returned, answer.length);
  if (answer.length > room) return reply(SCARD.insufficientBuffer);
  reply(success, answer);
}

export function getAttribute(client: Client, handle: Handle, message: Message, reply: Reply): void {
  const at = LAYOUT.attribute;
  const { reader } = handle;
  const obstacle = reader.obstacle(handle);
  if (obstacle !== success) return reply(obstacle);
  const value = attribute(message.get(at.id), reader, client.broker.readers.indexOf(reader));
  if (value === undefined) return reply(SCARD.unsupportedFeature);
  const room = message.get(at.length);
  message.set(at.length, value.length);
  if (value.length > room) return reply(SCARD.insufficientBuffer);
  message.bytes.set(value, at.value);
  reply(success);
}

/**
 * The end of a connection, orderly or not. A handle that held the lock without knowing of a reset leaves the card reset;
 * the lock is free when that is done.
 */
export function releaseHandles(client: Client): void {
  for (const handle of client.handles.values()) {
    const { reader } = handle;
    const heldCard = reader.lockOwner === handle && handle.pending === success;
    const end = () => client.broker.drop(handle);
    reader.handles.delete(handle);
    if (heldCard && reader.slot.hasCard) resetCard(reader, DISPOSITION.reset, end);
    else end();
  }
  client.handles.clear();
}
