/**
 * How READ BINARY and UPDATE BINARY name an EF and an offset in it. ISO/IEC 7816-4:2005 §7.2
 *
 * P1 b8 = 0: P1-P2 is a 15-bit offset in the current EF. b8 = 1: b7b6 00, b5–b1 a short EF identifier 1–30, P2 the offset.
 */
import { type Command, SW } from '../../apdu/index.ts';
import { type CardServices, type FileNode, fileStateName, findBySfi, refuse } from '../../emulator/index.ts';

export interface BinaryAddress {
  readonly ef: FileNode;
  /** In bytes. */
  readonly offset: number;
}

/** Resolves the address, or refuses: 6A86 · 6A82 no such SFI · 6986 no current EF · 6981 not transparent · 6985 its state. */
export function binaryAddress({ p1, p2 }: Command, { files, session }: CardServices): BinaryAddress {
  let ef: FileNode | undefined;
  let offset = p1 * 256 + p2;
  if ((p1 & 0x80) === 0) {
    ef = session.currentEf === undefined ? refuse(SW.noCurrentEf) : files.file(session.currentEf)!;
  } else {
    const sfi = p1 & 0x1f;
    if ((p1 & 0x60) !== 0 || sfi === 0 || sfi === 31) refuse(SW.incorrectP1P2);
    ef = findBySfi(files.file(session.currentDf)!, sfi) ?? refuse(SW.fileNotFound);
    offset = p2;
  }
  if (ef.structure !== 'transparent') refuse(SW.incompatibleFileStructure);
  const state = fileStateName(ef.lifeCycle);
  if (state === 'deactivated' || state === 'terminated') refuse(SW.conditionsNotSatisfied);
  return { ef, offset };
}
