/**
 * How the commands on PINs name one, and the comparison they share. ISO/IEC 7816-4:2005 §7.5.6, table 65: P2 b8 0 global, 1 specific to
 * the application; b7b6 00; b5–b1 the number.
 */
import { SW } from '../../apdu/index.ts';
import { type CardServices, type Pin, refuse } from '../../emulator/index.ts';

/** Shorter values are a malformed command, not a wrong PIN. */
export const SHORTEST_VALUE = 4;

/** The PIN or PUK that P2 names. Refuses 6A86 · 6A88. */
export function pinOf(p2: number, card: CardServices): Pin {
  if ((p2 & 0x60) !== 0) refuse(SW.incorrectP1P2);
  return card.pin(p2) ?? refuse(SW.referencedDataNotFound);
}

/** Refuses with 6700 what cannot be a value: fewer than 4 bytes or more than fill its field, of 16 as a rule. */
export function demandValue(value: Uint8Array, { behaviour }: CardServices): void {
  if (value.length < SHORTEST_VALUE || value.length > behaviour.pinLength) refuse(SW.wrongLength);
}

/**
 * Compares a presented value, on a try that is paid for; the caller's commit gives the tries back. A wrong value takes the
 * verified status away on every channel. Refuses 63CX · 6983 · 6984 not set.
 */
export function compare(pin: Pin, value: Uint8Array, card: CardServices): void {
  if (!pin.isSet) refuse(SW.referenceDataNotUsable);
  if (pin.triesLeft === 0) refuse(pin.blockedWord);
  // Spent before the comparison, and durably: a power cut must never buy a free guess.
  pin.spendTry();
  if (pin.matches(value)) return;
  card.revokeEverywhere(pin.reference);
  refuse(pin.wrongWord());
}
