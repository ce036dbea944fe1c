/** What may survive of unsynced writes. */
import { type CuttingFlash, type FlashOperation, type MemoryFlash, TEAR_UNIT } from '../../emulator/index.ts';

/** One chip that a loss of power may leave. */
export interface Outcome {
  readonly chip: MemoryFlash;
  /** How much of each write since the last sync survived, 0–1, in order. */
  readonly survived: readonly number[];
}

/**
 * Chips after a loss of power: every combination of the unsynced units while there are at most four; else with none of them, all,
 * each one alone, all but each one, and `random` combinations drawn from `coin`.
 */
export function* outcomes(device: CuttingFlash, random: number, coin: () => boolean): Generator<Outcome> {
  const units = device.unsynced;
  const writes = writesSinceSync(device.trace);
  for (const survivors of combinations(units, random, coin)) {
    yield {
      chip: device.afterCut((unit) => survivors.has(unit)),
      survived: writes.map((write) => share(write, survivors)),
    };
  }
}

type Write = Extract<FlashOperation, { kind: 'write' }>;

function writesSinceSync(trace: readonly FlashOperation[]): Write[] {
  const writes: Write[] = [];
  // The sync that was cut has done nothing.
  for (let i = trace.length - 1; i >= 0; i--) {
    const operation = trace[i]!;
    if (operation.kind === 'write') writes.unshift(operation);
    else if (i < trace.length - 1) break;
  }
  return writes;
}

function share({ offset, length }: Write, survivors: ReadonlySet<number>): number {
  const first = offset - (offset % TEAR_UNIT);
  const count = Math.ceil((offset + length - first) / TEAR_UNIT);
  let kept = 0;
  for (let unit = first; unit < offset + length; unit += TEAR_UNIT) if (survivors.has(unit)) kept++;
  return kept / count;
}

function* combinations(units: readonly number[], random: number, coin: () => boolean): Generator<ReadonlySet<number>> {
  if (units.length <= 4) {
    for (let bits = 0; bits < 1 << units.length; bits++) yield new Set(units.filter((_, i) => (bits >> i) & 1));
    return;
  }
  yield new Set();
  yield new Set(units);
  for (const one of units) {
    yield new Set([one]);
    yield new Set(units.filter((unit) => unit !== one));
  }
  for (let i = 0; i < random; i++) yield new Set(units.filter(coin));
}
