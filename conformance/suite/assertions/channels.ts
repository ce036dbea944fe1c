/** MANAGE CHANNEL. */
import { classByte, SW, u16 } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { closeChannel, openChannel, select, selectMf } from '../commands.ts';
import { announced, goToOn, opened, readable } from './channel-support.ts';

export const channels: readonly Assertion[] = [
  ...group(CLAUSE.manageChannel, [
    {
      id: 'LCH-01',
      level: 'must',
      purpose: 'MANAGE CHANNEL opens a channel and answers its number',
      criterion: 'a number from 1, and commands on it are done',
      words: ['9000', '62XX'],
      run: async (card) => {
        const cla = classByte(await opened(card));
        await card.demand({ ...selectMf(), cla });
      },
    },
    {
      id: 'LCH-02',
      level: 'must',
      purpose: 'a channel that is not open is not used',
      criterion: '6881, on every channel but the basic one after a reset',
      words: ['6881'],
      run: async (card) => {
        for (const cla of [0x01, 0x02, 0x03]) await card.demand({ ...selectMf(), cla }, ['6881', '6E00', '68XX']);
        announced(card);
        for (const cla of [0x01, 0x02, 0x03, 0x40, 0x4f]) await card.demand({ ...selectMf(), cla });
      },
    },
    {
      id: 'LCH-03',
      level: 'must',
      purpose: 'a channel that was closed is not used any more',
      criterion: 'closing is answered 9000, a command on it 6881',
      words: ['6881'],
      run: async (card) => {
        const number = await opened(card);
        await card.demand(closeChannel(number), ['9000']);
        await card.demand({ ...selectMf(), cla: classByte(number) });
      },
    },
    {
      id: 'LCH-04',
      level: 'must',
      purpose: 'a channel may close itself',
      criterion: 'P1-P2 8000 on it: 9000, then 6881',
      words: ['6881'],
      run: async (card) => {
        const cla = classByte(await opened(card));
        await card.demand({ ...closeChannel(0), cla }, ['9000']);
        await card.demand({ ...selectMf(), cla });
      },
    },
    {
      id: 'LCH-05',
      level: 'must',
      purpose: 'the basic channel is not closed',
      criterion: 'refused, and commands on it are done',
      words: ['refused'],
      run: async (card) => {
        announced(card);
        await card.demand(closeChannel(0));
        await card.demand(selectMf(), ['9000', '62XX']);
      },
    },
    {
      id: 'LCH-06',
      level: 'must',
      purpose: 'a channel can be opened by its number, once',
      criterion: '9000 without data, then refused with 6A86, 6A81, 6985 or 6881; or the card chooses only',
      words: ['6A86', '6A81', '6985', '6881'],
      run: async (card) => {
        announced(card);
        const command = { ins: 0x70, p2: 0x01 };
        const { data, sw } = await card.demand(command, ['9000', '6A81', '6A86']);
        if (sw !== SW.ok) return;
        card.check(data.length === 0, 'there are data');
        await card.demand({ ...selectMf(), cla: 0x01 }, ['9000', '62XX']);
        await card.demand(command);
      },
    },
    {
      id: 'LCH-07',
      level: 'must',
      purpose: 'every channel that is announced can be opened, each once',
      criterion: 'as many different numbers as are announced, the basic one included; then 6A81 or 6881',
      words: ['9000'],
      run: async (card) => {
        const count = announced(card);
        const seen = new Set<number>();
        for (let i = 1; i < count; i++) seen.add(await opened(card));
        card.check(seen.size === count - 1, 'a number was answered twice');
        if (count < 8) await card.demand(openChannel, ['6A81', '6881', '6985', '6A84']);
      },
    },
    {
      id: 'LCH-08',
      level: 'must',
      purpose: 'a channel number that there is not is refused',
      criterion: 'number 20 and P1 20: 6A81 or 6A86',
      words: ['6A81', '6A86', '6B00'],
      run: async (card) => {
        announced(card);
        await card.demand({ ins: 0x70, p2: 20 });
        await card.demand({ ins: 0x70, p1: 0x20, ne: 1 });
      },
    },
    {
      id: 'LCH-09',
      level: 'must',
      purpose: 'closing a channel that is closed harms nothing',
      criterion: '62XX, 9000 or refused; other channels are as they were',
      words: ['6200', '62XX', '9000', '6881', '6A81', '6A86', '6A88', '6985'],
      run: async (card) => {
        const number = await opened(card);
        await card.prepare(closeChannel(number));
        await card.demand(closeChannel(number));
        await card.demand(selectMf(), ['9000', '62XX']);
      },
    },
    {
      id: 'LCH-10',
      level: 'must',
      purpose: 'a channel opened from the basic one begins at the MF or the default application',
      criterion: 'what SELECT finds there at first is what it finds after a reset, wherever the basic channel is',
      words: ['any word'],
      run: async (card) => {
        announced(card);
        const df = card.file(({ structure, path }) => structure === 'df' && path.length === 1, 'DF below the MF');
        const child = select(0x01, u16(df.path[0]!));
        const fresh = await card.send(child);
        await card.goTo(df);
        const cla = classByte(await opened(card));
        const { sw } = await card.send({ ...child, cla });
        card.check(sw === fresh.sw, 'another DF is current on the new channel');
      },
    },
    {
      id: 'LCH-11',
      level: 'must',
      purpose: 'a channel opened from another one begins at the DF of that one',
      criterion: 'P1 02 finds the EFs of that DF on the new channel',
      words: ['9000', '6283'],
      run: async (card) => {
        const file = readable(card);
        const cla = classByte(await opened(card));
        await goToOn(card, cla, file.path.slice(0, -1));
        const { data, sw } = await card.send({ ...openChannel, cla });
        card.need(sw === SW.ok && data.length === 1, 'no further channel can be opened from there');
        await card.demand({ ...select(0x02, u16(file.path.at(-1)!)), cla: classByte(data[0]!) });
      },
    },
    {
      id: 'LCH-12',
      level: 'must',
      purpose: 'a reset leaves the basic channel only',
      criterion: '6881 on a channel that was open',
      words: ['6881'],
      run: async (card) => {
        const cla = classByte(await opened(card));
        await card.reset();
        await card.demand({ ...selectMf(), cla });
      },
    },
    {
      id: 'LCH-13',
      level: 'must',
      purpose: 'a card without channels says so',
      criterion: 'MANAGE CHANNEL: 6881, 6D00 or 6A81',
      words: ['6881', '6D00', '6A81', '6A86'],
      run: async (card) => {
        card.need(card.facts.announced.channels === 1, 'the card announces logical channels, or nothing of them');
        await card.demand(openChannel);
      },
    },
  ]),
];
