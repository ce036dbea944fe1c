/** What the suite finds out about a card before it judges it. */
import { concat, fromHex, SW, toHex } from '../../apdu/index.ts';
import type { PublicKey } from '../replay/public-keys.ts';
import { type Announced, announced } from './announced.ts';
import { Inapplicable } from './assertion.ts';
import { ANSWER, resetCounter, select, verify } from './commands.ts';
import { type FoundFile, findFiles } from './found-files.ts';
import { type FoundKey, findKeys, publicKeysIn } from './found-keys.ts';
import type { Guard } from './guard.ts';
import { toldFormat, toldPins, userReference } from './pin-directory.ts';
import { formatted, isBlocked, type PinFormat } from './pin-state.ts';
import { senderFor } from './sender.ts';

/**
 * A PIN or PUK that whoever starts the suite knows. Without a reference it is that of the PIN that the card's directories call the
 * user's, or of the first PIN that is found.
 */
export interface Secret {
  /** P2 of the PIN, of a PUK the one it resets. */
  readonly reference?: number;
  readonly value: Uint8Array;
  /** It is what our TEST cards come with, and tried on them only. */
  readonly ofOurs?: boolean;
}

export interface FoundPin {
  readonly reference: number;
  readonly value: Uint8Array | undefined;
  readonly code: Uint8Array | undefined;
  /** The first reading of its counter; undefined when the card does not tell it. */
  readonly tries: number | undefined;
}

export interface CardFacts {
  readonly announced: Announced;
  readonly files: readonly FoundFile[];
  readonly pins: readonly FoundPin[];
  readonly publicKeys: readonly PublicKey[];
  readonly keys: readonly FoundKey[];
  /** It is a card of ours, whose departures are decided and written down. */
  readonly ours: boolean;
  /** Things to know about the run, in sentences. */
  readonly remarks: readonly string[];
}

/** P2 of VERIFY: the first numbers of both kinds. */
const REFERENCES = [1, 2, 3, 4, 5, 6, 7, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87];

const ISOAPPLET = fromHex('F276A288BCFBA69D34F31001');
const EDGE_FORMAT: PinFormat = { length: 16, filler: 0x00 };
/** Issuer data in the historical bytes of our cards: "ZORGTST". */
const OUR_MARK = '5A4F5247545354';

async function findPins(
  guard: Guard,
  pins: readonly Secret[],
  puks: readonly Secret[],
  user: number | undefined,
): Promise<FoundPin[]> {
  const there: number[] = [];
  for (const reference of REFERENCES) {
    const answer = await guard.ask(reference);
    const isPin = answer !== undefined && (answer.sw === SW.ok || answer.sw >> 4 === 0x63c || answer.sw === 0x6983);
    if (isPin) there.push(reference);
    else guard.pins.delete(reference);
  }
  const first = user !== undefined && there.includes(user) ? user : there[0];
  const secretOf = (secrets: readonly Secret[], reference: number): Uint8Array | undefined =>
    secrets.find((secret) => (secret.reference ?? first) === reference)?.value;
  return there.map((reference) => {
    const value = secretOf(pins, reference);
    const code = secretOf(puks, reference);
    return { reference, value, code, tries: guard.know(reference, value, code).first };
  });
}

/** Presents the PINs that are known, where the guard allows it; what went otherwise than expected, in sentences. */
async function prove(guard: Guard, pins: readonly FoundPin[]): Promise<string[]> {
  const remarks: string[] = [];
  for (const { reference, value } of pins) {
    if (value === undefined) continue;
    const name = `PIN ${toHex(Uint8Array.of(reference))}`;
    try {
      const { sw } = await senderFor(guard).send(verify(reference, formatted(value, guard.format)));
      if (sw !== SW.ok)
        remarks.push(`the card does not accept the value given for ${name}, so that nothing is tried on it`);
    } catch (error) {
      if (!(error instanceof Inapplicable)) throw error;
      remarks.push(`${name} is not presented: ${error.message}`);
    }
  }
  return remarks;
}

/** On a disposable card: a code that is blocked already is no use, and no fault. */
async function withoutBlockedCodes(guard: Guard, pins: readonly FoundPin[], remarks: string[]): Promise<FoundPin[]> {
  const usable: FoundPin[] = [];
  for (const pin of pins) {
    const { reference, value, code } = pin;
    const known = guard.pins.get(reference)?.proven === true && value !== undefined && code !== undefined;
    if (!guard.disposable || !known) {
      usable.push(pin);
      continue;
    }
    const data = concat(formatted(code, guard.format), formatted(value, guard.format));
    const { sw } = await senderFor(guard).send(resetCounter(reference, data));
    if (isBlocked(sw)) remarks.push(`the code that resets PIN ${toHex(Uint8Array.of(reference))} is blocked`);
    usable.push(isBlocked(sw) ? { ...pin, code: undefined } : pin);
    await senderFor(guard).send(verify(reference, formatted(value, guard.format)));
  }
  return usable;
}

/** Finds out what there is. Rejects with what the link rejects with. */
export async function factsOf(guard: Guard, pins: readonly Secret[], puks: readonly Secret[]): Promise<CardFacts> {
  const atr = await guard.powerOn();
  const card = senderFor(guard);
  const ours = toHex(atr).includes(OUR_MARK);
  const usable = ({ ofOurs = false }: Secret): boolean => ours || !ofOurs;
  const files = await findFiles(card);
  await guard.reset();
  const told = toldPins(files);
  const found = await findPins(guard, pins.filter(usable), puks.filter(usable), userReference(told));
  const edge = (await card.send(select(0x04, ISOAPPLET, ANSWER.none))).sw === SW.ok;
  guard.format = toldFormat(told) ?? (edge ? EDGE_FORMAT : guard.format);
  await guard.reset();
  const remarks = await prove(guard, found);
  const usablePins = await withoutBlockedCodes(guard, found, remarks);
  const publicKeys = publicKeysIn(files);
  const keys = await findKeys(card, publicKeys);
  await guard.restore();
  await guard.reset();
  return {
    announced: announced(atr),
    files,
    pins: usablePins,
    publicKeys,
    keys,
    ours,
    remarks,
  };
}
