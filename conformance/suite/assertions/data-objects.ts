/** GET DATA and PUT DATA. */
import { findTlv, fromHex, INS, parseTlvs, SW, sameBytes, TAG, TlvError, tlv } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { createDf, getData, putData } from '../commands.ts';
import type { FoundFile } from '../found-files.ts';
import { freeDf, UNUSED } from './free-df.ts';

/** Tags that a DF may have objects under. */
const TAGS = [0xdf20, 0xdf21, 0xdf22, 0x5f2d, 0x0053, 0x0073];
const ABSENT = [0xdf7e, 0x5f7e, 0x00de];
const FREE_TAG = 0xdf30;

interface HeldObject {
  readonly df: FoundFile;
  readonly tag: number;
  readonly value: Uint8Array;
}

/** A data object that everybody may read, in any DF. */
async function heldObject(card: Bench): Promise<HeldObject> {
  for (const df of card.facts.files.filter(({ structure }) => structure === 'df')) {
    await card.goTo(df);
    for (const tag of TAGS) {
      const { data, sw } = await card.send(getData(tag));
      if (sw === SW.ok && data.length > 0) return { df, tag, value: data };
    }
  }
  return card.need<HeldObject>(undefined, 'the card has no data object that could be found');
}

async function has(card: Bench): Promise<void> {
  const { sw } = await card.send(getData(ABSENT[0]!));
  card.need(sw !== SW.instructionNotSupported, 'the card has no GET DATA');
}

/** Access mode byte of the rule of data objects, tag A0: the bit for PUT DATA. */
const PUT_BIT = 0x02;

/** Whether the DF announces that PUT DATA of any object wants more than being asked. */
function putIsGuarded({ objects }: FoundFile): boolean {
  const template = objects.find(({ tag }) => tag === 0xa0)?.value;
  const rule = template && findTlv(template, TAG.compactAttributes);
  if (rule === undefined || (rule[0]! & PUT_BIT) === 0) return false;
  return rule[1] !== 0x00;
}

