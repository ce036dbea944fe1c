/**
 * MANAGE CHANNEL (INS 70). ISO/IEC 7816-4:2005 §7.1.2
 *
 * P1-P2 0000, Le 01: open, the card chooses, answers the number · 00nn: open channel nn · 80nn: close it · 8000: close the
 * channel that the class byte names, never the basic one.
 * Answers 9000 · 6200 it was closed already · 6A81 none free, or no such channel · 6A86 open already · 6C01 Le is not 1.
 */
import { parseClass, SW, wrongLe } from '../../apdu/index.ts';
import { type CardServices, type Instruction, refuse } from '../../emulator/index.ts';

function open(number: number, ne: number, card: CardServices): Uint8Array | undefined {
  if (number === 0) {
    if (ne !== 1) refuse(wrongLe(1));
    return Uint8Array.of(card.channels.open() ?? refuse(SW.functionNotSupported));
  }
  if (number >= card.channels.count) refuse(SW.functionNotSupported);
  if (card.channels.open(number) === undefined) refuse(SW.incorrectP1P2);
  return undefined;
}

export const manageChannel: Instruction = ({ p1, p2, data, ne, cla }, card) => {
  if (data.length > 0) refuse(SW.wrongLength);
  if (p1 === 0x00) return open(p2, ne, card);
  if (p1 !== 0x80) refuse(SW.functionNotSupported);
  const number = p2 === 0x00 ? parseClass(cla).channel : p2;
  if (number === 0 || number >= card.channels.count) refuse(SW.functionNotSupported);
  return card.channels.close(number) ? undefined : { data: new Uint8Array(0), sw: SW.noInformationWarning };
};
