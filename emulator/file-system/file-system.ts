/**
 * An application's file system: the MF, DFs below it, EFs with content. ISO/IEC 7816-4:2005 §5.3.1.
 *
 * What is stored decides; the tree held in memory is read from it anew after every change of structure.
 */

import { concat, SW } from '../../apdu/index.ts';
import { refuse } from '../instruction.ts';
import type { Change } from '../nvm/index.ts';
import { MAX_FILE_NUMBER, OBJECT } from '../object-ids.ts';
import type { Objects } from '../object-space.ts';
import type { FileControlParameters } from './file-control-parameters.ts';
import { erasedByte } from './file-descriptor.ts';
import {
  decodeHeader,
  encodeHeader,
  type FileHeader,
  type FileNode,
  LIFE_CYCLE_OFFSET,
  MF_NUMBER,
  toNode,
} from './file-node.ts';
import { decodeRecords, encodeRecords, recordSpace } from './records.ts';

const headerId = (number: number): number => OBJECT.file + 2 * number;
const contentId = (number: number): number => OBJECT.file + 2 * number + 1;

/** The tree at one moment; a fork of the card shares it. */
type Tree = ReadonlyMap<number, FileNode>;

function readTree(store: Objects): Tree {
  const headers = new Map<number, FileHeader>();
  for (const id of store.ids()) {
    if (id >= OBJECT.file && id % 2 === 0) headers.set((id - OBJECT.file) / 2, decodeHeader(store.get(id)!));
  }
  const byOrder = [...headers].sort(([, a], [, b]) => a.order - b.order);
  const tree = new Map<number, FileNode>();
  const grow = (number: number): FileNode => {
    const children = byOrder.filter(([child, { parent }]) => parent === number && child !== MF_NUMBER);
    const node = toNode(
      number,
      headers.get(number)!,
      children.map(([child]) => grow(child)),
    );
    tree.set(number, node);
    return node;
  };
  grow(MF_NUMBER);
  return tree;
}

const NO_DATA = new Uint8Array(0);

/** The shortest part in which a content differs from what it was; undefined when it does not. Lengths are equal. */
function difference(before: Uint8Array, after: Uint8Array): { offset: number; bytes: Uint8Array } | undefined {
  const first = after.findIndex((byte, i) => byte !== before[i]);
  if (first === -1) return undefined;
  const last = after.findLastIndex((byte, i) => byte !== before[i]);
  return { offset: first, bytes: after.subarray(first, last + 1) };
}

/** The objects of a file system that holds only an MF whose FCP template has the given content. */
export function formatFileSystem(
  mfTemplate: Uint8Array,
  lifeCycle: number,
): readonly (readonly [number, Uint8Array])[] {
  return [[headerId(MF_NUMBER), encodeHeader({ parent: MF_NUMBER, order: 0, lifeCycle, template: mfTemplate })]];
}

export class FileSystem {
  readonly #store: Objects;
  #tree: Tree;

  constructor(store: Objects, tree: Tree = readTree(store)) {
    this.#store = store;
    this.#tree = tree;
  }

