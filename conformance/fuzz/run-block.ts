/** Runs one block of inputs on a target: seeded, watched, and shrunk when something is found. */
import fc from 'fast-check';
import { type FindingKind, type FuzzInput, type Target, Violation } from './target.ts';

/** What does not hold, and the smallest input that shows it. */
export interface Finding {
  readonly target: string;
  readonly kind: FindingKind;
  readonly message: string;
  readonly input: FuzzInput;
  /** Of the block in which it was found. */
  readonly seed: number;
}

/** One input may take this many milliseconds. */
const SLOW_MS = 2_000;

/** A check that is held to its time. After one that took too long the others pass at once, because shrinking would take for ever. */
function timed(target: Target): (input: FuzzInput) => Promise<void> {
  let isSlow = false;
  return async (input) => {
    if (isSlow) return;
    const began = performance.now();
    await target.check(input);
    const took = performance.now() - began;
    isSlow = took > SLOW_MS;
    if (isSlow) throw new Violation('slow', `it took ${(took / 1000).toFixed(1)} s`);
  };
}

/** The finding that an error is. */
function findingOf(target: Target, input: FuzzInput, seed: number, error: unknown): Finding {
  const kind = error instanceof Violation ? error.kind : 'exception';
  const { name, message } = error instanceof Error ? error : { name: 'thrown', message: String(error) };
  const text = error instanceof Violation ? message : `${name}: ${message}`;
  return { target: target.name, kind, message: text, input, seed };
}

/**
 * Gives `runs` inputs that follow from the seed to a target; `watch` is told each before it is given. The first thing that does
 * not hold is shrunk, and ends the block.
 */
export async function runBlock(
  target: Target,
  seed: number,
  runs: number,
  watch: (input: FuzzInput) => void = () => undefined,
): Promise<Finding | undefined> {
  await target.prepare?.();
  const check = timed(target);
  const property = fc.asyncProperty(target.inputs, async (input) => {
    watch(input);
    await check(input);
  });
  const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
  if (counterexample === null) return undefined;
  return findingOf(target, counterexample[0], seed, errorInstance);
}

/** Gives one input to a target; what does not hold, if anything. */
export async function giveAgain(target: Target, input: FuzzInput): Promise<Finding | undefined> {
  await target.prepare?.();
  try {
    await timed(target)(input);
    return undefined;
  } catch (error) {
    return findingOf(target, input, 0, error);
  }
}
