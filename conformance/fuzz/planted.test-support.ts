/** Targets with a fault of each kind, which fuzzing has to find. */
import { setImmediate as later } from 'node:timers/promises';
import { bytes, hexOf } from './arbitraries.ts';
import { demand, single, type Target } from './target.ts';

const base = {
  about: 'bytes to something with a planted fault',
  oracle: 'whatever the fault breaks',
  sources: ['conformance/fuzz/target'],
  inputs: hexOf(bytes(12)),
};

/** Inputs with this byte show the fault. */
const isFaulty = (input: unknown): boolean => /^(..)*7F/.test(single(input as string));

const kept: number[][] = [];
let state = 0;

function faulty(name: string, fault: (input: string) => void | Promise<void>): Target {
  return { ...base, name, check: (input) => (isFaulty(input) ? fault(single(input)) : undefined) };
}

export const targets: readonly Target[] = [
  { ...base, name: 'sound', check: () => undefined },
  faulty('exception', () => {
    throw new TypeError('not a number');
  }),
  faulty('wrong', (input) => demand(input.length < 8, 'wrong', 'it is too long')),
  faulty('state', () => demand(state++ < 0, 'state', 'it is another one now')),
  faulty('slow', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_200)),
  faulty('hang', () => {
    for (;;) state++;
  }),
  faulty('uncaught', async () => {
    setTimeout(() => {
      throw new Error('nobody catches this');
    });
    await later();
    await later();
  }),
  {
    ...base,
    name: 'unprepared',
    prepare: () => {
      throw new Error('there is no key');
    },
    check: () => undefined,
  },
  faulty('greedy', () => {
    const all: number[][] = [];
    for (;;) all.push(new Array<number>(10_000).fill(all.length));
  }),
  { ...base, name: 'hoarder', check: () => void kept.push(new Array<number>(1_000).fill(kept.length + 0.5)) },
];
