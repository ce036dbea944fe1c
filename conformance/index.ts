/** Watching and checking a card from outside: what passes between host and card, in words, and traces of it. */
export { Decoder, type DecoderOptions } from './decode/decoder.ts';
export { formatTrace } from './trace/format-trace.ts';
export { parseTrace } from './trace/parse-trace.ts';
export * from './trace/trace.ts';
