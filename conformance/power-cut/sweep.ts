/**
 * Takes the power away at every write and sync of a scene, and looks at every kind of chip that this may leave.
 *
 * A cut point is one operation of the device together with one combination of the unsynced 16-byte units that survives. At
 * each the card is made again on what is left. Besides a loss of power there is the death of the process: what it had written
 * is seen by the next one, which shows a state; then the power goes, and the state shown must still be there.
 */
import { CardMute, fromHex, INS } from '../../apdu/index.ts';
import { type Card, CuttingFlash, coin, layoutFor, type MemoryFlash } from '../../emulator/index.ts';
import { BENCH_PROFILE, openCard } from './bench-card.ts';
import { type DurableState, durableState } from './durable-state.ts';
import { type Outcome, outcomes } from './outcomes.ts';
import { emptyReport, type ReachedState, type SweepReport } from './report.ts';
import { legalStates, type Scene } from './scene.ts';

export interface SweepOptions {
  /** Random combinations of surviving units at each operation, besides none, all, each one and all but each one. */
  readonly random: number;
  /** One in so many cut points is recovered with a cut at every operation of the recovery. */
  readonly recoveryEvery: number;
  readonly seed: number;
}

/** A scene that was cut, or the uncut one. */
interface Cut {
  readonly scene: Scene;
  readonly device: CuttingFlash;
  /** The command under way; undefined while the card was being opened, or when nothing was cut. */
  readonly command: string | undefined;
  /** What the card may remember now: `told` of each state. */
  readonly legal: readonly string[];
}

/** The first byte of the log: what lies before are headers and images, written by formatting and checkpoints. */
const LOG = layoutFor(BENCH_PROFILE.capacity).trackOffsets[0];

export class Sweep {
  readonly report: SweepReport = emptyReport();
  readonly #options: SweepOptions;
  readonly #coin: () => boolean;

  constructor(options: SweepOptions) {
    this.#options = options;
    this.#coin = coin(options.seed);
  }

  /** Sweeps one scene. */
  run(scene: Scene): void {
    const states = statesOf(scene);
    for (let operation = firstOperation(scene); ; operation++) {
      const cut = cutAt(scene, states, operation);
      const isUncut = cut.device.hasPower;
      // A sync that was cut leaves what the write before it left.
      if (isUncut || !endsInSyncOfWrites(cut.device)) this.#judge(cut);
      if (isUncut) return;
      this.report.operations++;
    }
  }

  #judge(cut: Cut): void {
    for (const outcome of outcomes(cut.device, this.#options.random, this.#coin)) {
      this.report.cutPoints++;
      const state = this.#stateOn(outcome.chip.fork(), cut.scene);
      if (!cut.legal.includes(told(state))) this.#violation(cut, 'power lost', state);
      this.#note(cut, outcome, state);
      if (this.report.cutPoints % this.#options.recoveryEvery === 0) this.#cutRecovery(cut, outcome.chip, state);
    }
    this.#kill(cut);
  }

  /** What the next process shows survives the loss of power that follows. */
  #kill(cut: Cut): void {
    this.report.kills++;
    const device = cut.device.afterKill();
    const shown = this.#stateOn(device, cut.scene);
    if (!cut.legal.includes(told(shown))) this.#violation(cut, 'process killed', shown);
    for (const { chip } of outcomes(device, this.#options.random, this.#coin)) {
      const later = this.#stateOn(chip, cut.scene);
      if (told(later) !== told(shown)) this.#violation(cut, 'process killed, shown, then power lost', later);
    }
  }

  /** A recovery that is cut short recovers the same. */
  #cutRecovery(cut: Cut, chip: MemoryFlash, state: DurableState | undefined): void {
    for (let operation = 1; ; operation++) {
      const device = new CuttingFlash(chip, operation);
      opened(device);
      if (device.hasPower) {
        if (device.trace.some(({ kind }) => kind === 'write')) this.report.reached.recoveryWrites++;
        return;
      }
      for (const { chip: again } of outcomes(device, 2, this.#coin)) {
        this.report.recoveryCuts++;
        const later = this.#stateOn(again, cut.scene);
        if (told(later) !== told(state)) this.#violation(cut, `power lost, and again in the recovery`, later);
        else this.report.reached.cutRecovery++;
      }
    }
  }

  /** Undefined when the card cannot be opened, which is never right. */
  #stateOn(flash: MemoryFlash | CuttingFlash, { candidates }: Scene): DurableState | undefined {
    try {
      return durableState(openCard(flash), candidates);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return undefined;
    }
  }

