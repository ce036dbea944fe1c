/** The PKI applet: an instruction table, and the one thing it remembers about the host until power-off. */
import type { Applet } from '../emulator/index.ts';
import { instructionTable } from './instructions.ts';
import { type EdgeVersion, InterfaceGeneration } from './interface-generation.ts';
import { ISOAPPLET_AID, PKCS15_AID } from './names.ts';

/** For hosts of a generation of the edge, by these names. */
export function pkiApplet(
  edgeVersion: EdgeVersion,
  names: readonly Uint8Array[] = [ISOAPPLET_AID, PKCS15_AID],
): Applet {
  const generation = new InterfaceGeneration(edgeVersion);
  return {
    names,
    instructions: instructionTable(generation, names),
    powerOn: () => generation.powerOn(),
  };
}
