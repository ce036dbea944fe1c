/** The life cycle of files, on disposable cards. */
import { fromHex, INS, SW } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { createDf, createEf, readBinary, selectFid, selectMf, updateBinary } from '../commands.ts';
import { freeDf, UNUSED, UNUSED_TOO } from './free-df.ts';
import { ACTIVATE, DEACTIVATE, freeDfAsItIs, knows, madeEf, on, stateOf } from './life-cycle-support.ts';

export const lifeCycle: readonly Assertion[] = [
  ...group(CLAUSE.deactivateFile, [
    {
      id: 'LCY-01',
      level: 'must',
      destructive: true,
      purpose: 'a deactivated file is selected with a warning, and tells its state',
      criterion: 'SELECT 6283, tag 8A 04 or 06',
      words: ['9000'],
      run: async (card) => {
        await knows(card, DEACTIVATE);
        await madeEf(card);
        await card.demand(on(DEACTIVATE));
        const { sw, status } = await stateOf(card);
        card.check(sw === SW.fileDeactivated, 'SELECT does not warn');
        card.check(status === undefined || (status & 0xfd) === 0x04, `tag 8A is ${status?.toString(16)}`);
      },
    },
    {
      id: 'LCY-02',
      level: 'must',
      destructive: true,
      purpose: 'a deactivated file is neither read nor written',
      criterion: '6985 (6982, 6283 without data)',
      words: ['6985', '6982', '6981', '6986', '6400'],
      run: async (card) => {
        await knows(card, DEACTIVATE);
        await madeEf(card);
        await card.prepare(on(DEACTIVATE));
        await card.prepare(selectFid(UNUSED), ['6283', '9000']);
        card.check((await card.demand(readBinary(0))).data.length === 0, 'there are data');
        await card.demand(updateBinary(0, fromHex('01')));
      },
    },
    {
      id: 'LCY-03',
      level: 'must',
      destructive: true,
      purpose: 'the state of a file is kept through a loss of power',
      criterion: 'SELECT 6283 on the other side',
      words: ['6283'],
      run: async (card) => {
        await knows(card, DEACTIVATE);
        await madeEf(card);
        await card.prepare(on(DEACTIVATE));
        await card.guard.powerOff();
        await card.guard.powerOn();
        const df = await freeDfAsItIs(card);
        await card.prepare(selectMf());
        await card.goTo(df);
        await card.demand(selectFid(UNUSED));
      },
    },
    {
      id: 'LCY-04',
      level: 'must',
      destructive: true,
      purpose: 'a deactivated DF closes what is in it',
      criterion: 'its EF is not read',
      words: ['6985', '6982', '6986'],
      run: async (card) => {
        await knows(card, DEACTIVATE);
        const df = await freeDf(card);
        await card.prepare(createDf(UNUSED));
        await card.prepare(createEf(UNUSED_TOO, 4));
        await card.goTo(df);
        await card.prepare(on(DEACTIVATE));
        await card.goTo({ path: [...df.path, UNUSED, UNUSED_TOO] });
        await card.demand(readBinary(0));
      },
    },
  ]),
  ...group(CLAUSE.activateFile, [
    {
      id: 'LCY-05',
      level: 'must',
      destructive: true,
      purpose: 'an activated file is what it was before',
      criterion: 'SELECT 9000, tag 8A 05 or 07, and the content is read',
      words: ['9000'],
      run: async (card) => {
        await knows(card, ACTIVATE);
        await madeEf(card);
        await card.prepare(updateBinary(0, fromHex('E1E2')));
        await card.prepare(on(DEACTIVATE));
        await card.demand(on(ACTIVATE));
        const { sw, status } = await stateOf(card);
        card.check(sw === SW.ok, 'SELECT still warns');
        card.check(status === undefined || (status & 0xfd) === 0x05, `tag 8A is ${status?.toString(16)}`);
        card.same((await card.demand(readBinary(0, 2))).data, fromHex('E1E2'), 'the content');
      },
    },
    {
      id: 'LCY-06',
      level: 'should',
      destructive: true,
      purpose: 'a file that is in a state already is not brought into it',
      criterion: 'ACTIVATE of an activated and DEACTIVATE of a deactivated file: 6985, or 9000 and nothing changes',
      words: ['6985', '9000', '6982', '62XX'],
      run: async (card) => {
        await knows(card, ACTIVATE);
        await madeEf(card);
        await card.demand(on(ACTIVATE));
        card.check((await stateOf(card)).sw === SW.ok, 'the file is not activated');
        await card.prepare(on(DEACTIVATE));
        await card.demand(on(DEACTIVATE));
        card.check((await stateOf(card)).sw === SW.fileDeactivated, 'the file is not deactivated');
      },
    },
  ]),
  ...group(CLAUSE.terminateEf, [
    {
      id: 'LCY-07',
      level: 'must',
      destructive: true,
      purpose: 'a terminated EF is selected with a warning, and is neither read nor written nor brought back',
      criterion: 'SELECT 6285; READ, UPDATE, ACTIVATE and DEACTIVATE refused',
      words: ['6985', '6982', '6986', '6981', '6400'],
      run: async (card) => {
        await knows(card, INS.terminateEf);
        await madeEf(card);
        await card.demand(on(INS.terminateEf), ['9000']);
        const { sw, status } = await stateOf(card);
        card.check(sw === SW.fileTerminated, 'SELECT does not warn');
        card.check(status === undefined || (status & 0x0c) === 0x0c, `tag 8A is ${status?.toString(16)}`);
        await card.demand(readBinary(0));
        await card.demand(updateBinary(0, fromHex('01')));
        await card.demand(on(ACTIVATE));
        await card.demand(on(DEACTIVATE));
        card.check((await stateOf(card)).sw === SW.fileTerminated, 'the file has been brought back');
      },
    },
    {
      id: 'LCY-08',
      level: 'must',
      destructive: true,
      clause: CLAUSE.terminateDf,
      purpose: 'a terminated DF is selected with a warning, and ends what is in it',
      criterion: 'SELECT 6285; its EF is not read, and none is made',
      words: ['6985', '6982', '6986', '6A82'],
      run: async (card) => {
        await knows(card, INS.terminateDf);
        const df = await freeDf(card);
        await card.prepare(createDf(UNUSED));
        await card.prepare(createEf(UNUSED_TOO, 4));
        await card.goTo(df);
        await card.demand(on(INS.terminateDf), ['9000']);
        await card.demand(selectFid(UNUSED), ['6285']);
        await card.demand(createEf(0x2e03, 4));
        await card.send(selectFid(UNUSED_TOO));
        await card.demand(readBinary(0));
      },
    },
    {
      id: 'LCY-09',
      level: 'must',
      destructive: true,
      purpose: 'a file that is not there is not terminated',
      criterion: '6A82',
      words: ['6A82'],
      run: async (card) => {
        await knows(card, INS.terminateEf);
        await card.demand(on(INS.terminateEf, 0x2efe));
      },
    },
  ]),
];
