/** The PKI applet: an instruction table, and the one thing it remembers about the host until power-off. */
import type { Applet } from '../emulator/index.ts';
import { instructionTable } from './instructions.ts';
import { type EdgeVersion, InterfaceGeneration } from './interface-generation.ts';
import { ISOAPPLET_AID, PKCS15_AID } from './names.ts';

export function pkiApplet(edgeVersion: EdgeVersion): Applet {
  const generation = new InterfaceGeneration(edgeVersion);
  return {
    names: [ISOAPPLET_AID, PKCS15_AID],
    instructions: instructionTable(generation),
    powerOn: () => generation.powerOn(),
  };
}
