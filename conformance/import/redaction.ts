/**
 * Takes PINs, PUKs and keys out of what a log shows. A value is learnt from the command that presents or sets it, and then
 * replaced by its name wherever it stands, before and after, in commands and answers. What a card must have had is left for
 * the player to fill in; wrong tries and values that the trace itself sets get harmless stand-ins.
 */

import { PIN_FORMS, type PinForm } from '../decode/pin-forms.ts';
import { dataField, presented, type Role, type Shown } from '../decode/secrets-in-command.ts';
import { hexTerm } from '../trace/literal.ts';
import type { Bytes, BytesTerm } from '../trace/trace.ts';
import { SecretSearch } from './secret-search.ts';
import { type Range, SplitSecrets } from './split-secrets.ts';

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

/** A PIN in all of its forms, or a key. */
interface Group {
  role: Role;
  /** What a PIN says; undefined for a key. */
  readonly text: string | undefined;
  /** What it is called once it has been met in any form. */
  name?: string;
  /** What stands for its text. */
  standIn?: string;
}

interface Secret {
  readonly value: Buffer;
  readonly group: Group;
  readonly form: PinForm;
  /** Whether it has been met. */
  isNamed: boolean;
}

/** As it was presented. */
const PLAIN: PinForm = { suffix: '', encode: (text) => Buffer.from(text, 'latin1') };
const KEY_TEXTS = PIN_FORMS.filter(({ suffix }) => suffix.startsWith('_HEX'));

/** Key data that is looked for elsewhere too; of more, each is only replaced where it is written. */
const MOST_KEYS = 4096;

export class Redaction {
  readonly #secrets = new Map<string, Secret>();
  readonly #search = new SecretSearch<Secret>();
  readonly #counts = new Map<string, number>();
  /** What no stand-in may be. */
  readonly #taken = new Set<string>();
  #standIns = 0;
  #keys = 0;
  #introduced: Introduced[] = [];

