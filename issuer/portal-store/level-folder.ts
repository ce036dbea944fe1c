/** A folder that LevelDB keeps: opened by one process at a time, written in batches that are durable as a whole. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClassicLevel } from 'classic-level';
import type { Row } from './rows.ts';

/** A portal state that cannot be opened. The message is one sentence that says what to do. */
export class PortalStoreError extends Error {
  override readonly name = 'PortalStoreError';
  readonly kind: 'in use' | 'absent' | 'not a portal';

  constructor(kind: PortalStoreError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** How often it is tried whether somebody else has finished, milliseconds. */
const RETRY_MS = 20;

type Database = ClassicLevel<string, unknown>;

export interface LevelFolder {
  /** In the order of their keys. */
  rows(): Promise<Row[]>;
  /** All of them or none, on the disk when the promise resolves. */
  put(rows: readonly Row[]): Promise<void>;
  close(): Promise<void>;
}

/** Whether there is something that LevelDB has made. */
export const holdsDatabase = (folder: string): boolean => existsSync(`${folder}/CURRENT`);

function assertOurs(folder: string): void {
  if (!existsSync(folder) || holdsDatabase(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new PortalStoreError('not a portal', `${folder} is no folder; name a folder for the portal state`);
  }
  // LevelDB makes these before CURRENT, and may have been stopped then.
  const foreign = readdirSync(folder).filter(
    (name) => !/^(LOCK|LOG(\.old)?|MANIFEST-\d+|\d+\.(dbtmp|log|ldb))$/.test(name),
  );
  if (foreign.length > 0) {
    throw new PortalStoreError(
      'not a portal',
      `${folder} is no portal state, as it holds ${foreign[0]}; name another folder`,
    );
  }
}

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: string } | undefined)?.code === 'LEVEL_LOCKED';

/** Makes the folder, if it is not there. Node's own way of making those above it too mistakes a read-only disk for a missing one. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    mkdirSync(dirname(resolve(folder)), { recursive: true, mode: 0o700 });
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    throw new Error(`cannot make the folder of the portal state: ${reason(error)}`);
  }
}

/** Opens the database as soon as nobody else has it open. */
async function opened(folder: string, waitMs: number): Promise<Database> {
  const { ClassicLevel } = await import('classic-level');
  const until = performance.now() + waitMs;
  for (;;) {
    const database: Database = new ClassicLevel(folder, { valueEncoding: 'json' });
    try {
      await database.open();
      return database;
    } catch (error) {
      if (!isLocked(error)) throw new Error(`cannot open the portal state in ${folder}: ${reason(error)}`);
      if (performance.now() >= until) {
        throw new PortalStoreError(
          'in use',
          `another process has the portal state in ${folder} open; wait until it ends, or name another folder`,
        );
      }
      await sleep(RETRY_MS);
    }
  }
}

const reason = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);

/**
 * Opens a folder, which is made, with mode 0700, when it is not there. Waits for who has it open, no longer than `waitMs`.
 * Throws `PortalStoreError`.
 */
export async function openLevelFolder(folder: string, waitMs: number): Promise<LevelFolder> {
  assertOurs(folder);
  makeFolder(folder);
  const database = await opened(folder, waitMs);
  return {
    rows: () => database.iterator().all(),
    put: (rows) =>
      database.batch(
        rows.map(([key, value]) => ({ type: 'put', key, value })),
        { sync: true },
      ),
    close: () => database.close(),
  };
}
