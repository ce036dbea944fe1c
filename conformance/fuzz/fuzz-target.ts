/** Fuzzes one target in a thread of its own, which is ended when it hangs. */
import { Worker } from 'node:worker_threads';
import { type Coverage, mergeCoverage } from './coverage.ts';
import { LastInput, lastInputMemory } from './last-input.ts';
import type { Finding } from './run-block.ts';
import type { FindingKind } from './target.ts';
import { BLOCK, type ThreadMessage, type ThreadOrder } from './thread-order.ts';

export interface FuzzOrder {
  /** URL of a module that exports `targets`. */
  readonly module: string;
  readonly target: string;
  /** Of the first block; each following one has the next. */
  readonly seed: number;
  /** Inputs of the whole run, in blocks of 250; undefined: until the time is over. */
  readonly runs: number | undefined;
  /** Seconds; undefined: until the runs are done. */
  readonly seconds: number | undefined;
  readonly shard: number;
  readonly of: number;
  readonly coverage: boolean;
  /** One input may take this many milliseconds until the thread is ended. */
  readonly hangMs?: number;
  /** Heap of the thread, in MiB; no target needs a quarter of what it has when this is left out. */
  readonly heapMiB?: number;
  /** Is told how many inputs were given so far. */
  readonly onProgress?: (inputs: number) => void;
  /** Ends the run; what was found by then is reported. */
  readonly signal?: AbortSignal;
}

/** What became of a target; plain data, so that shards travel as JSON. */
export interface TargetReport {
  readonly name: string;
  readonly inputs: number;
  /** Of inputs alike in kind and message the first. */
  readonly findings: readonly Finding[];
  readonly coverage?: Coverage;
}

/** Beside this file: compiled in the package, a starter for the source in a clone. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './fuzz-thread.mjs' : './fuzz-thread.js', import.meta.url);

const HANG_MS = 10_000;

const HEAP_MIB = 768;

/** A target with so many findings is broken, not to be fuzzed. */
const MOST_FINDINGS = 20;

/** How a thread ended: by itself, because it was told to, or with what the last input did. */
type Ending =
  | { readonly kind: 'end'; readonly coverage?: Coverage }
  | { readonly kind: 'stopped' }
  | { readonly kind: FindingKind; readonly message: string };

/** Findings of one kind whose messages differ in numbers and bytes only are one. */
export const likeness = ({ target, kind, message }: Finding): string =>
  [target, kind, message.split('\n')[0]!.replaceAll(/[0-9A-Fa-f]{2,}|\d+/g, '#')].join(' ');

export async function fuzzTarget(order: FuzzOrder): Promise<TargetReport> {
  const { module, target, seed, shard, of, coverage } = order;
  const findings = new Map<string, Finding>();
  const note = (finding: Finding): void => {
    if (!findings.has(likeness(finding))) findings.set(likeness(finding), finding);
  };
  const blocks = order.runs === undefined ? undefined : Math.ceil(order.runs / BLOCK);
  const began = performance.now();
  let isLoaded = false;
  let inputs = 0;
  let next = shard - 1;
  let reached: Coverage = {};
  for (;;) {
    const last = lastInputMemory();
    const gone = isLoaded ? (performance.now() - began) / 1000 : 0;
    const seconds = order.seconds && order.seconds - gone;
    const work: ThreadOrder = { module, target, seed, first: next, step: of, blocks, seconds, coverage, memory: last };
    const ending = await runThread(work, order, (block, finding) => {
      inputs += BLOCK;
      next = block + of;
      if (finding !== undefined) note(finding);
      order.onProgress?.(inputs);
    });
    if (ending.kind === 'stopped') break;
    if (ending.kind === 'end') {
      reached = mergeCoverage(reached, ending.coverage ?? {});
      break;
    }
    const { kind, message } = ending;
    const { count, input } = new LastInput(last);
    note({ target, kind, message, input, seed: seed + next });
    next += of;
    isLoaded = true;
    // One that cannot even be prepared never gets any further.
    if (count === 0 || findings.size >= MOST_FINDINGS) break;
  }
  return { name: target, inputs, findings: [...findings.values()], ...(coverage && { coverage: reached }) };
}

function runThread(
  order: ThreadOrder,
  { hangMs = HANG_MS, heapMiB = HEAP_MIB, signal }: FuzzOrder,
  onBlock: (block: number, finding: Finding | undefined) => void,
): Promise<Ending> {
  const worker = new Worker(THREAD, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
  const last = new LastInput(order.memory);
  return new Promise((resolve) => {
    const end = (ending: Ending): void => {
      clearInterval(watch);
      signal?.removeEventListener('abort', stop);
      resolve(ending);
      void worker.terminate();
    };
    const stop = (): void => end({ kind: 'stopped' });
    signal?.addEventListener('abort', stop);
    let seen = 0;
    let since = performance.now();
    const watch = setInterval(() => {
      const { count } = last;
      if (count !== seen || count === 0) {
        seen = count;
        since = performance.now();
      } else if (performance.now() - since > hangMs) {
        end({ kind: 'hang', message: `it was not done after ${hangMs / 1000} s` });
      }
    }, hangMs / 10);
    worker.on('message', (told: ThreadMessage) => {
      since = performance.now();
      if (told.kind === 'block') onBlock(told.block, told.finding);
      else end(told);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const message = isMemory
        ? `it needs more than ${heapMiB} MiB`
        : `thrown where nobody catches it: ${error.message}`;
      end({ kind: isMemory ? 'memory' : 'exception', message });
    });
  });
}
