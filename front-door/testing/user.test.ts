import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { Slot } from '../../reader-bridge/index.ts';
import { verify } from './pin-commands.ts';
import { type ReadyCard, readyCard } from './ready-card.ts';
import { type AskPin, actAsUser, type UserAct } from './user.ts';

const ASKS = fromHex('00200001');

/** What the user answers to a host that asks three times at each log-in. */
async function answers(acts: readonly UserAct[], card = readyCard()): Promise<(string | undefined)[][]> {
  const logIns: (string | undefined)[][] = [];
  await actAsUser(card, acts, (askPin) => logIns.push([askPin(), askPin(), askPin()]));
  return logIns;
}

/** Lets something happen, and tells how the card stands. */
async function standing(card: ReadyCard, ...acts: UserAct[]): Promise<[number, boolean]> {
  await actAsUser(card, acts, () => undefined);
  return [card.pinTries, card.verified];
}

/** A card in a reader, and a host that talks to it through the reader. */
async function inReader() {
  const card = readyCard();
  const slot = new Slot('Test 00 00');
  slot.insert(card);
  const asks = () =>
    new Promise<string>((resolve) => slot.transmit(ASKS, (error, bytes) => resolve(error ? 'no card' : toHex(bytes))));
  return { card, slot, asks };
}

describe('the prompt', () => {
  it.each<[UserAct, string | undefined]>([
    ['types the right PIN', '123456'],
    ['types a wrong PIN', '023456'],
    ['types a PIN too short', '12345'],
    ['types a PIN too long', '123456123456123456'],
    ['types nothing', ''],
    ['cancels', undefined],
  ])('when the user %s', async (act, typed) => {
    expect(await answers(['starts to log in', act])).toEqual([[typed, undefined, undefined]]);
  });

  it('is answered in order, and belongs to its log-in', async () => {
    const acts: UserAct[] = ['starts to log in', 'types a wrong PIN', 'types the right PIN', 'starts to log in'];
    expect(await answers(acts)).toEqual([
      ['023456', '123456', undefined],
      [undefined, undefined, undefined],
    ]);
  });

  it('is the only place to type', async () => {
    expect(await answers(['types the right PIN', 'starts to log in', 'cancels', 'types nothing'])).toEqual([
      [undefined, '', undefined],
    ]);
  });

  it('lets things happen while it is open', async () => {
    const card = readyCard();
    const tries: number[] = [];
    await actAsUser(card, ['starts to log in', 'another program spends a try', 'types nothing'], (askPin) => {
      tries.push(card.pinTries);
      askPin();
      tries.push(card.pinTries);
    });
    expect(tries).toEqual([3, 2]);
  });

  it('knows a PIN that another program changed', async () => {
    const acts: UserAct[] = ['another program changes the PIN', 'starts to log in', 'types the right PIN'];
    const card = readyCard();
    const [[typed] = []] = await answers(acts, card);
    expect(typed).not.toBe('123456');
    expect(verify(card, typed!)).toBe(0x9000);
    expect((await answers([acts[0]!, ...acts]))[0]?.[0]).toBe('123456');
  });

  it('is not opened for ever', async () => {
    const stubborn = (askPin: AskPin) => {
      while (askPin() === undefined);
    };
    await expect(actAsUser(readyCard(), ['starts to log in', 'cancels'], stubborn)).rejects.toThrow(
      /after it was canc/,
    );
  });

  it('is waited for by a log-in that takes its time; what that throws is thrown', async () => {
    const order: string[] = [];
    const logIn = async (askPin: AskPin) => {
      await Promise.resolve();
      order.push(String(askPin()));
    };
    await actAsUser(readyCard(), ['starts to log in', 'types nothing', 'starts to log in', 'cancels'], logIn);
    expect(order).toEqual(['', 'undefined']);
    await expect(actAsUser(readyCard(), ['starts to log in'], () => Promise.reject(new Error('oh')))).rejects.toThrow(
      'oh',
    );
  });
});

describe('what happens to the card', () => {
  it('is what it says', async () => {
    expect(await standing(readyCard(), 'another program spends a try')).toEqual([2, false]);
    expect(await standing(readyCard({ verified: true }), 'another program spends a try')).toEqual([2, false]);
    expect(await standing(readyCard({ pinTries: 1 }), 'another program logs in')).toEqual([3, true]);
    expect(await standing(readyCard({ verified: true }), 'another program resets the card')).toEqual([3, false]);
    expect(await standing(readyCard({ verified: true }), 'takes the card out', 'puts the card back')).toEqual([
      3,
      false,
    ]);
  });

  it('never takes the last try, and changes nothing about a blocked card', async () => {
    const spend: UserAct[] = new Array(5).fill('another program spends a try');
    expect(await standing(readyCard(), ...spend)).toEqual([1, false]);
    const all: UserAct[] = [...spend, 'another program changes the PIN', 'another program logs in'];
    expect(await standing(readyCard({ pinTries: 0 }), ...all)).toEqual([0, false]);
  });

  it('needs a card', async () => {
    const card = readyCard({ pinTries: 2 });
    await standing(card, 'takes the card out', 'takes the card out', 'another program spends a try');
    await expect(actAsUser(card, ['starts to log in'], () => card.transmit(ASKS))).rejects.toThrow('no power');
    const acts: UserAct[] = ['takes the card out', 'another program resets the card', 'another program logs in'];
    expect(await standing(readyCard({ pinTries: 2 }), ...acts, 'puts the card back', 'puts the card back')).toEqual([
      2,
      false,
    ]);
  });

  it('needs no power that the host took away', async () => {
    const card = readyCard();
    card.powerOff();
    expect(await standing(card, 'another program spends a try')).toEqual([2, false]);
  });

  it('goes on in the reader that holds the card', async () => {
    const { card, slot, asks } = await inReader();
    const seen: string[] = [];
    const acts: UserAct[] = ['another program logs in', 'starts to log in', 'another program resets the card'];
    const out: UserAct[] = ['starts to log in', 'takes the card out', 'starts to log in', 'puts the card back'];
    await actAsUser(card, [...acts, ...out, 'starts to log in'], async () => seen.push(await asks()), slot);
    expect(seen).toEqual(['9000', '63C3', 'no card', '63C3']);
    expect(slot.eventCount).toBe(3);
  });

  it('needs no power in the reader either', async () => {
    const { card, slot, asks } = await inReader();
    for (const act of ['another program spends a try', 'another program resets the card'] as const) {
      slot.powerOff(() => undefined);
      await actAsUser(card, [act], () => undefined, slot);
      expect([slot.isPowered, slot.isMute]).toEqual([true, false]);
    }
    expect(await asks()).toBe('63C2');
  });
});
