/** How far a long run is, on standard error, every five seconds. */

const EVERY_MS = 5_000;

/** A function that is told how much is done; `unit` is what is counted. */
export function progress(unit: string): (done: number) => void {
  const began = performance.now();
  let told = began;
  return (done) => {
    const now = performance.now();
    if (now - told < EVERY_MS) return;
    told = now;
    process.stderr.write(`${done} ${unit}, ${((now - began) / 1000).toFixed(0)} s\n`);
  };
}
