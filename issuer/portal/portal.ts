/** The portal in use: a state that changes by one verb after another, each of them durable before it counts. */
import type { Clock } from '../../emulator/index.ts';
import type { PortalState } from './state.ts';
import { advance } from './time.ts';

/** Where a state is kept. */
export interface PortalStore {
  /** Makes a new state durable: all of it or nothing. */
  commit(before: PortalState, after: PortalState): Promise<void>;
  close(): Promise<void>;
}

export interface PortalOptions {
  readonly state: PortalState;
  /** Nowhere when left out: the state is gone with the object. */
  readonly store?: PortalStore;
  /** The portal's time follows this clock; when left out it stands still but for `advance`. */
  readonly clock?: Clock;
}

export interface Portal extends AsyncDisposable {
  /** As last committed. */
  readonly state: PortalState;
  /** The portal's own time: what dates cards that it issues. */
  readonly clock: Clock;
  /**
   * Runs a verb on the state; the new state is durable when the promise resolves. Verbs run one after another. When the verb
   * throws, nothing has changed.
   */
  change(verb: (state: PortalState) => PortalState): Promise<PortalState>;
  close(): Promise<void>;
}

export function createPortal({ state: first, store, clock }: PortalOptions): Portal {
  let state = first;
  let last: Promise<unknown> = Promise.resolve();

  async function run(verb: (state: PortalState) => PortalState): Promise<PortalState> {
    const current = clock === undefined ? state : advance(state, Math.max(state.now, clock.now()));
    const after = verb(current);
    if (after !== state) await store?.commit(state, after);
    state = after;
    return state;
  }

  const close = async (): Promise<void> => {
    await last;
    await store?.close();
  };

  return {
    get state() {
      return state;
    },
    clock: { now: () => Math.max(state.now, clock?.now() ?? 0) },
    change(verb) {
      const done = last.then(() => run(verb));
      last = done.catch(() => undefined);
      return done;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
