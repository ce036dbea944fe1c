/** Everything that is fuzzed: what the command line itself reads besides. */
import fc from 'fast-check';
import { QUIRKS } from '../applet/index.ts';
import {
  targets as below,
  damagedText,
  demand,
  parsedOrRefused,
  sequence,
  type Target,
} from '../conformance/fuzz/index.ts';
import { profiles } from '../index.ts';
import { UsageError } from './exit-status.ts';
import type { RawReadersOptions } from './readers-options.ts';
import { readersOrder } from './readers-order.ts';

const cards = damagedText(
  fc.constantFrom(...Object.keys(profiles), 'none', 'zorg-id:tries=1', 'zorg-id:pin-blocked', './card.img'),
);

/** Options that take a value, with values that are likely. */
const OPTIONS: Readonly<Record<keyof RawReadersOptions & string, fc.Arbitrary<string>>> = {
  seed: fc.constantFrom('2A', '00'.repeat(64), 'random'),
  image: fc.constantFrom('card.img', 'zorg-id', ''),
  reader: fc.constantFrom('Reader', 'x'.repeat(121)),
  socket: fc.constantFrom('here', '/tmp/a/b'),
  isolate: fc.constant('true'),
  trace: fc.constantFrom('trace.txt', 'none'),
  json: fc.constant('true'),
  vpcd: fc.constantFrom('127.0.0.1:35963', '[::1]:1', 'localhost'),
  edgeVersion: fc.constantFrom('v0', 'v1', 'auto'),
  holder: fc.constantFrom('subscriber=90000382,surname=Vries', 'pastype=N,role=00.000', 'x'),
  quirk: fc.constantFrom(...Object.keys(QUIRKS)),
};

const option = fc
  .constantFrom(...(Object.keys(OPTIONS) as (keyof RawReadersOptions & string)[]))
  .chain((name) => damagedText(OPTIONS[name]).map((value) => `--${name}=${value}`));

/** What commander would make of the words. */
function rawOptions(words: readonly string[]): RawReadersOptions {
  const raw: Record<string, unknown> = {};
  for (const word of words) {
    const [, name, value] = /^--(\w+)=([\s\S]*)$/.exec(word) ?? [];
    if (name === undefined || !Object.hasOwn(OPTIONS, name)) continue;
    if (name === 'isolate' || name === 'json') raw[name] = true;
    else raw[name] = name === 'quirk' ? [...((raw.quirk as string[] | undefined) ?? []), value] : value;
  }
  return raw as RawReadersOptions;
}

const argumentsTarget: Target = {
  name: 'arguments',
  about: 'cards and options to what start, run and record read',
  oracle: 'UsageError of one sentence, or an order for 1 to 16 readers',
  sources: ['cli/card-argument', 'cli/readers-order', 'applet/quirks', 'front-door/variant'],
  inputs: fc.array(fc.oneof(cards, option), { maxLength: 6 }),
  check: (input) => {
    const words = sequence(input);
    const read = () =>
      readersOrder(
        words.filter((word) => !word.startsWith('--')),
        rawOptions(words),
      );
    const order = parsedOrRefused(read, UsageError);
    if (order === undefined) return;
    const count = order.cards.length;
    demand(count >= 1 && count <= 16, 'wrong', `${count} readers`);
  },
};

export const targets: readonly Target[] = [...below, argumentsTarget];
