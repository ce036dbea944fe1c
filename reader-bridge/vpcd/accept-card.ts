/**
 * The other end of vpcd: listens as vsmartcard's virtual reader driver does, and takes the card that connects for a card in a
 * reader. Any virtual card that the driver takes is one: vsmartcard's own, those of other projects, ours.
 */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type CardLink, CardMute } from '../../apdu/index.ts';
import { isLoopback } from './loopback.ts';
import { CONTROL, encodeMessage, MessageReader } from './messages.ts';

export interface AcceptOptions {
  /** A loopback address: 127.0.0.0/8, ::1 or localhost. */
  readonly host: string;
  readonly port: number;
  /** How long a card is waited for, milliseconds. */
  readonly patienceMs?: number;
  /** How long an answer is waited for, milliseconds: key pairs take their time. */
  readonly answerMs?: number;
  /** Told when it listens, with the port, which the system has chosen when it was 0. */
  readonly onListening?: (port: number) => void;
}

/**
 * The card at the other end. Calls reject with `CardMute` when it gives no answer, or is gone, and with `VpcdError` for a command
 * that the protocol cannot carry. One call at a time.
 */
export interface VpcdCard extends CardLink {
  /** Takes the power away and ends the connection. */
  close(): Promise<void>;
}

/** No card came, the place is taken, or a command does not fit into a message. */
export class VpcdError extends Error {
  override readonly name = 'VpcdError';
}

const PATIENCE_MS = 60_000;
const ANSWER_MS = 60_000;

/** A message of fewer bytes is no command but one of the driver's own words. */
const SHORTEST_COMMAND = 2;
const LONGEST_COMMAND = 0xffff;

/** Waits for one card. Rejects with `VpcdError`. */
export async function acceptVpcdCard(options: AcceptOptions): Promise<VpcdCard> {
  const { host, port, patienceMs = PATIENCE_MS, answerMs = ANSWER_MS, onListening } = options;
  if (!isLoopback(host)) throw new VpcdError(`${host} is not a loopback address; a card is not taken from a network`);
  const server = createServer({ noDelay: true });
  try {
    await listening(server, host, port);
    const address = server.address();
    if (address !== null && typeof address === 'object') onListening?.(address.port);
    return cardAt(await connection(server, `${host}:${port}`, patienceMs), answerMs);
  } finally {
    // Nobody else is let in, and whoever is in stays.
    server.close();
  }
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'EADDRINUSE' ? 'something listens there already, perhaps a pcscd; choose another port' : message;
    throw new VpcdError(`no card can connect to ${host}:${port}: ${reason}`, { cause });
  }
}

/** The first connection. */
async function connection(server: Server, place: string, patienceMs: number): Promise<Socket> {
  try {
    const [socket] = (await once(server, 'connection', { signal: AbortSignal.timeout(patienceMs) })) as [Socket];
    return socket;
  } catch (cause) {
    throw new VpcdError(`no card has connected to ${place} within ${patienceMs / 1000} seconds`, { cause });
  }
}

/** What a call waits for. */
interface Waiting {
  resolve(payload: Uint8Array): void;
  reject(reason: CardMute): void;
}

function cardAt(socket: Socket, answerMs: number): VpcdCard {
  const messages = new MessageReader();
  let waiting: Waiting | undefined;
  let isPowered = false;
  let gone: CardMute | undefined;

  const end = (reason: string): void => {
    gone ??= new CardMute(reason);
    waiting?.reject(gone);
    waiting = undefined;
    socket.destroy();
  };
  socket.on('error', (cause) => end(`the card went away: ${cause.message}`));
  socket.on('close', () => end('the card went away'));
  socket.on('data', (chunk: Uint8Array) => {
    for (const payload of messages.feed(chunk)) {
      if (waiting === undefined) return end('the card spoke without being asked');
      waiting.resolve(payload);
      waiting = undefined;
    }
  });

  const say = (payload: Uint8Array): void => {
    if (gone !== undefined) throw gone;
    socket.write(encodeMessage(payload));
  };
  const tell = (control: number): void => say(Uint8Array.of(control));
  const ask = async (payload: Uint8Array): Promise<Uint8Array> => {
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      waiting = { resolve, reject };
    });
    // A late answer would be taken for that of the next command.
    const timer = setTimeout(() => end(`the card has not answered within ${answerMs / 1000} seconds`), answerMs);
    try {
      say(payload);
      return await answer;
    } finally {
      clearTimeout(timer);
      waiting = undefined;
    }
  };
  const answerToReset = async (): Promise<Uint8Array> => {
    const atr = await ask(Uint8Array.of(CONTROL.atr));
    if (atr.length === 0) throw new CardMute('the card gives no answer to reset');
    isPowered = true;
    return atr;
  };
  const powerOff = async (): Promise<void> => {
    if (gone === undefined) tell(CONTROL.powerOff);
    isPowered = false;
  };

  return {
    powerOn: async () => {
      await powerOff();
      tell(CONTROL.powerOn);
      return await answerToReset();
    },
    reset: async () => {
      if (!isPowered) throw new CardMute('the card has no power');
      tell(CONTROL.reset);
      return await answerToReset();
    },
    powerOff,
    transmit: async (command) => {
      if (gone !== undefined) throw gone;
      if (!isPowered) throw new CardMute('the card has no power');
      if (command.length < SHORTEST_COMMAND || command.length > LONGEST_COMMAND)
        throw new VpcdError(`vpcd carries no command of ${command.length} bytes`);
      return await ask(command);
    },
    close: async () => {
      await powerOff();
      if (gone !== undefined) return;
      gone = new CardMute('the connection was closed');
      const closed = once(socket, 'close');
      socket.end();
      // Whoever keeps its end open is not waited for long.
      const timer = setTimeout(() => socket.destroy(), 500);
      await closed.finally(() => clearTimeout(timer));
    },
  };
}
