/** What a card remembers without power, as its own commands show it: the thing that a power cut must never leave half-changed. */
import { concat, encodeCommand, INS, parseResponse, SW, toHex } from '../../apdu/index.ts';
import { type Card, PIN_REFERENCE, PUK_REFERENCE } from '../../applet/index.ts';
import type { FileView } from '../../emulator/index.ts';

/** Reference data of which it is asked whether the card holds them. */
export interface Candidates {
  readonly pins: readonly Uint8Array[];
  readonly puks: readonly Uint8Array[];
}

/** Compared as a whole, and printed when it is wrong. */
export interface DurableState {
  readonly lifeCycle: string;
  readonly pinTries: number;
  readonly pukTries: number;
  /** Whether the PIN is required: ENABLE and DISABLE VERIFICATION REQUIREMENT. */
  readonly pinRequired: boolean;
  /** The candidate that is the PIN and the one that is the PUK, by number; −1 when it is blocked, which shows its value to nobody. */
  readonly pin: number;
  readonly puk: number;
  /** One line each. */
  readonly keys: readonly string[];
  readonly files: readonly string[];
}

export function durableState(card: Card, candidates: Candidates): DurableState {
  const { lifeCycle, pins, keys, files } = card.inspect();
  const pinOf = (reference: number) => pins.find((pin) => pin.reference === reference);
  const tries = (reference: number) => pinOf(reference)?.triesLeft ?? 0;
  const [pinTries, pukTries] = [tries(PIN_REFERENCE), tries(PUK_REFERENCE)];
  return {
    lifeCycle,
    pinTries,
    pukTries,
    pinRequired: pinOf(PIN_REFERENCE)?.disabled === false,
    pin: pinTries === 0 ? -1 : candidates.pins.findIndex((pin) => isPin(card, pin)),
    puk: pukTries === 0 ? -1 : candidates.puks.findIndex((puk) => isPuk(card, puk, candidates)),
    keys: keys.map(({ reference, kind, usage, publicKey }) => `${reference} ${kind} ${usage} ${toHex(publicKey)}`),
    files: fileLines(files, ''),
  };
}

function fileLines({ children, ...file }: FileView, parent: string): string[] {
  const path = `${parent}/${file.fid}`;
  return [`${path} ${JSON.stringify(file)}`, ...children.flatMap((child) => fileLines(child, path))];
}

/** Whether VERIFY takes it. */
function isPin(card: Card, pin: Uint8Array): boolean {
  return succeeds(card, INS.verify, pin);
}

/** Whether RESET RETRY COUNTER takes it. */
function isPuk(card: Card, puk: Uint8Array, { pins }: Candidates): boolean {
  return succeeds(card, INS.resetRetryCounter, concat(puk, pins[0]!));
}

/** Tries a command on a copy of the card. */
function succeeds(card: Card, ins: number, data: Uint8Array): boolean {
  const copy = card.fork();
  copy.powerOn();
  return parseResponse(copy.transmit(encodeCommand({ ins, p2: PIN_REFERENCE, data }))).sw === SW.ok;
}
