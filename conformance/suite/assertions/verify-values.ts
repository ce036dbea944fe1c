/** VERIFY: values that are nearly the right one. */
import { concat, fromHex } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';

import { NOT_ACCEPTED, notAccepted } from './verify-support.ts';

export const verifyingValues: readonly Assertion[] = [
  ...group(CLAUSE.verify, [
    {
      id: 'VER-09',
      level: 'must',
      purpose: 'the first characters of a PIN are not the PIN',
      criterion: 'the value without its last character is not accepted',
      words: NOT_ACCEPTED,
      run: async (card) => notAccepted(card, card.padded(card.pin.value.subarray(0, -1))),
    },
    {
      id: 'VER-10',
      level: 'must',
      purpose: 'a PIN with something behind it is not the PIN',
      criterion: 'the value with one more character is not accepted',
      words: NOT_ACCEPTED,
      run: async (card) => notAccepted(card, card.padded(concat(card.pin.value, fromHex('37')))),
    },
    {
      id: 'VER-11',
      level: 'must',
      purpose: 'every character of a PIN counts: the first one',
      criterion: 'the value with another first character is not accepted',
      words: NOT_ACCEPTED,
      run: async (card) => {
        const other = card.pin.value.slice();
        other[0] = other[0] === 0x39 ? 0x38 : 0x39;
        await notAccepted(card, card.padded(other));
      },
    },
    {
      id: 'VER-12',
      level: 'must',
      purpose: 'every character of a PIN counts: the one in the middle',
      criterion: 'the value with another character there is not accepted',
      words: NOT_ACCEPTED,
      run: async (card) => {
        const other = card.pin.value.slice();
        const middle = other.length >> 1;
        other[middle] = other[middle] === 0x39 ? 0x38 : 0x39;
        await notAccepted(card, card.padded(other));
      },
    },
    {
      id: 'VER-13',
      level: 'must',
      purpose: 'filling alone is not a PIN',
      criterion: 'a value of nothing but 00 is not accepted',
      words: NOT_ACCEPTED,
      run: async (card) => notAccepted(card, new Uint8Array(Math.max(8, card.guard.format.length))),
    },
    {
      id: 'VER-14',
      level: 'must',
      purpose: 'a value of a length that no PIN has is not accepted',
      criterion: 'one byte is refused, as malformed or as wrong',
      words: NOT_ACCEPTED,
      run: async (card) => notAccepted(card, card.pin.value.subarray(0, 1)),
    },
    {
      id: 'VER-15',
      level: 'must',
      purpose: 'the right value with too much behind it is not accepted',
      criterion: '17 bytes that begin with it are refused, as malformed or as wrong',
      words: NOT_ACCEPTED,
      run: async (card) =>
        notAccepted(card, concat(card.padded(card.pin.value), new Uint8Array(17).fill(0x31)).slice(0, 17)),
    },
  ]),
];
