/** Fuzzing, apart from the rest of the folder, because it needs fast-check. */
export { byte, bytes, damaged, damagedText, hexOf } from './arbitraries.ts';
export { keepFinding } from './findings-store.ts';
export { type FuzzOrder, fuzzTarget, type TargetReport } from './fuzz-target.ts';
export { type FuzzReport, mergeFuzzReports, targetText } from './report.ts';
export { type Finding, giveAgain, runBlock } from './run-block.ts';
export * from './target.ts';
export { targets } from './targets.ts';
