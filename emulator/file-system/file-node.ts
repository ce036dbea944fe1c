/** A file of the card's tree as it is stored: its number, its parent, and its control information read once. */
import { type FileControlParameters, parseControlParameters } from './file-control-parameters.ts';

/** The number of the MF; files get the others as they are created. */
export const MF_NUMBER = 0;

export interface FileNode extends FileControlParameters {
  /** Names the file in non-volatile memory; never told to the host. */
  readonly number: number;
  /** Number of the DF it lies in; the MF is its own parent. */
  readonly parent: number;
  /** Content of the FCP template as it came at creation. */
  readonly template: Uint8Array;
  /** Files of a DF, in order of creation. */
  readonly children: readonly FileNode[];
}

/**
 * A file's stored header: number of the parent (2 bytes), order of creation (4 bytes), life-cycle status (1 byte),
 * content of the FCP template.
 */
export interface FileHeader {
  readonly parent: number;
  readonly order: number;
  readonly lifeCycle: number;
  readonly template: Uint8Array;
}

/** Where the life-cycle status lies in a stored header. */
export const LIFE_CYCLE_OFFSET = 6;

export function encodeHeader({ parent, order, lifeCycle, template }: FileHeader): Uint8Array {
  const bytes = new Uint8Array(7 + template.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, parent);
  view.setUint32(2, order);
  bytes[LIFE_CYCLE_OFFSET] = lifeCycle;
  bytes.set(template, 7);
  return bytes;
}

export function decodeHeader(bytes: Uint8Array): FileHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    parent: view.getUint16(0),
    order: view.getUint32(2),
    lifeCycle: bytes[LIFE_CYCLE_OFFSET]!,
    template: bytes.subarray(7),
  };
}

/** A stored header as a node of the tree. Throws `Error` when the header could not have been stored by this card. */
export function toNode(number: number, header: FileHeader, children: readonly FileNode[]): FileNode {
  const parameters = parseControlParameters(header.template);
  if (parameters === undefined) throw new Error(`file ${number} has control parameters that are none`);
  const { parent, lifeCycle, template } = header;
  return { ...parameters, number, parent, lifeCycle, template, children };
}
