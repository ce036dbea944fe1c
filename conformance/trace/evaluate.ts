/** Builds the bytes that a command or a name stands for. */
import { createHash } from 'node:crypto';
import { concat, tlv, u16 } from '../../apdu/index.ts';
import type { Bytes, BytesTerm } from './trace.ts';

/** What names stand for at this point of a trace. */
export type Names = ReadonlyMap<string, Uint8Array>;

/** A name that nothing has given a value: no `let`, no captured answer, no `--set`. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';
  readonly unknown: string;
  constructor(unknown: string) {
    super(`nothing gives ${unknown} a value`);
    this.unknown = unknown;
  }
}

const utf8 = new TextEncoder();

/** UTF-8 of a text in quotes. */
export function textBytes(text: string): Uint8Array {
  return utf8.encode(text);
}

/** The value of a name. Throws `UnknownName`. */
export function namedValue(name: string, names: Names): Uint8Array {
  const value = names.get(name);
  if (value === undefined) throw new UnknownName(name);
  return value;
}

/** The terms' bytes, joined. Throws `UnknownName`, and `RangeError` for a value longer than its padding or its Lc. */
export function evaluate(bytes: Bytes, names: Names): Uint8Array {
  const [only] = bytes;
  if (bytes.length === 1 && only!.kind === 'hex') return only!.bytes;
  return concat(...bytes.map((term) => evaluateTerm(term, names)));
}

/** The same; undefined when a name has no value. */
export function evaluated(bytes: Bytes, names: Names): Uint8Array | undefined {
  try {
    return evaluate(bytes, names);
  } catch (error) {
    if (error instanceof UnknownName) return undefined;
    throw error;
  }
}

function evaluateTerm(term: BytesTerm, names: Names): Uint8Array {
  switch (term.kind) {
    case 'hex':
      return term.bytes;
    case 'text':
      return textBytes(term.text);
    case 'name':
      return namedValue(term.name, names);
    case 'tlv':
      return tlv(term.tag, evaluate(term.value, names));
    case 'lc':
      return withLc(evaluate(term.argument, names));
    case 'pad':
      return padded(evaluate(term.argument, names), term.length, term.filler);
    case 'hash':
      return createHash(term.hash).update(evaluate(term.argument, names)).digest();
  }
}

function withLc(data: Uint8Array): Uint8Array {
  if (data.length === 0 || data.length > 65535) throw new RangeError(`Lc cannot tell ${data.length} bytes`);
  return data.length < 256
    ? concat(Uint8Array.of(data.length), data)
    : concat(Uint8Array.of(0), u16(data.length), data);
}

function padded(value: Uint8Array, length: number, filler: number): Uint8Array {
  if (value.length > length)
    throw new RangeError(`${value.length} bytes are more than the ${length} they are padded to`);
  return concat(value, new Uint8Array(length - value.length).fill(filler));
}

/** The names that the bytes need, each as often as it stands in them. */
export function namesIn(bytes: Bytes): string[] {
  return bytes.flatMap((term) => {
    if (term.kind === 'name') return [term.name];
    if (term.kind === 'tlv') return namesIn(term.value);
    return term.kind === 'lc' || term.kind === 'pad' || term.kind === 'hash' ? namesIn(term.argument) : [];
  });
}