export const dataObjects: readonly Assertion[] = [
  ...group(CLAUSE.getData, [
    {
      id: 'GDA-01',
      level: 'must',
      purpose: 'a data object that is not there is not found',
      criterion: '6A88, or 6A82 for one that no card has',
      words: ['6A88'],
      run: async (card) => {
        await has(card);
        for (const tag of ABSENT) await card.demand(getData(tag));
      },
    },
    {
      id: 'GDA-02',
      level: 'must',
      purpose: 'GET DATA answers the value of an object, without tag and length',
      criterion: 'twice the same, and not the object’s tag at its begin',
      words: ['9000'],
      run: async (card) => {
        const { tag, value } = await heldObject(card);
        card.same((await card.demand(getData(tag))).data, value, 'the value');
        card.check(
          tag < 0x100 || !sameBytes(value.subarray(0, 2), Uint8Array.of(tag >> 8, tag)),
          'the tag is in the answer',
        );
      },
    },
    {
      id: 'GDA-03',
      level: 'must',
      purpose: 'an object belongs to its DF',
      criterion: 'in another DF it is not found, or is another one',
      words: ['9000', '6A88'],
      run: async (card) => {
        const { df, tag, value } = await heldObject(card);
        const other = card.file(
          ({ structure, path }) => structure === 'df' && path.length > 0 && path !== df.path,
          'second DF',
        );
        await card.goTo(other);
        const { data, sw } = await card.demand(getData(tag));
        card.check(sw !== SW.ok || !sameBytes(data, value), 'the object is there too');
      },
    },
    {
      id: 'GDA-04',
      level: 'must',
      purpose: 'P1-P2 0000 to 003F name no object',
      criterion: '6A86, 6A81 or 6A88',
      words: ['6A86', '6A81', '6A88'],
      run: async (card) => {
        await has(card);
        for (const tag of [0x0001, 0x003f, 0x0300, 0x4142]) await card.demand(getData(tag));
      },
    },
    {
      id: 'GDA-05',
      level: 'may',
      purpose: 'P1-P2 00FF answers every object of the DF',
      criterion: 'BER-TLV, with the object among them; or 6A81, 6A86 or 6A88',
      words: ['9000', '6A81', '6A86', '6A88', '6982'],
      run: async (card) => {
        const { tag, value } = await heldObject(card);
        const { data, sw } = await card.demand(getData(0x00ff));
        if (sw !== SW.ok) return;
        try {
          const found = parseTlvs(data).find((object) => object.tag === tag);
          card.check(found !== undefined && sameBytes(found.value, value), 'the object is not among them');
        } catch (error) {
          if (!(error instanceof TlvError)) throw error;
          card.check(false, `the answer is not BER-TLV: ${error.message}`);
        }
      },
    },
    {
      id: 'GDA-06',
      level: 'may',
      purpose: 'the odd instruction code with a tag list answers whole objects',
      criterion: 'the object with tag and length; or 6D00, 6A81, 6A86 or 6A88',
      words: ['9000', '6D00', '6A81', '6A86', '6A88'],
      run: async (card) => {
        const { tag, value } = await heldObject(card);
        card.need(tag > 0xff, 'the object has a short tag');
        const data = Uint8Array.of(0x5c, 0x02, tag >> 8, tag);
        const answer = await card.demand({ ins: INS.getDataOdd, p1: 0x3f, p2: 0xff, data, ne: 256 });
        if (answer.sw === SW.ok) card.same(findTlv(answer.data, tag) ?? new Uint8Array(0), value, 'the value');
      },
    },
    {
      id: 'GDA-07',
      level: 'should',
      purpose: 'GET DATA has no data field',
      criterion: 'refused with 6700, 6A80 or 6A86',
      words: ['6700', '6A80', '6A86'],
      run: async (card) => {
        const { tag } = await heldObject(card);
        await card.demand({ ...getData(tag), data: fromHex('01') });
      },
    },
    {
      id: 'GDA-08',
      level: 'must',
      purpose: 'an answer is never longer than Le',
      criterion: 'Le 01 answers one byte and 61XX, or 6CXX, or 9000 with one',
      words: ['9000', '61XX', '62XX', '6CXX', '6700'],
      run: async (card) => {
        const { tag } = await heldObject(card);
        const { data } = await card.raw({ ...getData(tag), ne: 1 });
        card.check(data.length <= 1, `${data.length} bytes were answered to Le 01`);
      },
    },
  ]),

  ...group(CLAUSE.putData, [
    {
      id: 'PDA-01',
      level: 'must',
      purpose: 'an object that wants a right for writing is not written without',
      criterion: 'PUT DATA, of what it holds already, is refused with 6982; the value stays',
      words: ['6982', '6985'],
      run: async (card) => {
        const { df, tag, value } = await heldObject(card);
        card.need(putIsGuarded(df), 'the card announces no rule for PUT DATA');
        await card.reset();
        await card.goTo(df);
        card.same((await card.prepare(getData(tag), ['9000'])).data, value, 'the value');
        await card.demand(putData(tag, value));
        card.same((await card.send(getData(tag))).data, value, 'the value');
      },
    },
    {
      id: 'PDA-02',
      level: 'must',
      destructive: true,
      purpose: 'what PUT DATA writes is what GET DATA answers',
      criterion: 'the value, also a second one in its place, and after a reset',
      words: ['9000'],
      run: async (card) => {
        const df = await freeDf(card);
        for (const text of ['0102030405', 'A0A1', '00'.repeat(40)]) {
          const { sw } = await card.send(putData(FREE_TAG, fromHex(text)));
          card.need(sw !== SW.instructionNotSupported && sw !== SW.functionNotSupported, 'the card has no PUT DATA');
          card.check(sw === SW.ok, 'PUT DATA is refused');
          card.same((await card.demand(getData(FREE_TAG))).data, fromHex(text), 'the value');
        }
        await card.reset();
        await card.goTo(df);
        card.same((await card.demand(getData(FREE_TAG))).data, new Uint8Array(40), 'the value after a reset');
      },
    },
    {
      id: 'PDA-03',
      level: 'must',
      destructive: true,
      purpose: 'an object of a wrong tag is refused',
      criterion: 'P1-P2 0001 and 4142: 6A86, 6A81 or 6A88',
      words: ['6A86', '6A81', '6A88', '6A80', '6B00'],
      run: async (card) => {
        await freeDf(card);
        for (const tag of [0x0001, 0x4142]) await card.demand(putData(tag, fromHex('00')));
      },
    },
    {
      id: 'PDA-04',
      level: 'must',
      destructive: true,
      purpose: 'what should be BER-TLV and is not is refused',
      criterion: 'a template whose value runs over: 6A80 or 6A85',
      words: ['6A80', '6A85', '6A81', '6A86'],
      run: async (card) => {
        await freeDf(card);
        await card.demand(putData(0x00ff, fromHex('DF30 05 01')));
      },
    },
    {
      id: 'PDA-05',
      level: 'must',
      destructive: true,
      purpose: 'an object that wants a PIN for writing is written with it',
      criterion: '9000 after VERIFY, and GET DATA answers the new value',
      words: ['9000'],
      run: async (card) => {
        const { df, tag, value } = await heldObject(card);
        card.need(putIsGuarded(df), 'the card announces no rule for PUT DATA');
        await card.login();
        await card.goTo(df);
        const other = value.map((byte) => byte ^ 0x01);
        await card.demand(putData(tag, other));
        card.same((await card.demand(getData(tag))).data, other, 'the value');
        await card.demand(putData(tag, value));
      },
    },
    {
      id: 'GDA-09',
      level: 'must',
      destructive: true,
      clause: CLAUSE.getData,
      purpose: 'an object that wants a PIN for reading is not read without',
      criterion: 'in a DF with such a rule 6982 before VERIFY, the value after',
      words: ['6982'],
      run: async (card) => {
        const { reference } = card.pin;
        card.need(reference === 0x01, 'the PIN is not the user’s');
        const df = await freeDf(card);
        await card.prepare(createDf(UNUSED, tlv(0xa0, tlv(TAG.compactAttributes, fromHex('03 00 10')))));
        const { sw } = await card.send(putData(FREE_TAG, fromHex('0102')));
        card.need(sw === SW.ok, 'the card knows no such rule');
        await card.demand(getData(FREE_TAG));
        await card.login();
        await card.goTo({ path: [...df.path, UNUSED] });
        card.same((await card.demand(getData(FREE_TAG), ['9000'])).data, fromHex('0102'), 'the value');
      },
    },
  ]),
];
