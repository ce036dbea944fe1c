/** The signals by which people and supervisors ask a program to stop. */

const STOP_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** From its making until `release`, the stop signals no longer end the process but are told to a listener. */
export interface StopSignals {
  /** The first signal that came, if one did. */
  readonly first: Promise<NodeJS.Signals>;
  received(): NodeJS.Signals | undefined;
  release(): void;
}

export function catchStopSignals(listener: (signal: NodeJS.Signals) => void = () => undefined): StopSignals {
  let received: NodeJS.Signals | undefined;
  let resolve: (signal: NodeJS.Signals) => void;
  const first = new Promise<NodeJS.Signals>((settle) => {
    resolve = settle;
  });
  const handle = (signal: NodeJS.Signals): void => {
    received ??= signal;
    resolve(received);
    listener(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, handle);
  return {
    first,
    received: () => received,
    release: () => {
      for (const signal of STOP_SIGNALS) process.off(signal, handle);
    },
  };
}
