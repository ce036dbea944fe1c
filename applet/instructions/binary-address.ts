/**
 * How the commands on transparent EFs name one and an offset in it. ISO/IEC 7816-4:2005 §7.2
 *
 * P1 b8 = 0: P1-P2 is a 15-bit offset in the current EF. b8 = 1: b7b6 00, b5–b1 a short EF identifier 1–30, P2 the offset.
 */
import { type Command, SW } from '../../apdu/index.ts';
import { type CardServices, type FileNode, refuse } from '../../emulator/index.ts';
import { currentEf, efBySfi } from './current-ef.ts';

export interface BinaryAddress {
  readonly ef: FileNode;
  /** In bytes. */
  readonly offset: number;
}

/** Resolves the address, or refuses: 6A86 · 6A82 no such SFI · 6986 no current EF · 6981 not transparent. */
export function binaryAddress({ p1, p2 }: Command, card: CardServices): BinaryAddress {
  const bySfi = (p1 & 0x80) !== 0;
  if (bySfi && (p1 & 0x60) !== 0) refuse(SW.incorrectP1P2);
  const ef = bySfi ? efBySfi(p1 & 0x1f, card) : currentEf(card);
  if (ef.structure !== 'transparent') refuse(SW.incompatibleFileStructure);
  return { ef, offset: bySfi ? p2 : p1 * 256 + p2 };
}
