/** Values that are not the right one. */
import { SW } from '../../../apdu/index.ts';
import type { Bench } from '../bench.ts';
import { verify } from '../commands.ts';

/** Wrong, with tries left, or with the last one gone. */
export const WRONG = ['63CX', '6983', '6300'];
export const BLOCKED = ['6983', '63C0'];

/** A wrong value is refused, or a malformed one; never done. */
export const NOT_ACCEPTED = ['63CX', '6300', '6700', '6A80', '6983', '6984', '6A87'];

/** Presents a value that is not the right one, demands that it is not taken, and that nothing is open then. */
export async function notAccepted(card: Bench, value: Uint8Array): Promise<void> {
  const { reference } = card.pin;
  await card.demand(verify(reference, value), NOT_ACCEPTED);
  const { sw } = await card.send(verify(reference));
  card.check(sw !== SW.ok, 'the PIN is verified after a value that is not its own');
}

export async function spendOne(card: Bench, reference: number, value: Uint8Array): Promise<void> {
  await card.demand(verify(reference, card.wrong(value)), WRONG);
}

/** Demands that a wrong value, which was answered by `sw`, has cost one of the tries before it, and that `sw` tells those left. */
export async function demandOneLess(card: Bench, before: number, sw: number): Promise<void> {
  const left = await card.triesLeft(card.pin.reference);
  card.check(left === before - 1, `${before} tries were left, then ${left}`);
  card.check(sw >> 4 !== 0x63c || (sw & 0x0f) === left, `the answer tells ${sw & 0x0f} tries, and there are ${left}`);
}
