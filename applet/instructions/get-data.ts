/**
 * GET DATA (INS CA). ISO/IEC 7816-4:2005 §7.4.2; P1-P2 0100–01FF are the card's own.
 *
 * 0100 the card's unique number · 0101 the version object of the IsoApplet edge.
 * Answers 9000 · 6700 with a data field · 6A88 no such object.
 */
import { SW } from '../../apdu/index.ts';
import { type Instruction, refuse } from '../../emulator/index.ts';
import type { InterfaceGeneration } from '../interface-generation.ts';
import { V1_VERSION } from '../names.ts';

export function getData(generation: InterfaceGeneration): Instruction {
  return ({ p1, p2, data }, card) => {
    if (data.length > 0) refuse(SW.wrongLength);
    switch (p1 * 256 + p2) {
      case 0x0100:
        return card.serialNumber;
      case 0x0101:
        generation.versionRead();
        return V1_VERSION;
      default:
        return refuse(SW.referencedDataNotFound);
    }
  };
}
