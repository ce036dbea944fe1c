/** Looking at a portal's state time and again, while other processes change it. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PortalState } from '../portal/index.ts';
import { PortalStoreError } from './level-folder.ts';
import { brought, readPortal } from './open-portal.ts';

/** How long to wait for who has it open, at first, and later, when there is a state to tell instead. */
const FIRST_PATIENCE_MS = 5000;
const PATIENCE_MS = 300;

/** Files that a mere look at the state may change. */
const UNTELLING = /^LO(CK|G|G\.old)$/;

/** What tells that somebody has had the state open meanwhile: LevelDB begins new files then, and does away with old ones. */
function traces(folder: string): string {
  const names = readdirSync(folder).filter((name) => !UNTELLING.test(name));
  return names
    .map((name) => {
      const file = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name} ${file?.size} ${file?.mtimeMs}`;
    })
    .join('\n');
}

/**
 * What tells the state in a folder, each time it is asked: as last committed, or as last seen while another process keeps it
 * open. Resolves when the state has been seen once. Throws `PortalStoreError` when there is none.
 */
export async function watchPortal(folder: string): Promise<() => Promise<PortalState>> {
  const look = (waitMs: number) => readPortal(folder, waitMs, () => traces(folder));
  let known = await look(FIRST_PATIENCE_MS);
  let looking: Promise<void> | undefined;

  async function lookAgain(): Promise<void> {
    if (traces(folder) === known.seen) return;
    try {
      known = await look(PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof PortalStoreError && error.kind === 'in use')) throw error;
    }
  }

  return async () => {
    looking ??= lookAgain().finally(() => {
      looking = undefined;
    });
    await looking;
    return brought(known.state);
  };
}
