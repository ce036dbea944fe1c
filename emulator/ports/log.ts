/** Where the card reports what must never happen: an assertion that failed inside it, answered 6F00 to the host. */
export interface Log {
  bug(error: unknown): void;
}

/** Reports on standard error. */
export const consoleLog: Log = {
  bug: (error) => console.error('proefpas: a bug in the card, answered 6F00:', error),
};
