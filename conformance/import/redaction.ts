/**
 * Takes PINs, PUKs and keys out of what a log shows. A value is known once a command has presented or set it; from then
 * on it is replaced by its name wherever it stands, in commands and answers. What a card must have had before is left
 * for the player to fill in; wrong tries and values that the trace itself sets get harmless stand-ins.
 */
import { INS } from '../../apdu/index.ts';
import { hexTerm } from '../trace/literal.ts';
import type { Bytes, BytesTerm } from '../trace/trace.ts';

/** What a log's bytes are replaced by. */
export interface Redacted {
  /** Names that are met for the first time, each with its stand-in, if it has one. */
  readonly introduced: readonly Introduced[];
  readonly command: Bytes;
}

export interface Introduced {
  readonly name: string;
  /** As the log has it. */
  readonly value: Uint8Array;
  readonly standIn?: Uint8Array;
}

interface Secret extends Introduced {
  readonly value: Buffer;
}

/** Shorter values stand in too many places by chance; they are replaced where they are presented only. */
const FOUND_ANYWHERE = 4;

export class Redaction {
  readonly #secrets: Secret[] = [];
  readonly #counts = new Map<string, number>();

  /** The command without its secrets. `status` is what it was answered, and decides whether a value was right. */
  command(bytes: Uint8Array, status: number | undefined): Redacted {
    const known = this.#secrets.length;
    const field = dataField(bytes);
    const parts = field === undefined ? undefined : this.#parts(bytes, field, status);
    const command: Bytes =
      parts === undefined || field === undefined
        ? this.terms(bytes)
        : [
            hexTerm(bytes.subarray(0, 4)),
            { kind: 'lc', argument: parts },
            ...(field.end < bytes.length ? [hexTerm(bytes.subarray(field.end))] : []),
          ];
    return { introduced: this.#secrets.slice(known), command };
  }

  /** Any bytes, with the names of known values in their places. */
  terms(bytes: Uint8Array): Bytes {
    const found = this.#first(bytes);
    if (found === undefined) return bytes.length === 0 ? [] : [hexTerm(bytes)];
    const { secret, at } = found;
    return [
      ...(at > 0 ? [hexTerm(bytes.subarray(0, at))] : []),
      { kind: 'name', name: secret.name } as const,
      ...this.terms(bytes.subarray(at + secret.value.length)),
    ];
  }

  #first(bytes: Uint8Array): { secret: Secret; at: number } | undefined {
    if (this.#secrets.length === 0) return undefined;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let first: { secret: Secret; at: number } | undefined;
    for (const secret of this.#secrets) {
      const at = secret.value.length < FOUND_ANYWHERE ? -1 : buffer.indexOf(secret.value);
      const longer = at === first?.at && secret.value.length > first.secret.value.length;
      if (at !== -1 && (first === undefined || at < first.at || longer)) first = { secret, at };
    }
    return first;
  }

  /** The data field as named values; undefined when it holds none. */
  #parts(bytes: Uint8Array, { start, end }: Field, status: number | undefined): Bytes | undefined {
    const data = bytes.subarray(start, end);
    // Only these say that the value was wrong; a blocked PIN may be refused though it is right.
    const refused = status === 0x6300 || ((status ?? 0) & 0xfff0) === 0x63c0;
    const old = refused ? 'WRONG' : undefined;
    const p1 = bytes[2]!;
    switch (bytes[1]) {
      case INS.verify:
      case INS.verifyOdd:
      case INS.disableVerificationRequirement:
      case INS.enableVerificationRequirement:
        return this.#padded(data, old ?? 'PIN');
      case INS.changeReferenceData:
        return p1 === 0x01 ? this.#padded(data, 'NEW_PIN') : this.#pair(data, old ?? 'PIN');
      case INS.resetRetryCounter:
        if (p1 === 0x02) return this.#padded(data, 'NEW_PIN');
        return p1 === 0x01 ? this.#padded(data, old ?? 'PUK') : this.#pair(data, old ?? 'PUK');
      case INS.putData:
      case INS.putDataOdd:
        return [this.#named(data, 'KEY')];
      default:
        return undefined;
    }
  }

  /** Old and new one behind the other: cut where a known value ends, else in the middle. */
  #pair(data: Uint8Array, name: string): Bytes {
    const known = this.#secrets.find(
      ({ value }) => value.length < data.length && value.equals(data.subarray(0, value.length)),
    );
    const middle = data.length >> 1;
    const filled =
      data.length % 2 === 0 && (data.at(-1) === 0x00 || data.at(-1) === 0xff || data.at(middle - 1) === 0x00);
    const cut = filled ? middle : (known?.value.length ?? middle);
    return [...this.#padded(data.subarray(0, cut), name), ...this.#padded(data.subarray(cut), 'NEW_PIN')];
  }

  /** One value, filled up with 00 or FF. */
  #padded(data: Uint8Array, name: string): Bytes {
    const filler = data.at(-1) === 0xff ? 0xff : 0x00;
    let length = data.length;
    while (length > 0 && data[length - 1] === filler) length--;
    if (length === 0) return data.length === 0 ? [] : [hexTerm(data)];
    const term = this.#named(data.subarray(0, length), name);
    return length === data.length ? [term] : [{ kind: 'pad', argument: [term], length: data.length, filler }];
  }

  #named(bytes: Uint8Array, name: string): BytesTerm {
    const value = Buffer.from(bytes);
    const known = this.#secrets.find((secret) => secret.value.equals(value));
    if (known !== undefined) return { kind: 'name', name: known.name };
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const unique = count === 1 ? name : `${name}${count}`;
    const standsIn = name === 'WRONG' || name === 'NEW_PIN';
    this.#secrets.push({ name: unique, value, ...(standsIn && { standIn: this.#standIn(value.length) }) });
    return { kind: 'name', name: unique };
  }

  /** Digits of the same length that are no value of the log. */
  #standIn(length: number): Uint8Array {
    for (let n = this.#secrets.length + 1; ; n++) {
      const digits = Buffer.from(String(n).padStart(length, '0').slice(-length));
      if (
        !this.#secrets.some(
          ({ value, standIn }) => value.equals(digits) || standIn?.every((byte, i) => byte === digits[i]),
        )
      ) {
        return digits;
      }
    }
  }
}

interface Field {
  readonly start: number;
  readonly end: number;
}

/** Where the data field stands, also in a command whose length does not fit: then everything after the header. */
function dataField(bytes: Uint8Array): Field | undefined {
  if (bytes.length <= 5) return undefined;
  const isExtended = bytes[4] === 0 && bytes.length > 7;
  const start = isExtended ? 7 : 5;
  const length = isExtended ? bytes[5]! * 256 + bytes[6]! : bytes[4]!;
  return { start, end: Math.min(start + length, bytes.length) };
}
