/**
 * GET DATA (INS CA). ISO/IEC 7816-4:2005 §7.4.2
 *
 * P1-P2 data-objects.ts: a tag, answered with the value of that data object of the current DF; 00FF all of them, as objects.
 * The card's own: 0100 its unique number · 0101 the version object of the IsoApplet edge, which a card fixed at v0 refuses
 * with 6D00, because its hosts know no GET DATA and newer ones then treat it as v0; or a model, of a card that has one.
 * Answers 9000 · 6700 with a data field · 6982 · 6985 the DF is not in use · 6A81 · 6A86 · 6A88 no such object.
 */
import { SW } from '../../apdu/index.ts';
import { ACCESS_MODE, type CardServices, type Instruction, refuse } from '../../emulator/index.ts';
import type { InterfaceGeneration } from '../interface-generation.ts';
import { versionObject } from '../names.ts';
import { currentDf, dataObjects, dataReference, demandDataObject } from './data-objects.ts';

function ownData(p2: number, card: CardServices, generation: InterfaceGeneration): Uint8Array {
  switch (p2) {
    case 0x00:
      return card.serialNumber;
    case 0x01:
      if (card.behaviour.model !== undefined) return card.behaviour.model;
      return generation.versionRead() ? versionObject(card.behaviour) : refuse(SW.instructionNotSupported);
    default:
      return refuse(SW.referencedDataNotFound);
  }
}

/** Every data object of the current DF; each must be free to read. Refuses 6A88 when there is none. */
export function allDataObjects(card: CardServices): Uint8Array {
  const objects = dataObjects(card);
  for (const { tag } of objects) demandDataObject(tag, ACCESS_MODE.getData, card);
  if (objects.length === 0) refuse(SW.referencedDataNotFound);
  return card.files.dataObjects(currentDf(card));
}

export function getData(generation: InterfaceGeneration): Instruction {
  return ({ p1, p2, data }, card) => {
    if (data.length > 0) refuse(SW.wrongLength);
    const reference = dataReference(p1, p2);
    if (reference === 'own') return ownData(p2, card, generation);
    if (card.isTerminated) refuse(SW.conditionsNotSatisfied);
    if (reference === 'all') return allDataObjects(card);
    demandDataObject(reference.tag, ACCESS_MODE.getData, card);
    const found = dataObjects(card).find(({ tag }) => tag === reference.tag);
    return found?.value ?? refuse(SW.referencedDataNotFound);
  };
}
