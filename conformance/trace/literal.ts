/** Answers that a trace gives byte for byte, as recordings do. */
import { concat, encodeResponse } from '../../apdu/index.ts';
import { textBytes } from './evaluate.ts';
import type { BytesTerm, Pattern, ResponseStatement } from './trace.ts';

/** The only data that fits the pattern; undefined when more than one value does. */
export function literalData(pattern: Pattern): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (const term of pattern) {
    if (term.kind === 'text') parts.push(textBytes(term.text));
    else if (term.kind === 'masked' && term.mask.every((byte) => byte === 0xff)) parts.push(term.bits);
    else return undefined;
  }
  return parts.length === 1 ? parts[0]! : concat(...parts);
}

/** The only answer that will do, data ‖ SW1 SW2, empty for none at all; undefined when there are several. */
export function literalResponse({ pattern, statuses }: ResponseStatement): Uint8Array | undefined {
  if (statuses.length === 0) return new Uint8Array(0);
  const data = literalData(pattern);
  const digits = statuses[0]!.digits;
  if (data === undefined || statuses.length > 1 || digits.includes('.')) return undefined;
  return encodeResponse(data, Number.parseInt(digits, 16));
}

/** Bytes as a term of a command. */
export function hexTerm(bytes: Uint8Array): BytesTerm {
  return { kind: 'hex', bytes };
}

/** Masks of literal patterns are parts of this one, which nobody changes. */
const EVERY_BIT = new Uint8Array(65536).fill(0xff);

/** The pattern that only these bytes fit. */
export function literalPattern(bytes: Uint8Array): Pattern {
  if (bytes.length === 0) return [];
  const mask =
    bytes.length > EVERY_BIT.length ? new Uint8Array(bytes.length).fill(0xff) : EVERY_BIT.subarray(0, bytes.length);
  return [{ kind: 'masked', bits: bytes, mask }];
}
