/** What a card announces of itself: ATR, EF.DIR, EF.ATR. */
import { findTlv, parseTlvs, TAG, TlvError, toHex } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { readBinary, readRecord, select, selectFid, selectMf } from '../commands.ts';

/** Card service data: objects in EF.DIR. */
const OBJECTS_IN_DIR = 0x20;

export const announcements: readonly Assertion[] = [
  ...group(CLAUSE.historicalBytes, [
    {
      id: 'ATR-01',
      level: 'must',
      purpose: 'the answer to reset and its historical bytes are formed by the rules',
      criterion: 'the check byte is right, and compact objects use the bytes up',
      words: [],
      run: async (card) => {
        card.check(card.facts.announced.wellFormed, `${toHex(card.facts.announced.atr)} is not`);
      },
    },
    {
      id: 'ATR-02',
      level: 'must',
      purpose: 'every reset answers the same',
      criterion: 'cold and warm resets give equal historical bytes',
      words: [],
      run: async (card) => {
        const warm = await card.guard.reset();
        await card.guard.powerOff();
        const cold = await card.guard.powerOn();
        card.same(cold, card.facts.announced.atr, 'the answer to a cold reset');
        card.check(warm.length > 1, 'a warm reset is not answered');
      },
    },
    {
      id: 'ATR-03',
      level: 'must',
      purpose: 'a card that announces objects in EF.DIR has it',
      criterion: 'SELECT of 2F00 below the MF finds it',
      words: ['9000', '6283'],
      run: async (card) => {
        const { services } = card.facts.announced;
        card.need(services !== undefined && (services & OBJECTS_IN_DIR) !== 0, 'the card announces no EF.DIR');
        card.need(card.facts.files.length > 1, 'the card is blank: it has no files yet');
        await card.prepare(selectMf());
        await card.demand(selectFid(0x2f00));
      },
    },
  ]),
  ...group(CLAUSE.cardData, [
    {
      id: 'DIR-01',
      level: 'should',
      purpose: 'EF.DIR is BER-TLV, each template of it names an application',
      criterion: 'every template 61 holds an identifier 4F',
      words: ['9000'],
      run: async (card) => {
        const { content } = card.file(({ path }) => path.length === 1 && path[0] === 0x2f00, 'EF.DIR');
        const bytes = card.need(content, 'EF.DIR is no transparent EF that everybody may read');
        try {
          for (const { tag, value } of parseTlvs(bytes)) {
            card.check(
              tag !== TAG.applicationTemplate || findTlv(value, TAG.applicationIdentifier) !== undefined,
              'a template names none',
            );
          }
        } catch (error) {
          if (!(error instanceof TlvError)) throw error;
          card.need(/[0F]{2}$/.test(toHex(bytes)), `EF.DIR is not BER-TLV: ${error.message}`);
        }
      },
    },
    {
      id: 'DIR-02',
      level: 'should',
      purpose: 'every application that EF.DIR names can be selected',
      criterion: 'SELECT by each identifier is done',
      words: ['9000', '6283'],
      run: async (card) => {
        const { content } = card.file(({ path }) => path.length === 1 && path[0] === 0x2f00, 'EF.DIR');
        const bytes = card.need(content, 'EF.DIR is no transparent EF that everybody may read');
        for (const { value } of card.need(templates(bytes), 'EF.DIR is not BER-TLV')) {
          const aid = findTlv(value, TAG.applicationIdentifier);
          if (aid !== undefined) await card.demand(select(0x04, aid));
        }
      },
    },
    {
      id: 'DIR-03',
      level: 'should',
      purpose: 'EF.ATR, where it is, is read by everybody',
      criterion: 'READ BINARY or READ RECORD is done',
      words: ['9000', '6282'],
      run: async (card) => {
        const file = card.file(({ path }) => path.length === 1 && path[0] === 0x2f01, 'EF.ATR');
        await card.goTo(file);
        await card.demand(file.structure === 'transparent' ? readBinary(0) : readRecord(1));
      },
    },
  ]),
];

function templates(bytes: Uint8Array) {
  try {
    return parseTlvs(bytes);
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}
