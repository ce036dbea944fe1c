/** What a card's thread is asked and what it answers: the calls of `CardChannel`, as letters of a mailbox. */
import { type CardChannel, type CardLink, CardMute } from '../apdu/index.ts';
import type { Letter } from './mailbox.ts';

/** Kinds of calls. Only `transmit` carries bytes, the command. */
export const CALL = { powerOn: 1, reset: 2, powerOff: 3, transmit: 4 } as const;

/** Kinds of answers: the bytes that the call returned, or a `Failure` in JSON. */
const ANSWER = { bytes: 1, failure: 2 } as const;

/** What a call threw, told by name, so that it can be made again elsewhere. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly cause?: Failure;
}

const NO_BYTES = new Uint8Array(0);

export function failureOf(error: unknown): Failure {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  return { name, message, ...(cause instanceof Error ? { cause: failureOf(cause) } : {}) };
}

/** The error that a failure tells of: a `CardMute`, or an `Error` of the same name. */
export function errorOf({ name, message, cause }: Failure): Error {
  const options = cause === undefined ? {} : { cause: errorOf(cause) };
  if (name === 'CardMute') return new CardMute(message, options);
  return Object.defineProperty(new Error(message, options), 'name', { value: name });
}

/** Makes a call on the card itself. */
export function answerOf(card: CardChannel, call: Letter): Letter {
  try {
    return { kind: ANSWER.bytes, bytes: perform(card, call) ?? NO_BYTES };
  } catch (error) {
    return failed(error);
  }
}

/** The same call on a card that is elsewhere. */
export async function answerOfLink(card: CardLink, call: Letter): Promise<Letter> {
  try {
    return { kind: ANSWER.bytes, bytes: (await perform(card, call)) ?? NO_BYTES };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Letter {
  return { kind: ANSWER.failure, bytes: new TextEncoder().encode(JSON.stringify(failureOf(error))) };
}

/** What the call returned. Throws what it threw. */
export function resultOf({ kind, bytes }: Letter): Uint8Array {
  if (kind === ANSWER.bytes) return bytes;
  throw errorOf(JSON.parse(new TextDecoder().decode(bytes)) as Failure);
}

function perform(card: CardChannel, call: Letter): Uint8Array | undefined;
function perform(card: CardLink, call: Letter): Promise<Uint8Array | undefined>;
function perform(card: CardChannel | CardLink, { kind, bytes }: Letter): unknown {
  switch (kind) {
    case CALL.powerOn:
      return card.powerOn();
    case CALL.reset:
      return card.reset();
    case CALL.transmit:
      return card.transmit(bytes);
    default:
      return card.powerOff();
  }
}