  /** The same files on another store that holds the same objects. */
  fork(store: Objects): FileSystem {
    return new FileSystem(store, this.#tree);
  }

  get mf(): FileNode {
    return this.#tree.get(MF_NUMBER)!;
  }

  /** A file by its number, or undefined when it has been deleted. */
  file(number: number): FileNode | undefined {
    return this.#tree.get(number);
  }

  parentOf(file: FileNode): FileNode {
    return this.#tree.get(file.parent)!;
  }

  /** Every DF that has a name, in tree order: the candidates of a selection by DF name. */
  namedDfs(): FileNode[] {
    const below = (df: FileNode): FileNode[] => df.children.flatMap((child) => [child, ...below(child)]);
    return [this.mf, ...below(this.mf)].filter(({ name }) => name !== undefined);
  }

  /** Content of a transparent EF; never changed in place. */
  content(file: FileNode): Uint8Array {
    return this.#store.get(contentId(file.number))!;
  }

  /** What an EF holds as one byte string, its records one after the other; nothing for a DF. */
  data(file: FileNode): Uint8Array {
    if (file.kind === 'df') return NO_DATA;
    return file.records === undefined ? this.content(file) : concat(...this.records(file));
  }

  /** Replaces part of a transparent EF's content in one commit. The part must lie inside it. */
  update(file: FileNode, offset: number, bytes: Uint8Array): void {
    this.#store.commit([{ patch: contentId(file.number), offset, bytes }]);
  }

  /** Records of an EF in order of their numbers; never changed in place. */
  records(file: FileNode): Uint8Array[] {
    return decodeRecords(this.content(file));
  }

  /** Makes these the records of an EF, in one commit. They must keep to its layout. */
  setRecords(file: FileNode, records: readonly Uint8Array[]): void {
    const change = difference(this.content(file), encodeRecords(records, file.records!));
    if (change !== undefined) this.#store.commit([{ patch: contentId(file.number), ...change }]);
  }

  /** The data objects of a DF, a series of BER-TLV. */
  dataObjects(df: FileNode): Uint8Array {
    return this.#store.get(contentId(df.number)) ?? NO_DATA;
  }

  /** Makes a series of BER-TLV the data objects of a DF, in one commit. Throws `StoreFull` when there is no room. */
  setDataObjects(df: FileNode, series: Uint8Array): void {
    this.#store.commit([{ put: contentId(df.number), bytes: series }]);
  }

  /** Creates a file in a DF, its content erased or without records, in one commit. Throws `StoreFull` when there is no room. */
  create(parent: FileNode, parameters: FileControlParameters & { readonly content: Uint8Array }): FileNode {
    const number = this.#freeNumber();
    const order = 1 + Math.max(0, ...parent.children.map((child) => decodeHeader(this.#header(child.number)).order));
    const header = { parent: parent.number, order, lifeCycle: parameters.lifeCycle, template: parameters.content };
    const changes: Change[] = [{ put: headerId(number), bytes: encodeHeader(header) }];
    const { kind, records, size, writeFunction } = parameters;
    if (kind === 'ef') {
      const bytes =
        records === undefined
          ? new Uint8Array(size).fill(erasedByte(writeFunction))
          : new Uint8Array(recordSpace(records));
      changes.push({ put: contentId(number), bytes });
    }
    this.#commit(changes);
    return this.file(number)!;
  }

  /** Deletes a file, a DF with everything below it, in one commit. */
  delete(file: FileNode): void {
    const subtree = (node: FileNode): FileNode[] => [node, ...node.children.flatMap(subtree)];
    const ids = subtree(file).flatMap(({ number }) => [headerId(number), contentId(number)]);
    this.#commit(ids.filter((id) => this.#store.get(id) !== undefined).map((id) => ({ remove: id })));
  }

  /** The change that gives a file another life-cycle status, for a commit that may do more; `reload` afterwards. */
  lifeCycleChange(file: FileNode, status: number): Change {
    return { patch: headerId(file.number), offset: LIFE_CYCLE_OFFSET, bytes: Uint8Array.of(status) };
  }

  /** The change that gives the MF another FCP template and life-cycle status; `reload` afterwards. */
  mfChange(template: Uint8Array, lifeCycle: number): Change {
    return { put: headerId(MF_NUMBER), bytes: encodeHeader({ parent: MF_NUMBER, order: 0, lifeCycle, template }) };
  }

  /** Reads the tree anew after a commit made elsewhere. */
  reload(): void {
    this.#tree = readTree(this.#store);
  }

  #commit(changes: readonly Change[]): void {
    this.#store.commit(changes);
    this.reload();
  }

  #header(number: number): Uint8Array {
    return this.#store.get(headerId(number))!;
  }

  #freeNumber(): number {
    for (let number = MF_NUMBER + 1; number <= MAX_FILE_NUMBER; number++) if (!this.#tree.has(number)) return number;
    return refuse(SW.notEnoughMemory);
  }
}
