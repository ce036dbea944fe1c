/** A portal whose state is kept in a folder. */
import { systemClock } from '../../emulator/index.ts';
import {
  advance,
  createPortal,
  type Portal,
  type PortalState,
  type PortalStore,
  readyPortal,
} from '../portal/index.ts';
import { holdsDatabase, type LevelFolder, openLevelFolder, PortalStoreError } from './level-folder.ts';
import { NotThisSchema, rowsOf, stateOf } from './rows.ts';

/** How long somebody else may have the state open before that is told as an error: longer than any verb takes. */
const WAIT_MS = 2000;

export interface OpenPortalOptions {
  /** The state of a folder that holds none yet; `readyPortal` when left out. */
  readonly fresh?: () => PortalState;
  /** How long to wait for another process that has the state open; 2000 when left out. */
  readonly waitMs?: number;
}

async function loaded(folder: string, level: LevelFolder): Promise<PortalState | undefined> {
  try {
    return stateOf(await level.rows());
  } catch (error) {
    if (!(error instanceof NotThisSchema)) throw error;
    throw new PortalStoreError('not a portal', `${folder} cannot be opened: ${error.message}; name another folder`);
  }
}

const storeIn = (level: LevelFolder): PortalStore => ({
  commit: (before, after) => level.put(rowsOf(before, after)),
  close: () => level.close(),
});

/**
 * Opens the portal in a folder, or makes one there. One process at a time has it open. Throws `PortalStoreError`: it stays in
 * use, or holds something else.
 */
export async function openPortal(folder: string, options: OpenPortalOptions = {}): Promise<Portal> {
  const { fresh = () => readyPortal(), waitMs = WAIT_MS } = options;
  const level = await openLevelFolder(folder, waitMs);
  try {
    let state = await loaded(folder, level);
    if (state === undefined) {
      state = fresh();
      await level.put(rowsOf(undefined, state));
    }
    const clock = state.settings.time === 'computer' ? { clock: systemClock } : {};
    return createPortal({ state, store: storeIn(level), ...clock });
  } catch (error) {
    await level.close();
    throw error;
  }
}

/** The state now: when the portal's time is the computer's, what time has brought since it was committed has happened. */
export const brought = (state: PortalState): PortalState =>
  state.settings.time === 'computer' ? advance(state, Math.max(state.now, systemClock.now())) : state;

/**
 * The state in a folder, as last committed, and what `look` sees while nobody else can change it. Throws `PortalStoreError`
 * when there is none, or it stays in use.
 */
export async function readPortal<T>(
  folder: string,
  waitMs: number,
  look: () => T,
): Promise<{ readonly state: PortalState; readonly seen: T }> {
  const absent = `there is no portal state in ${folder}; proefpas portal init --state ${folder} makes one`;
  if (!holdsDatabase(folder)) throw new PortalStoreError('absent', absent);
  const level = await openLevelFolder(folder, waitMs);
  try {
    const state = await loaded(folder, level);
    if (state === undefined) throw new PortalStoreError('absent', absent);
    return { state, seen: look() };
  } finally {
    await level.close();
  }
}