  /** Learns what the command shows. `status` is what it was answered, and decides whether a value was right. */
  learn(command: Uint8Array, status: number | undefined): void {
    for (const shown of presented(command, status, this.#isKnown)) this.#learn(shown);
  }

  /** Looks for what stands in several exchanges, a part in each. Everything must have been learnt by then. */
  split(): SplitSecrets<Secret> {
    return new SplitSecrets(this.#search);
  }

  /** The command without its secrets, and without `parts` of one. Everything must have been learnt by then. */
  command(bytes: Uint8Array, status: number | undefined, parts: readonly Range[] = []): Redacted {
    const shown = presented(bytes, status, this.#isKnown);
    const field = shown.length === 0 ? undefined : dataField(bytes);
    if (field === undefined) return this.#told(this.#terms(bytes, parts));
    const terms = shown.flatMap((part) => (part.at === undefined ? [] : this.#part(part)));
    return this.#told([
      hexTerm(bytes.subarray(0, 4)),
      { kind: 'lc', argument: terms },
      ...(field.end < bytes.length ? [hexTerm(bytes.subarray(field.end))] : []),
    ]);
  }

  /** Any bytes, with the names of known values in their places. */
  answer(bytes: Uint8Array, parts: readonly Range[] = []): Redacted {
    return this.#told(this.#terms(bytes, parts));
  }

  #told(bytes: Bytes): Redacted {
    if (this.#introduced.length === 0) return { introduced: NOTHING_NEW, bytes };
    const introduced = this.#introduced;
    this.#introduced = [];
    return { introduced, bytes };
  }

  #terms(bytes: Uint8Array, parts: readonly Range[]): Bytes {
    if (bytes.length === 0) return [];
    const terms: BytesTerm[] = [];
    let done = 0;
    for (;;) {
      const found = this.#search.find(bytes, done);
      const part = parts.find(({ start }) => start >= done);
      if (found === undefined && part === undefined) break;
      const isPart = part !== undefined && (found === undefined || part.start <= found.at);
      const start = isPart ? part.start : found!.at;
      if (start > done) terms.push(hexTerm(bytes.subarray(done, start)));
      done = isPart ? part.end : start + found!.sought.value.length;
      terms.push({
        kind: 'name',
        name: isPart ? this.#partName(bytes.slice(start, done)) : this.#nameOf(found!.sought),
      });
    }
    if (done < bytes.length) terms.push(hexTerm(bytes.subarray(done)));
    return terms;
  }

  /** A part of a value has no stand-in: who plays the trace gives it. */
  #partName(value: Uint8Array): string {
    const name = this.#newName('PART');
    this.#introduced.push({ name, value });
    return name;
  }

  /** One value as it stands in a command, filled up or not. */
  #part({ field, value, filler }: Shown): Bytes {
    if (value.length === 0) return field.length === 0 ? [] : [hexTerm(field)];
    const secret = this.#secrets.get(keyOf(value));
    // Of more key data than is kept each is a value of its own.
    const name = secret === undefined ? this.#newName('KEY') : this.#nameOf(secret);
    if (secret === undefined) this.#introduced.push({ name, value });
    const term = { kind: 'name', name } as const;
    const rest = field.subarray(value.length);
    if (rest.length === 0) return [term];
    // What is random behind a PIN is no filler.
    if (!rest.every((byte) => byte === filler)) return [term, hexTerm(rest)];
    return [{ kind: 'pad', argument: [term], length: field.length, filler }];
  }

  readonly #isKnown = (value: Uint8Array): boolean => this.#secrets.has(keyOf(value));

  #learn({ value, role, text, form = PLAIN, at }: Shown): void {
    if (value.length === 0) return;
    const known = this.#secrets.get(keyOf(value));
    if (known !== undefined) {
      const { group } = known;
      // Once refused and once taken: the card has it, of some other reference.
      if (group.role === 'WRONG' && (role === 'PIN' || role === 'PUK')) group.role = role;
      return;
    }
    if (role === 'KEY' && ++this.#keys > MOST_KEYS) return;
    const group: Group = { role, text };
    this.#add(value, group, form);
    if (text !== undefined) for (const each of PIN_FORMS) this.#addForm(each.encode(text), group, each);
    // A key may be told in hexadecimal; not so the whole data field in which it came.
    else if (at === undefined) {
      const characters = Buffer.from(value).toString('latin1');
      for (const each of KEY_TEXTS) this.#addForm(each.encode(characters), group, each);
    }
  }

  #addForm(value: Uint8Array | undefined, group: Group, form: PinForm): void {
    if (value !== undefined && value.length > 0 && !this.#secrets.has(keyOf(value))) this.#add(value, group, form);
  }

  #add(bytes: Uint8Array, group: Group, form: PinForm): void {
    const secret: Secret = { value: Buffer.from(bytes), group, form, isNamed: false };
    this.#secrets.set(keyOf(bytes), secret);
    this.#taken.add(keyOf(bytes));
    if (form.suffix !== '' || bytes.length >= SHORTEST_TEXT) this.#search.add(secret);
  }

  #nameOf(secret: Secret): string {
    const { value, group, form } = secret;
    group.name ??= this.#newName(group.role);
    const name = group.name + form.suffix;
    if (secret.isNamed) return name;
    secret.isNamed = true;
    const hasStandIn = group.role === 'WRONG' || group.role === 'NEW_PIN';
    const standIn = hasStandIn ? this.#standInOf(secret) : undefined;
    this.#introduced.push({ name, value, ...(standIn !== undefined && { standIn }) });
    return name;
  }

  /** In the same form. */
  #standInOf({ value, group, form }: Secret): Uint8Array {
    group.standIn ??= Buffer.from(this.#standIn(group.text?.length ?? value.length)).toString('latin1');
    return group.text === undefined ? Buffer.from(group.standIn, 'latin1') : form.encode(group.standIn)!;
  }

  #newName(role: Role | 'PART'): string {
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

/** Shorter texts stand in too many places by chance. */
const SHORTEST_TEXT = 4;

const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
