/** Watching and checking a card from outside: what passes between host and card, in words, and traces of it. */
export { Decoder, type DecoderOptions } from './decode/decoder.ts';
export { answersOf } from './differential/answers-of.ts';
export { type CommandParts, commandParts, explainBytes, explainExchange } from './explain/explain-apdu.ts';
export { explainTrace } from './explain/explain-trace.ts';
export { exchangesOf, type Passed, type PassedExchanges } from './export/exchanges-of.ts';
export { EXPORT_FORMATS, type ExportFormat, exportTrace } from './export/export-trace.ts';
export { type ImportOptions, type ImportReport, LogImport } from './import/import-log.ts';
export { type LogPieces, logPieces, piecesOf } from './import/log-text.ts';
export { type MockCard, type MockOptions, type MockReport, mockCard } from './mock/mock-card.ts';
export { type RecorderOptions, TraceRecorder } from './record/recorder.ts';
export type { Finding, ReplayReport, SessionExchange } from './replay/findings.ts';
export { type ReplayOptions, replay } from './replay/replay.ts';
export { reportText } from './replay/report-text.ts';
export { htmlReport } from './report/html.ts';
export { junitReport } from './report/junit.ts';
export { tapReport } from './report/tap.ts';
export {
  ASSERTIONS,
  compareRuns,
  compareText,
  runSuite,
  type Secret,
  type SuiteOptions,
  type SuiteReport,
  type SuiteRun,
  suiteText,
} from './suite/index.ts';
export { formatStatement, formatTrace } from './trace/format-trace.ts';
export { HEADER, parseTrace } from './trace/parse-trace.ts';
export * from './trace/trace.ts';
