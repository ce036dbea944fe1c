/**
 * The vpcd client: puts a card in the virtual reader of vsmartcard's PC/SC driver. The driver listens, the card
 * connects; the connection is the card's presence in the reader.
 */

import { connect, type Socket } from 'node:net';
import type { CardLink } from '../../apdu/index.ts';
import { isLoopback } from './loopback.ts';
import { CONTROL, encodeMessage, MessageReader } from './messages.ts';

/** Where the driver listens. */
export interface VpcdOptions {
  /** A loopback address: 127.0.0.0/8, ::1 or localhost. Default 127.0.0.1. */
  readonly host?: string;
  /** TCP port. Default 35963, the driver's own. */
  readonly port?: number;
}

/** A card in the virtual reader. */
export interface VpcdConnection {
  /** Resolves, and never rejects, once the connection has ended, whoever ended it, and the card is without power. */
  readonly closed: Promise<void>;
  /** Takes the card out of the reader; resolves with `closed`. A command the card is at work on ends unanswered. */
  close(): Promise<void>;
}

/** ISO/IEC 7816-4 status word 6400: execution error, state of non-volatile memory unchanged. */
const EXECUTION_ERROR = Uint8Array.of(0x64, 0x00);

/**
 * Puts the card behind `link` in the driver's reader. An APDU that the link rejects is answered 6400, and the
 * connection goes on. Rejects when `host` is not a loopback address or nothing listens there (`cause` is then the
 * socket's error).
 */
export async function connectVpcd(
  link: CardLink,
  { host = '127.0.0.1', port = 35963 }: VpcdOptions = {},
): Promise<VpcdConnection> {
  if (!isLoopback(host)) throw new Error(`vpcd: ${host} is not a loopback address; a card is not put on a network`);
  const socket = await open(host, port);
  const closed = serve(socket, link);
  return {
    closed,
    close: () => {
      socket.destroy();
      return closed;
    },
  };
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    // Stays for the life of the socket: after the connection is made, an error is one more way for it to end.
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'ECONNREFUSED' ? 'nothing listens there' : cause.message;
      reject(new Error(`vpcd: no virtual reader at ${host} port ${port}: ${reason}`, { cause }));
    });
    socket.once('connect', () => resolve(socket));
  });
}

/** Answers the driver, one message after the other, until the connection ends; then takes the power away. */
async function serve(socket: Socket, link: CardLink): Promise<void> {
  const messages = new MessageReader();
  const answer = answerer(link);
  try {
    for await (const chunk of socket) {
      for (const payload of messages.feed(chunk)) {
        const reply = await answer(payload);
        if (reply !== undefined && socket.writable) socket.write(reply);
      }
    }
  } catch {
    // A lost connection is an ended connection.
  }
  await link.powerOff().catch(ignore);
}

/** One payload from the driver → the message that answers it, or `undefined` where none is due. Never rejects. */
function answerer(link: CardLink): (payload: Uint8Array) => Promise<Uint8Array | undefined> {
  let atr: Uint8Array | undefined;
  // A card that stays silent at power on or reset keeps the ATR it gave before.
  const remember = (answer: Promise<Uint8Array>): Promise<void> =>
    answer.then((bytes) => {
      atr = bytes;
    }, ignore);

  return async (payload) => {
    if (payload.length > 1) {
      return link
        .transmit(payload)
        .then(encodeMessage)
        .catch(() => encodeMessage(EXECUTION_ERROR));
    }
    switch (payload[0]) {
      case CONTROL.powerOff:
        await link.powerOff().catch(ignore);
        return undefined;
      case CONTROL.powerOn:
        await remember(link.powerOn());
        return undefined;
      case CONTROL.reset:
        await remember(link.reset());
        return undefined;
      case CONTROL.atr:
        // The driver also asks to learn whether a card is present, powered or not: an ATR once given is given again.
        if (atr === undefined) await remember(link.powerOn());
        return encodeMessage(atr ?? new Uint8Array());
      default:
        return undefined;
    }
  };
}

/** A control message has no answer that could tell of a failure. */
function ignore(): void {}
