/** A thread that fuzzes one target, block after block; what it is at stands in shared memory, for whoever has to end it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { startCoverage } from './coverage.ts';
import { LastInput } from './last-input.ts';
import { runBlock } from './run-block.ts';
import type { Target } from './target.ts';
import { BLOCK, type ThreadMessage, type ThreadOrder } from './thread-order.ts';

/** A target that keeps this many bytes more after its run than after its first blocks keeps what it should forget. */
const GROWTH = 48 * 1024 * 1024;

/** Blocks after which what is kept for good, such as a card that is made once, is there. */
const WARM_BLOCKS = 4;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);

async function fuzz(order: ThreadOrder): Promise<void> {
  const takeCoverage = order.coverage ? startCoverage() : undefined;
  const { targets } = (await import(order.module)) as { targets: readonly Target[] };
  const target = targets.find(({ name }) => name === order.target)!;
  const last = new LastInput(order.memory);
  const collect = collector();
  const kept = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  await target.prepare?.();
  const began = performance.now();
  let warm: number | undefined;
  let run = 0;
  for (let block = order.first; order.blocks === undefined || block < order.blocks; block += order.step) {
    if (order.seconds !== undefined && performance.now() - began >= order.seconds * 1000) break;
    const seed = order.seed + block;
    const finding = await runBlock(target, seed, BLOCK, (input) => last.keep(input));
    if (++run === WARM_BLOCKS) warm = kept();
    const grown = finding === undefined && warm !== undefined && run % 40 === 0 ? kept() - warm : 0;
    if (grown > GROWTH) {
      const message = `it keeps ${Math.round(grown / 1048576)} MiB more than after its first ${WARM_BLOCKS * BLOCK} inputs`;
      tell({
        kind: 'block',
        block,
        finding: { target: target.name, kind: 'memory', message, input: last.input, seed },
      });
      break;
    }
    tell({ kind: 'block', block, ...(finding && { finding }) });
  }
  tell({ kind: 'end', ...(takeCoverage && { coverage: takeCoverage(target.sources) }) });
}

await fuzz(workerData as ThreadOrder);
