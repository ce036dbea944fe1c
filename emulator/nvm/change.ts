/** Changes to numbered objects, and their one encoding: in records of the log and, as puts, in images. */

/** One change of a commit. The bytes are copied. */
export type Change =
  /** Makes object `put`, or replaces all of it. */
  | { readonly put: number; readonly bytes: Uint8Array }
  /** Replaces part of object `patch`, which must exist and reach that far. */
  | { readonly patch: number; readonly offset: number; readonly bytes: Uint8Array }
  /** Removes object `remove`, which must exist. */
  | { readonly remove: number };

/** The objects by number. A value is never changed in place. */
export type Objects = ReadonlyMap<number, Uint8Array>;

/** What each changed object becomes; undefined: it is removed. */
export type Outcome = ReadonlyMap<number, Uint8Array | undefined>;

/** An encoded change: kind(2) id(2) offset(4) length(4) bytes. */
const ENTRY_HEAD = 12;

/** What an object costs besides its length, in bytes. */
export const OBJECT_OVERHEAD = ENTRY_HEAD;

/** What objects take of the capacity. */
export function usedBy(objects: Objects): number {
  let used = 0;
  for (const [, bytes] of objects) used += costOf(bytes);
  return used;
}

/** What one object takes of the capacity; none takes nothing. */
export function costOf(bytes: Uint8Array | undefined): number {
  return bytes === undefined ? 0 : OBJECT_OVERHEAD + bytes.length;
}

const MAX_ID = 0xffff;

// biome-ignore format: a table reads best with its columns aligned
const KIND = { put: 1, patch: 2, remove: 3 } as const;

const NO_BYTES = new Uint8Array(0);

function result(before: Uint8Array | undefined, change: Change): Uint8Array | undefined {
  if ('put' in change) return new Uint8Array(change.bytes);
  if (before === undefined) throw new RangeError(`object ${idOf(change)} does not exist`);
  if ('remove' in change) return undefined;
  const { offset, bytes } = change;
  if (!Number.isInteger(offset) || offset < 0 || offset + bytes.length > before.length) {
    throw new RangeError(`${bytes.length} bytes at ${offset} do not lie inside an object of ${before.length} bytes`);
  }
  const after = new Uint8Array(before);
  after.set(bytes, offset);
  return after;
}

function idOf(change: Change): number {
  if ('put' in change) return change.put;
  return 'patch' in change ? change.patch : change.remove;
}

/** What changes, made one after the other, leave. Throws `RangeError` for one that cannot be made. */
export function outcomeOf(objects: Objects, changes: Iterable<Change>): Outcome {
  const outcome = new Map<number, Uint8Array | undefined>();
  for (const change of changes) {
    const id = idOf(change);
    if (!Number.isInteger(id) || id < 0 || id > MAX_ID) throw new RangeError(`${id} is not the number of an object`);
    outcome.set(id, result(outcome.has(id) ? outcome.get(id) : objects.get(id), change));
  }
  return outcome;
}

/** Makes an outcome the state. */
export function settle(objects: Map<number, Uint8Array>, outcome: Outcome): void {
  for (const [id, bytes] of outcome) {
    if (bytes === undefined) objects.delete(id);
    else objects.set(id, bytes);
  }
}

/** The same outcome with each object named once, so that its encoding is no longer than the objects concerned. */
export function shortened(objects: Objects, changes: readonly Change[], outcome: Outcome): readonly Change[] {
  if (outcome.size === changes.length) return changes;
  const short: Change[] = [];
  for (const [id, bytes] of outcome) {
    if (bytes !== undefined) short.push({ put: id, bytes });
    else if (objects.has(id)) short.push({ remove: id });
  }
  return short;
}

/** The bytes of some changes, each with a head of 12. */
export function encodeChanges(changes: readonly Change[]): Uint8Array {
  let length = 0;
  for (const change of changes) length += ENTRY_HEAD + ('bytes' in change ? change.bytes.length : 0);
  const encoded = new Uint8Array(length);
  const view = new DataView(encoded.buffer);
  let at = 0;
  for (const change of changes) {
    const bytes = 'bytes' in change ? change.bytes : NO_BYTES;
    view.setUint16(at, 'put' in change ? KIND.put : 'patch' in change ? KIND.patch : KIND.remove);
    view.setUint16(at + 2, idOf(change));
    view.setUint32(at + 4, 'patch' in change ? change.offset : 0);
    view.setUint32(at + 8, bytes.length);
    encoded.set(bytes, at + ENTRY_HEAD);
    at += ENTRY_HEAD + bytes.length;
  }
  return encoded;
}

/** The changes that bytes stand for. Throws `RangeError` when they stand for none. */
export function decodeChanges(encoded: Uint8Array): Change[] {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.length);
  const changes: Change[] = [];
  for (let at = 0; at < encoded.length; ) {
    const kind = view.getUint16(at);
    const id = view.getUint16(at + 2);
    const offset = view.getUint32(at + 4);
    const end = at + ENTRY_HEAD + view.getUint32(at + 8);
    if (end > encoded.length) throw new RangeError('a change reaches beyond the end');
    const bytes = encoded.subarray(at + ENTRY_HEAD, end);
    if (kind === KIND.put) changes.push({ put: id, bytes });
    else if (kind === KIND.patch) changes.push({ patch: id, offset, bytes });
    else if (kind === KIND.remove && bytes.length === 0) changes.push({ remove: id });
    else throw new RangeError(`${kind} with ${bytes.length} bytes is no kind of change`);
    at = end;
  }
  return changes;
}
