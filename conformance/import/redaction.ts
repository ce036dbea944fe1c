/**
 * Takes PINs, PUKs and keys out of what a log shows. A value is learnt from the command that presents or sets it, and then
 * replaced by its name wherever it stands, before and after, in commands and answers. What a card must have had is left for
 * the player to fill in; wrong tries and values that the trace itself sets get harmless stand-ins.
 */

import { dataField, presented, type Role, type Shown } from '../decode/secrets-in-command.ts';
import { hexTerm } from '../trace/literal.ts';
import type { Bytes, BytesTerm } from '../trace/trace.ts';
import { SecretSearch } from './secret-search.ts';

/** What a log's bytes are replaced by. */
export interface Redacted {
  /** Names that are met for the first time, each with its stand-in, if it has one. */
  readonly introduced: readonly Introduced[];
  readonly bytes: Bytes;
}

export interface Introduced {
  readonly name: string;
  /** As the log has it. */
  readonly value: Uint8Array;
  readonly standIn?: Uint8Array;
}

interface Secret {
  readonly value: Buffer;
  role: Role;
  /** What it is called once it has been met. */
  name?: string;
}

/** Key data that is looked for elsewhere too; of more, each is only replaced where it is written. */
const MOST_KEYS = 4096;

export class Redaction {
  readonly #secrets = new Map<string, Secret>();
  readonly #search = new SecretSearch<Secret>();
  readonly #counts = new Map<Role, number>();
  /** What no stand-in may be. */
  readonly #taken = new Set<string>();
  #standIns = 0;
  #keys = 0;
  #introduced: Introduced[] = [];

  /** Learns what the command shows. `status` is what it was answered, and decides whether a value was right. */
  learn(command: Uint8Array, status: number | undefined): void {
    for (const { value, role } of presented(command, status, this.#isKnown)) this.#learn(value, role);
  }

  /** The command without its secrets. Everything must have been learnt by then. */
  command(bytes: Uint8Array, status: number | undefined): Redacted {
    const shown = presented(bytes, status, this.#isKnown);
    const field = shown.length === 0 ? undefined : dataField(bytes);
    if (field === undefined) return this.#told(this.#terms(bytes));
    const parts = shown.flatMap((part) => (part.at === undefined ? [] : this.#part(part)));
    return this.#told([
      hexTerm(bytes.subarray(0, 4)),
      { kind: 'lc', argument: parts },
      ...(field.end < bytes.length ? [hexTerm(bytes.subarray(field.end))] : []),
    ]);
  }

  /** Any bytes, with the names of known values in their places. */
  answer(bytes: Uint8Array): Redacted {
    return this.#told(this.#terms(bytes));
  }

  #told(bytes: Bytes): Redacted {
    if (this.#introduced.length === 0) return { introduced: NOTHING_NEW, bytes };
    const introduced = this.#introduced;
    this.#introduced = [];
    return { introduced, bytes };
  }

  #terms(bytes: Uint8Array): Bytes {
    const first = this.#search.find(bytes, 0);
    if (first === undefined) return bytes.length === 0 ? [] : [hexTerm(bytes)];
    const terms: BytesTerm[] = [];
    let done = 0;
    for (let found: typeof first | undefined = first; found !== undefined; found = this.#search.find(bytes, done)) {
      if (found.at > done) terms.push(hexTerm(bytes.subarray(done, found.at)));
      terms.push({ kind: 'name', name: this.#nameOf(found.sought) });
      done = found.at + found.sought.value.length;
    }
    if (done < bytes.length) terms.push(hexTerm(bytes.subarray(done)));
    return terms;
  }

  /** One value as it stands in a command, filled up or not. */
  #part({ field, value, filler }: Shown): Bytes {
    if (value.length === 0) return field.length === 0 ? [] : [hexTerm(field)];
    const secret = this.#secrets.get(keyOf(value));
    // Of more key data than is kept each is a value of its own.
    const name = secret === undefined ? this.#newName('KEY') : this.#nameOf(secret);
    if (secret === undefined) this.#introduced.push({ name, value });
    const term = { kind: 'name', name } as const;
    return value.length === field.length ? [term] : [{ kind: 'pad', argument: [term], length: field.length, filler }];
  }

  readonly #isKnown = (value: Uint8Array): boolean => this.#secrets.has(keyOf(value));

  #learn(bytes: Uint8Array, role: Role): void {
    if (bytes.length === 0) return;
    const known = this.#secrets.get(keyOf(bytes));
    if (known !== undefined) {
      // Once refused and once taken: the card has it, of some other reference.
      if (known.role === 'WRONG' && (role === 'PIN' || role === 'PUK')) known.role = role;
      return;
    }
    if (role === 'KEY' && ++this.#keys > MOST_KEYS) return;
    const secret: Secret = { value: Buffer.from(bytes), role };
    this.#secrets.set(keyOf(bytes), secret);
    this.#taken.add(keyOf(bytes));
    this.#search.add(secret);
  }

  #nameOf(secret: Secret): string {
    if (secret.name !== undefined) return secret.name;
    const { value, role } = secret;
    const standIn = role === 'WRONG' || role === 'NEW_PIN' ? this.#standIn(value.length) : undefined;
    const name = this.#newName(role);
    secret.name = name;
    this.#introduced.push({ name, value, ...(standIn !== undefined && { standIn }) });
    return name;
  }

  #newName(role: Role): string {
    const count = (this.#counts.get(role) ?? 0) + 1;
    this.#counts.set(role, count);
    return count === 1 ? role : `${role}${count}`;
  }

  /** Digits of the same length that are no value of the log; of one or two digits there may not be enough. */
  #standIn(length: number): Uint8Array {
    for (let tries = 0; ; tries++) {
      const digits = Buffer.from(
        String(++this.#standIns)
          .padStart(length, '0')
          .slice(-length),
      );
      if (this.#taken.has(keyOf(digits)) && tries < 1000) continue;
      this.#taken.add(keyOf(digits));
      return digits;
    }
  }
}

const NOTHING_NEW: readonly Introduced[] = [];

const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
