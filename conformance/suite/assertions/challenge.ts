/** GET CHALLENGE. */
import { concat, fromHex, sameBytes, toHex } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { getChallenge } from '../commands.ts';

/** Whether the card has GET CHALLENGE at all. */
async function has(card: Bench): Promise<void> {
  const { sw } = await card.send(getChallenge(8));
  card.need(sw !== 0x6d00, 'the card has no GET CHALLENGE');
}

export const challenge: readonly Assertion[] = group(CLAUSE.getChallenge, [
  {
    id: 'GCH-01',
    level: 'must',
    purpose: 'Le is how many bytes the challenge has',
    criterion: '4, 8 and 16 bytes',
    words: ['9000'],
    run: async (card) => {
      await has(card);
      for (const ne of [4, 8, 16]) {
        const { data } = await card.demand(getChallenge(ne), ['9000', '6700']);
        card.check(data.length === ne || data.length === 0, `${data.length} bytes were answered to Le ${ne}`);
      }
      card.check((await card.demand(getChallenge(8))).data.length === 8, 'there are not eight bytes');
    },
  },
  {
    id: 'GCH-02',
    level: 'must',
    purpose: 'no challenge comes twice',
    criterion: '64 of eight bytes all differ, and no half of one is a half of another',
    words: ['9000'],
    run: async (card) => {
      await has(card);
      const seen = new Set<string>();
      for (let i = 0; i < 64; i++) {
        const { data } = await card.demand(getChallenge(8));
        for (const part of [data, data.subarray(0, 4), data.subarray(4)]) {
          card.check(!seen.has(toHex(part)), `${toHex(part)} has come before`);
          seen.add(toHex(part));
        }
      }
    },
  },
  {
    id: 'GCH-03',
    level: 'must',
    purpose: 'a reset does not begin the challenges anew',
    criterion: 'after a reset and after a loss of power another challenge comes',
    words: ['9000'],
    run: async (card) => {
      await has(card);
      await card.reset();
      const first = (await card.demand(getChallenge(8))).data;
      await card.reset();
      const second = (await card.demand(getChallenge(8))).data;
      await card.guard.powerOff();
      await card.guard.powerOn();
      const third = (await card.demand(getChallenge(8))).data;
      card.check(!sameBytes(first, second) && !sameBytes(second, third), 'the same challenge comes again');
    },
  },
  {
    id: 'GCH-04',
    level: 'must',
    purpose: 'challenges are without a bias that can be seen',
    criterion: 'of 16,384 bits no position and no byte is off by more than chance allows',
    words: ['9000'],
    run: async (card) => {
      await has(card);
      const parts: Uint8Array[] = [];
      for (let i = 0; i < 128; i++) parts.push((await card.demand(getChallenge(16), ['9000', '6700'])).data);
      const bytes = concat(...parts);
      card.need(bytes.length === 2048, 'the card gives no challenges of 16 bytes');
      for (let bit = 0; bit < 8; bit++) {
        const ones = bytes.filter((byte) => (byte >> bit) & 1).length;
        // Six standard deviations of 2048 tosses.
        card.check(Math.abs(ones - 1024) < 136, `bit ${bit} is set ${ones} times of 2048`);
      }
      card.check(new Set(bytes).size > 240, 'some bytes never come');
    },
  },
  {
    id: 'GCH-05',
    level: 'should',
    purpose: 'other P1-P2 are refused',
    criterion: 'P2 01: 6A86',
    words: ['6A86', '6B00', '6A81', '6A88'],
    run: async (card) => {
      await has(card);
      await card.demand({ ...getChallenge(8), p2: 0x01 });
    },
  },
  {
    id: 'GCH-06',
    level: 'should',
    purpose: 'a challenge is asked for with Le, and without data',
    criterion: '6700 without Le, and with a data field',
    words: ['6700', '6A86', '6A80'],
    run: async (card) => {
      await has(card);
      card.need(card.facts.announced.protocol !== 0, 'with T=0 every command without data has Le');
      await card.demand({ ...getChallenge(8), ne: 0 }, ['6700', '6CXX']);
      await card.demand({ ...getChallenge(8), data: fromHex('01') });
    },
  },
]);
