/** What is fuzzed: a parser, a server, or the card; where its inputs come from, and what must hold of every one. */
import type fc from 'fast-check';

/** Plain data, so that it travels as JSON: hexadecimal or text, or a sequence of such. */
export type FuzzInput = string | readonly string[];

/**
 * exception: thrown where it should not be, or of another type than the parser's own · wrong: an answer that cannot be right ·
 * state: the thing under test is not what it was, or what it should have become · slow: it took far too long · hang: it never
 * ended · memory: it ran out of memory, or keeps what it should forget.
 */
export type FindingKind = 'exception' | 'wrong' | 'state' | 'slow' | 'hang' | 'memory';

export interface Target {
  /** As `--target` takes it. */
  readonly name: string;
  /** What is given to what. */
  readonly about: string;
  /** What must hold, in words. */
  readonly oracle: string;
  /** The sources whose coverage is told: paths from the root, of files or folders, without extension. */
  readonly sources: readonly string[];
  /** Makes what takes long to make, before the first input of a block; the next time there is nothing to do. */
  readonly prepare?: () => void | Promise<void>;
  readonly inputs: fc.Arbitrary<FuzzInput>;
  /** Throws, or rejects with, what is wrong. */
  readonly check: (input: FuzzInput) => void | Promise<void>;
}

/** Something does not hold that must; any other error is a finding of kind `exception`. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly kind: FindingKind;
  constructor(kind: FindingKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Throws a `Violation` unless something holds. */
export function demand(holds: boolean, kind: FindingKind, message: string): asserts holds {
  if (!holds) throw new Violation(kind, message);
}

/** A target of one text or byte string. */
export function single(input: FuzzInput): string {
  if (typeof input !== 'string') throw new TypeError('this target takes one string');
  return input;
}

/** A target of a sequence. */
export function sequence(input: FuzzInput): readonly string[] {
  if (typeof input === 'string') throw new TypeError('this target takes a sequence of strings');
  return input;
}

/** What a parser made of its input, or undefined when it refused it with its own error. Any other error is thrown on. */
export function parsedOrRefused<Parsed>(
  parse: () => Parsed,
  ...errors: readonly (new (
    ...args: never[]
  ) => Error)[]
): Parsed | undefined {
  try {
    return parse();
  } catch (error) {
    if (errors.some((type) => error instanceof type)) return undefined;
    throw error;
  }
}
