/** What the judge is asked, what it knows, and what it says. */
import { toHex } from '../../apdu/index.ts';
import type { KeyPair } from './contents.ts';
import type { FilesRead } from './files-read.ts';
import type { Finding } from './findings.ts';
import type { Slot } from './key-slots.ts';
import { DIFFERENCES, knownDifference, type Situation } from './known-differences.ts';
import type { Substitution } from './substitution.ts';

/** An answer that is not the recorded one, byte for byte. */
export interface Unlike extends Situation {
  /** Which command of the trace, from 1. */
  readonly exchange: number;
  /** The file it concerns, as `FilesRead` calls it. */
  readonly file: string;
  /** The place of the key that the command uses. */
  readonly slot: Slot;
  /** A PIN that nobody gave was left out before. */
  readonly afterGap: boolean;
}

export type Judgement = Pick<Finding, 'verdict' | 'field' | 'cause' | 'source'>;

/** Everything that was learnt while playing. */
export interface Knowledge {
  readonly files: FilesRead;
  readonly substitution: Substitution;
  /** Recorded key and this card's in its place. */
  readonly keys: readonly KeyPair[];
  /** Nothing in the trace contradicts that the reference card gave its answers. */
  readonly mayBeReference: boolean;
  /** The rows of known differences that have explained something. */
  readonly seen: Set<string>;
  /** Whether a key that stands in this file on one card stands, on the other, in the place of two. */
  isContradicted(file: string): boolean;
}

export const different = (field: Finding['field'], cause: string): Judgement => ({
  verdict: 'different',
  field,
  cause,
});

export const explained = (field: Finding['field'], cause: string): Judgement => ({
  verdict: 'explained',
  field,
  cause,
});

/** A decision of ours that the reference card, if it gave the recorded answer, does not share. */
export function byDecision(unlike: Unlike, { mayBeReference, seen }: Knowledge): Judgement | undefined {
  const row = mayBeReference ? knownDifference(unlike, seen) : undefined;
  if (row === undefined) return undefined;
  seen.add(row.why);
  const field = unlike.recorded.sw === unlike.answered.sw ? 'data' : 'status word';
  return { ...explained(field, row.why), source: DIFFERENCES };
}

/** Where the data departs, from an offset on. */
export function departure(recorded: Uint8Array, answered: Uint8Array, from = 0): string {
  const offset = recorded.findIndex((byte, i) => i >= from && byte !== answered[i]);
  if (offset === -1) return `${answered.length - recorded.length} bytes more than recorded`;
  if (offset >= answered.length) return `${recorded.length - answered.length} bytes fewer than recorded`;
  const [want, got] = [recorded, answered].map((data) => toHex(data.subarray(offset, offset + 4), ' '));
  return `from offset ${offset} on: ${want} recorded, ${got} answered`;
}
