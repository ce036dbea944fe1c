/** Fuzzing, apart from the rest of the folder, because it needs fast-check. */
export { naturalNumber, parseShard, readJson, readReports } from '../long-run/arguments.ts';
export { progress } from '../long-run/progress.ts';
export { damagedText } from './arbitraries.ts';
export { keepFinding } from './findings-store.ts';
export { type FuzzOrder, fuzzTarget, type TargetReport } from './fuzz-target.ts';
export { type FuzzReport, mergeFuzzReports, targetText } from './report.ts';
export { type Finding, giveAgain, runBlock } from './run-block.ts';
export * from './target.ts';
export { targets } from './targets.ts';
