/** Logical channels: what each has of its own, and what is common to all. */
import { classByte } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { closeChannel, computeSignature, readBinary, selectMf, setEnvironment, TEMPLATE, verify } from '../commands.ts';
import { digestOf, inputFor } from '../found-keys.ts';
import { goToOn, opened, readable } from './channel-support.ts';
import { loginFor, signs } from './key-support.ts';
import { openedBy } from './protected-files.ts';
import { WRONG } from './verify-support.ts';

export const channelStates: readonly Assertion[] = [
  ...group(CLAUSE.channels, [
    {
      id: 'LCS-01',
      level: 'must',
      purpose: 'each channel has its own current file',
      criterion: 'SELECT on one leaves what is read on the other',
      words: ['9000', '6282'],
      run: async (card) => {
        const file = readable(card);
        await card.goTo(file);
        const cla = classByte(await opened(card));
        await card.prepare({ ...selectMf(), cla });
        card.same(
          (await card.demand(readBinary(0, 8))).data,
          file.content.subarray(0, 8),
          'what is read on the basic channel',
        );
        await card.demand({ ...readBinary(0, 8), cla }, ['6986']);
      },
    },
    {
      id: 'LCS-02',
      level: 'must',
      purpose: 'a verification on one channel opens nothing on another, unless the card’s PINs are for all',
      criterion: 'what the PIN opens is refused with 6982 on the other channel, in both directions',
      words: ['6982'],
      run: async (card) => {
        const { reference } = card.pin;
        const file = card.need(openedBy(card, reference)[0], 'the card has no EF that the PIN opens');
        const cla = classByte(await opened(card));
        await card.login();
        await goToOn(card, cla, file.path);
        await card.demand({ ...readBinary(0, 1), cla });
        await card.demand({ ...verify(reference), cla }, ['63CX', '6983']);
        await card.reset();
        const second = classByte(await opened(card));
        await card.login(card.pin, second);
        await card.goTo(file);
        await card.demand(readBinary(0, 1));
      },
    },
    {
      id: 'LCS-03',
      level: 'must',
      purpose: 'a channel that is closed and opened again has nothing verified',
      criterion: 'an empty VERIFY is not 9000, and what the PIN opens is refused',
      words: ['63CX', '6983'],
      run: async (card) => {
        const { reference } = card.pin;
        const number = await opened(card);
        await card.login(card.pin, classByte(number));
        await card.prepare(closeChannel(number));
        const cla = classByte(await opened(card));
        await card.demand({ ...verify(reference), cla });
        const [file] = openedBy(card, reference);
        if (file === undefined) return;
        await goToOn(card, cla, file.path);
        await card.demand({ ...readBinary(0, 1), cla }, ['6982']);
      },
    },
    {
      id: 'LCS-04',
      level: 'must',
      purpose: 'a channel that is closed and opened again has no current EF and stands where a new one does',
      criterion: 'READ BINARY is refused with 6986',
      words: ['6986'],
      run: async (card) => {
        const number = await opened(card);
        await goToOn(card, classByte(number), readable(card).path);
        await card.prepare(closeChannel(number));
        const cla = classByte(await opened(card));
        await card.demand({ ...readBinary(0, 1), cla });
      },
    },
    {
      id: 'LCS-05',
      level: 'must',
      purpose: 'each channel has its own security environment',
      criterion: 'a key set on one is not set on the other: 6985 there, with everything verified',
      words: ['6985', '6A88', '6982'],
      run: async (card) => {
        const key = card.key(() => true, 'key');
        const cla = classByte(await opened(card));
        await loginFor(card);
        for (const pin of card.facts.pins) {
          if (card.guard.pins.get(pin.reference)?.proven) await card.login({ ...pin, value: pin.value! }, cla);
        }
        await card.prepare(setEnvironment(TEMPLATE.signature, key.reference, key.algorithm));
        await card.demand({ ...computeSignature(inputFor(key.kind, digestOf('channel'))), cla });
        await signs(card, key);
      },
    },
    {
      id: 'LCS-06',
      level: 'must',
      purpose: 'a key that was verified for on one channel is not used on another',
      criterion: 'SET or the signature is refused there',
      words: ['6982', '6985', '6A88'],
      run: async (card) => {
        const key = card.key(() => true, 'key');
        const cla = classByte(await opened(card));
        await loginFor(card);
        await card.send({ ...setEnvironment(TEMPLATE.signature, key.reference, key.algorithm), cla });
        await card.demand({ ...computeSignature(inputFor(key.kind, digestOf('channel'))), cla });
      },
    },
    {
      id: 'LCS-07',
      level: 'must',
      purpose: 'a counter is one for all channels',
      criterion: 'a wrong value on another channel is told by an empty VERIFY on the basic one',
      words: ['63CX'],
      run: async (card) => {
        const { reference, value } = card.pin;
        const before = await card.triesLeft(reference);
        const cla = classByte(await opened(card));
        await card.demand({ ...verify(reference, card.wrong(value)), cla }, WRONG);
        const { sw } = await card.demand(verify(reference));
        card.check((sw & 0x0f) === before - 1, `${before} tries were left, and ${sw & 0x0f} on the other channel`);
      },
    },
    {
      id: 'LCS-08',
      level: 'must',
      clause: CLAUSE.chaining,
      purpose: 'commands on another channel do not break a chain',
      criterion: 'VERIFY in two links with a SELECT on another channel in between: 9000',
      words: ['9000'],
      run: async (card) => {
        card.need(card.facts.announced.chaining === true, 'the card does not announce command chaining');
        const { reference, value } = card.pin;
        const data = card.padded(value);
        const other = classByte(await opened(card));
        await card.demand({ ...verify(reference, data.subarray(0, 3)), cla: 0x10 });
        await card.prepare({ ...selectMf(), cla: other });
        await card.demand(verify(reference, data.subarray(3)));
      },
    },
    {
      id: 'LCS-09',
      level: 'must',
      clause: CLAUSE.getResponse,
      purpose: 'what waits on one channel is not answered on another',
      criterion: 'GET RESPONSE on the other channel is refused, without data',
      words: ['refused'],
      run: async (card) => {
        const cla = classByte(await opened(card));
        const first = await card.raw({ ...selectMf(), ne: 2 }, ['any word']);
        card.need(first.sw >> 8 === 0x61, 'the card does not answer 61XX here');
        await card.raw({ cla, ins: 0xc0, ne: 256 });
      },
    },
  ]),
];
