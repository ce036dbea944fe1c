/** Watching and checking a card from outside: what passes between host and card, in words. */
export { Decoder, type DecoderOptions } from './decode/decoder.ts';
