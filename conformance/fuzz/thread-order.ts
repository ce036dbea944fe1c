/** What a fuzzing thread is told, and what it tells. */
import type { Coverage } from './coverage.ts';
import type { Finding } from './run-block.ts';

/** What the thread is started with: plain data. */
export interface ThreadOrder {
  /** URL of a module that exports `targets`. */
  readonly module: string;
  readonly target: string;
  /** Seed of block 0; each following one has the next. */
  readonly seed: number;
  /** The first block, and how far it is to the next. */
  readonly first: number;
  readonly step: number;
  /** Blocks of the whole run, or undefined: until the time is over. */
  readonly blocks: number | undefined;
  /** How long to go on once everything is loaded. */
  readonly seconds: number | undefined;
  readonly coverage: boolean;
  readonly memory: SharedArrayBuffer;
}

/** Inputs in a block. */
export const BLOCK = 250;

/** What the thread tells: that a block is over, with what was found in it; at last, what was reached. */
export type ThreadMessage =
  | { readonly kind: 'block'; readonly block: number; readonly finding?: Finding }
  | { readonly kind: 'end'; readonly coverage?: Coverage };
