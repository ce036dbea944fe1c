/** Runs the assertions on a card, one after the other, each after a reset. */
import { type CardLink, CardMute, TlvError, toHex } from '../../apdu/index.ts';
import { PcscError, VpcdError } from '../../reader-bridge/index.ts';
import { type Assertion, Failed, Inapplicable, Inconclusive, type Outcome } from './assertion.ts';
import { ASSERTIONS } from './assertions/index.ts';
import { Bench, type Step } from './bench.ts';
import { type CardFacts, factsOf, type Secret } from './card-facts.ts';
import { explanationOf } from './explained.ts';
import { Guard, type RawExchange } from './guard.ts';
import { Redaction } from './redaction.ts';

export interface SuiteOptions {
  readonly pins?: readonly Secret[];
  readonly puks?: readonly Secret[];
  /** Tries that stay at least; 2 when left out, 0 on a disposable card. */
  readonly floor?: number;
  /** The card may be left in any state. */
  readonly disposable?: boolean;
  /** Only these; all when left out. */
  readonly only?: (assertion: Assertion) => boolean;
  /** Looked at before each assertion: whether the rest is left out. What was borrowed has been put back then. */
  readonly stopped?: () => boolean;
}

export interface Result {
  readonly id: string;
  readonly clause: string;
  readonly level: Assertion['level'];
  readonly outcome: Outcome;
  readonly message: string;
  /** Commands in hexadecimal, PINs as stars; the words wanted and the answers of each. */
  readonly sent: readonly string[];
  readonly expected: readonly string[];
  readonly got: readonly string[];
}

export interface SuiteReport {
  readonly floor: number;
  readonly assertions: readonly Result[];
}

/** A report with what is not part of it but told to people. */
export interface SuiteRun extends SuiteReport {
  readonly facts: CardFacts;
  readonly log: readonly RawExchange[];
}

export const DEFAULT_FLOOR = 2;

interface Verdict {
  readonly outcome: Outcome;
  readonly message: string;
}

function verdictOf(error: unknown): Verdict {
  if (error instanceof Failed) return { outcome: 'fail', message: error.message };
  if (error instanceof Inapplicable) return { outcome: 'inapplicable', message: error.message };
  if (error instanceof Inconclusive) return { outcome: 'inconclusive', message: error.message };
  if (error instanceof CardMute) return { outcome: 'fail', message: `the card gave no answer: ${error.message}` };
  if (error instanceof PcscError || error instanceof VpcdError)
    return { outcome: 'inconclusive', message: `the reader did not pass it on: ${error.message}` };
  if (error instanceof TlvError) return { outcome: 'fail', message: `the answer is not BER-TLV: ${error.message}` };
  if (error instanceof RangeError) return { outcome: 'fail', message: error.message };
  throw error;
}

const LEFT_OUT: Verdict & { steps: Step[] } = {
  outcome: 'inconclusive',
  message: 'the run was stopped before',
  steps: [],
};

async function tryOne(assertion: Assertion, guard: Guard, facts: CardFacts): Promise<Verdict & { steps: Step[] }> {
  const bench = new Bench(guard, facts, assertion.words);
  try {
    if (assertion.destructive === true && !guard.disposable) {
      throw new Inapplicable('it changes the card, which was not declared disposable');
    }
    await guard.reset();
    await assertion.run(bench);
    return { outcome: 'pass', message: '', steps: bench.steps };
  } catch (error) {
    const verdict = verdictOf(error);
    const explanation = verdict.outcome === 'fail' && facts.ours ? explanationOf(assertion.id, bench.steps) : undefined;
    if (explanation !== undefined) return { outcome: 'explained', message: explanation, steps: bench.steps };
    return { ...verdict, steps: bench.steps };
  } finally {
    await bringBack(guard);
  }
}

/** Puts back what was borrowed; powers the card off and on again when it has gone mute. */
async function bringBack(guard: Guard): Promise<void> {
  try {
    await guard.restore();
  } catch (error) {
    if (!(error instanceof CardMute)) throw error;
    await guard.powerOff();
    await guard.powerOn();
  }
}

/** Judges a card. Rejects with what the link rejects with when there is no card at all. */
export async function runSuite(link: CardLink, options: SuiteOptions = {}): Promise<SuiteRun> {
  const { pins = [], puks = [], disposable = false, only = () => true, stopped = () => false } = options;
  const floor = options.floor ?? (disposable ? 0 : DEFAULT_FLOOR);
  if (!(floor >= 0)) throw new RangeError('the floor is a number of tries');
  if (floor < 1 && !disposable) throw new RangeError('a card that is not disposable keeps at least one try');
  const guard = new Guard(link, { floor, disposable });
  const redaction = new Redaction([...pins, ...puks].map(({ value }) => value));
  const facts = await factsOf(guard, pins, puks);
  const assertions: Result[] = [];
  for (const assertion of ASSERTIONS.filter(only)) {
    const { steps, ...verdict } = stopped() ? LEFT_OUT : await tryOne(assertion, guard, facts);
    assertions.push({
      id: assertion.id,
      clause: assertion.clause,
      level: assertion.level,
      ...verdict,
      sent: steps.map(({ sent }) => redaction.command(sent)),
      expected: steps.map(({ expected }) => expected.join(' ')),
      got: steps.map(({ got }) => redaction.text(toHex(got))),
    });
  }
  await guard.powerOff();
  return { floor, assertions, facts, log: guard.log };
}
