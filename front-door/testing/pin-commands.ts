/** PIN and PUK commands as any host sends them: each value padded with 00 to 16 bytes. ISO/IEC 7816-4:2005 §7.5.6–7.5.10 */
import { type CardChannel, concat, encodeCommand, INS, parseResponse, type StatusWord } from '../../apdu/index.ts';
import { PIN_REFERENCE } from '../../applet/index.ts';
import { paddedValue } from '../../issuer/index.ts';

function answerTo(card: CardChannel, ins: number, data: Uint8Array): StatusWord {
  return parseResponse(card.transmit(encodeCommand({ ins, p2: PIN_REFERENCE, data }))).sw;
}

/** VERIFY. */
export function verify(card: CardChannel, pin: string): StatusWord {
  return answerTo(card, INS.verify, paddedValue(pin));
}

/** CHANGE REFERENCE DATA from the old PIN to a new one. */
export function changePin(card: CardChannel, from: string, to: string): StatusWord {
  return answerTo(card, INS.changeReferenceData, concat(paddedValue(from), paddedValue(to)));
}

/** RESET RETRY COUNTER: unblock the PIN with the PUK, and give it a new value. */
export function unblock(card: CardChannel, puk: string, newPin: string): StatusWord {
  return answerTo(card, INS.resetRetryCounter, concat(paddedValue(puk), paddedValue(newPin)));
}

/** A value of the same length and alphabet that differs in one character, counted from the end when negative. */
export function otherValue(value: string, at: number): string {
  const characters = [...value];
  const index = at < 0 ? characters.length + at : at;
  return characters.with(index, characters[index] === '0' ? '1' : '0').join('');
}
