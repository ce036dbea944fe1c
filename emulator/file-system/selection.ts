/**
 * Finding files the ways SELECT does. ISO/IEC 7816-4:2005 §5.3.1 and §7.1.1. Nothing here changes what is selected.
 */
import type { FileNode } from './file-node.ts';
import type { FileSystem } from './file-system.ts';

/** "Current DF" at the start of a path. */
const CURRENT_DF = 0x3fff;
const MF = 0x3f00;

/** The child of a DF that has a FID, or undefined. */
export function childOf(df: FileNode, fid: number): FileNode | undefined {
  return df.children.find((child) => child.fid === fid);
}

/**
 * The file that a FID names from a current DF: the MF, a child, the DF itself, its parent, or another child of the
 * parent; or undefined.
 */
export function findByFid(files: FileSystem, currentDf: FileNode, fid: number): FileNode | undefined {
  if (fid === MF) return files.mf;
  const parent = files.parentOf(currentDf);
  const self = currentDf.fid === fid ? currentDf : undefined;
  const up = parent.fid === fid ? parent : undefined;
  return childOf(currentDf, fid) ?? self ?? up ?? childOf(parent, fid);
}

/** The EF directly below a DF that has a short EF identifier, 1–30, or undefined. */
export function findBySfi(df: FileNode, sfi: number): FileNode | undefined {
  return df.children.find((child) => child.sfi === sfi);
}

/**
 * Follows a path of FIDs (an even number of bytes) from a DF through its children, or undefined. A leading 3F00 before
 * other FIDs starts at the MF, a leading 3FFF at the DF that it stands for: hosts write both.
 */
export function findByPath(
  files: FileSystem,
  from: FileNode,
  relative: FileNode,
  path: Uint8Array,
): FileNode | undefined {
  const fids = Array.from({ length: path.length / 2 }, (_, i) => path[2 * i]! * 256 + path[2 * i + 1]!);
  let file: FileNode | undefined = from;
  if (fids.length > 1 && (fids[0] === MF || fids[0] === CURRENT_DF)) {
    file = fids.shift() === MF ? files.mf : relative;
  }
  for (const fid of fids) {
    if (file === undefined) return undefined;
    file = childOf(file, fid);
  }
  return file;
}
