/** The PKI applet: an instruction table, and the one thing it remembers about the host until power-off. */
import type { Applet } from '../emulator/index.ts';
import { instructionTable } from './instructions.ts';
import { type EdgeVersion, InterfaceGeneration } from './interface-generation.ts';

export function pkiApplet(edgeVersion: EdgeVersion, pukReference: number): Applet {
  const generation = new InterfaceGeneration(edgeVersion);
  return {
    instructions: instructionTable(generation, pukReference),
    powerOn: () => generation.powerOn(),
  };
}
