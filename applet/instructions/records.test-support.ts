/** Cards whose current EF has records, and the commands that read and append them. */
import type { Card } from '../../emulator/index.ts';
import { blankCard, create, ok, send, withData } from '../host.test-support.ts';

/** APPEND RECORD. */
export const append = (data: string): string => withData('00E20000', data);
/** READ RECORD by its number; 0 is the current one. */
export const record = (number: number): string => `00B2${number.toString(16).padStart(2, '0')}0400`;

/** An EF of three records of two bytes, full: A1A1, B2B2, C3C3. */
export function linearFixed(more = ''): Card {
  const card = blankCard();
  ok(card, create(`8205 42410002 03 83023501 ${more}`), append('A1A1'), append('B2B2'), append('C3C3'));
  return card;
}

/** An EF of up to three records of up to four bytes, eight together: A1, B2B2, C3C3C3. */
export function linearVariable(): Card {
  const card = blankCard();
  ok(card, create('80020008 8205 4441000403 83023502'), append('A1'), append('B2B2'), append('C3C3C3'));
  return card;
}

/** An EF of the three newest of A1, B2, C3, D4. */
export function cyclic(): Card {
  const card = blankCard();
  ok(card, create('8205 4641000103 83023503'), append('A1'), append('B2'), append('C3'), append('D4'));
  return card;
}

/** READ RECORD of all, from the first. */
export const all = (card: Card): string => send(card, '00B2010500');