  #violation({ scene, device }: Cut, what: string, state: DurableState | undefined): void {
    const found = state === undefined ? 'a card that does not open' : told(state);
    this.report.violations.push(`${scene.name}, operation ${device.operations}, ${what}: ${found}`);
  }

  #note({ device, legal, command, scene }: Cut, { survived }: Outcome, state: DurableState | undefined): void {
    const reach = (name: ReachedState, when: boolean) => {
      if (when) this.report.reached[name]++;
    };
    const last = device.trace.at(-1);
    const inCheckpoint = command !== undefined && last?.kind === 'write' && last.offset < LOG;
    const [before, after] = [legal[0], legal.at(-1)];
    reach('blockedPin', state?.pinTries === 0 && state.lifeCycle === 'operational');
    reach('blockedPuk', state?.pukTries === 0 && state.lifeCycle === 'operational');
    reach('paidTry', legal.length === 3 && told(state) === legal[1] && before !== legal[1]);
    reach('tornRecord', survived.length === 2 && survived.every((part) => part > 0 && part < 1));
    reach('oneCopy', survived.length === 2 && survived.filter((part) => part === 1).length === 1);
    reach('cutFormatting', scene.subject === 'formatting' && !device.hasPower);
    reach('checkpoint', inCheckpoint);
    reach('checkpointInUnblock', inCheckpoint && fromHex(command)[1] === INS.resetRetryCounter);
    reach('lostCommand', command !== undefined && before !== after && told(state) === before);
    reach('keptCommand', command !== undefined && before !== after && told(state) === after);
  }
}

/** A state as it is compared and printed. */
function told(state: DurableState | undefined): string {
  return JSON.stringify(state) ?? '';
}

/** The card, or undefined when the power went meanwhile. */
function opened(device: CuttingFlash | MemoryFlash): Card | undefined {
  return unlessMute(() => openCard(device));
}

function unlessMute<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof CardMute) return undefined;
    throw error;
  }
}

/** The state after opening, and after each of the commands. */
function statesOf({ chip, setting = [], commands, candidates }: Scene): DurableState[] {
  const flash = chip.fork();
  const card = openCard(flash);
  const state = () => durableState(openCard(flash.fork()), candidates);
  for (const command of setting) card.transmit(fromHex(command));
  const states = [state()];
  for (const command of commands) {
    card.transmit(fromHex(command));
    states.push(state());
  }
  return states;
}

/** The first operation that may be cut. */
function firstOperation({ chip, setting }: Scene): number {
  if (setting === undefined) return 1;
  const device = new CuttingFlash(chip);
  const card = openCard(device);
  for (const command of setting) card.transmit(fromHex(command));
  return device.operations + 1;
}

function cutAt(scene: Scene, states: readonly DurableState[], operation: number): Cut {
  const device = new CuttingFlash(scene.chip, operation);
  const card = opened(device);
  if (card === undefined) return { scene, device, command: undefined, legal: [told(states[0])] };
  for (const command of scene.setting ?? []) card.transmit(fromHex(command));
  for (const [index, command] of scene.commands.entries()) {
    if (unlessMute(() => card.transmit(fromHex(command))) !== undefined) continue;
    const legal = legalStates(command, states[index]!, states[index + 1]!).map(told);
    return { scene, device, command, legal };
  }
  return { scene, device, command: undefined, legal: [told(states.at(-1))] };
}

function endsInSyncOfWrites({ trace }: CuttingFlash): boolean {
  return trace.at(-1)?.kind === 'sync' && trace.at(-2)?.kind === 'write';
}
