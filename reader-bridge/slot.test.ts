import { describe, expect, it } from 'vitest';
import { type CardChannel, type CardLink, CardMute, fromHex, linkTo } from '../apdu/index.ts';
import { Slot } from './slot.ts';

const ATR = fromHex('3B800181');
const OK = fromHex('9000');

/** A card that keeps a list of what is asked of it, and says nothing at all when it is silent. */
function card(log: string[], { silent = false } = {}): CardChannel {
  const answer = (what: string, bytes: Uint8Array): Uint8Array => {
    log.push(what);
    if (silent) throw new CardMute('silent');
    return bytes;
  };
  return {
    powerOn: () => answer('on', ATR),
    reset: () => answer('reset', ATR),
    powerOff: () => void log.push('off'),
    transmit: ([ins]) => answer(`command ${ins}`, OK),
  };
}

/** A card elsewhere, whose answers come when they are let go. */
function distant(log: string[]): { link: CardLink; letGo(): Promise<void> } {
  const held: (() => void)[] = [];
  const later = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      held.push(() => resolve(work()));
    });
  const near = card(log);
  return {
    link: {
      powerOn: () => later(() => near.powerOn()),
      reset: () => later(() => near.reset()),
      powerOff: () => later(() => near.powerOff()),
      transmit: (command) => later(() => near.transmit(command)),
    },
    letGo: async () => {
      held.shift()?.();
      await new Promise(setImmediate);
    },
  };
}

function slotWith(...inserted: readonly (CardChannel | CardLink)[]): { slot: Slot; events: string[] } {
  const slot = new Slot('Test 00 00');
  const events: string[] = [];
  slot.on('change', (event) => events.push(event));
  for (const one of inserted) slot.insert(one);
  return { slot, events };
}

/** What comes back from a command: hexadecimal, or the error's name. */
function send(slot: Slot, ...command: readonly number[]): Promise<string> {
  return new Promise((resolve) => {
    slot.transmit(Uint8Array.from(command), (error, response) =>
      resolve(error === undefined ? Buffer.from(response).toString('hex') : (error as Error).name),
    );
  });
}

const view = ({ hasCard, isMute, isPowered, atr, eventCount }: Slot) => ({
  hasCard,
  isMute,
  isPowered,
  atr: Buffer.from(atr).toString('hex'),
  eventCount,
});

const EMPTY = { hasCard: false, isMute: false, isPowered: false, atr: '' };
const READY = { hasCard: true, isMute: false, isPowered: true, atr: '3b800181' };

describe('a slot', () => {
  it('without a card has none, and answers nothing', async () => {
    const { slot, events } = slotWith();
    expect(view(slot)).toEqual({ ...EMPTY, eventCount: 0 });
    expect(await send(slot, 1)).toBe('CardMute');
    await expect(slot.reset()).rejects.toThrow(CardMute);
    slot.remove();
    expect(events).toEqual([]);
  });

  it('powers a card that is put in, and takes its power when it is taken out', () => {
    const log: string[] = [];
    const { slot, events } = slotWith(card(log));
    expect(view(slot)).toEqual({ ...READY, eventCount: 1 });
    slot.remove();
    expect(view(slot)).toEqual({ ...EMPTY, eventCount: 2 });
    expect([log, events]).toEqual([
      ['on', 'off'],
      ['inserted', 'removed'],
    ]);
  });

  it('takes one card at a time', () => {
    const { slot, events } = slotWith(card([]));
    expect(() => slot.insert(card([]))).toThrow('there is a card in Test 00 00 already');
    expect(events).toEqual(['inserted']);
  });

  it('shows a card without power by its ATR, until it is powered again', async () => {
    const log: string[] = [];
    const { slot, events } = slotWith(card(log));
    await new Promise<void>((done) => slot.powerOff(done));
    expect(view(slot)).toEqual({ ...READY, isPowered: false, eventCount: 1 });
    await new Promise((done) => slot.power('powerOn', done));
    await slot.reset();
    expect(view(slot)).toEqual({ ...READY, eventCount: 1 });
    expect([log, events]).toEqual([['on', 'off', 'on', 'reset'], ['inserted']]);
  });

  it('tells of a silent card that it is there and mute', async () => {
    const { slot, events } = slotWith(card([], { silent: true }));
    expect(view(slot)).toEqual({ ...EMPTY, hasCard: true, isMute: true, eventCount: 1 });
    expect(events).toEqual(['inserted']);
    await expect(slot.reset()).rejects.toThrow(CardMute);
    expect(await send(slot, 1)).toBe('CardMute');
    slot.remove();
    slot.insert(card([]));
    expect(view(slot)).toEqual({ ...READY, eventCount: 3 });
  });

  it('tells every listener of each command and its answer, or error, until it is off', async () => {
    const { slot } = slotWith(card([]));
    const heard: unknown[] = [];
    const listener = (event: { command: Uint8Array; response?: Uint8Array; error?: unknown }) => heard.push(event);
    slot.on('apdu', listener);
    await send(slot, 7, 8);
    slot.remove();
    await send(slot, 9);
    slot.off('apdu', listener);
    await send(slot, 10);
    expect(heard).toEqual([
      { command: Uint8Array.of(7, 8), response: OK },
      { command: Uint8Array.of(9), error: expect.any(CardMute) },
    ]);
  });
});

describe('a card elsewhere', () => {
  it('is told of when its ATR is there, and asked one thing at a time, in order', async () => {
    const log: string[] = [];
    const { link, letGo } = distant(log);
    const { slot, events } = slotWith(link);
    const answers = [send(slot, 1), send(slot, 2)];
    const reset = slot.reset();
    expect([view(slot).hasCard, events]).toEqual([false, []]);
    await letGo();
    expect([view(slot), events]).toEqual([{ ...READY, eventCount: 1 }, ['inserted']]);
    for (const asked of [1, 2, 3]) {
      expect(log).toHaveLength(asked);
      await letGo();
    }
    expect(await Promise.all([...answers, reset])).toEqual(['9000', '9000', undefined]);
    expect(log).toEqual(['on', 'command 1', 'command 2', 'reset']);
  });

  it('taken out before its ATR came was never there to see, and the next one is', async () => {
    const log: string[] = [];
    const { link, letGo } = distant(log);
    const { slot, events } = slotWith(link);
    slot.remove();
    slot.insert(linkTo(card(log)));
    await letGo();
    await letGo();
    await slot.settled();
    expect(view(slot)).toEqual({ ...READY, eventCount: 3 });
    expect(log).toEqual(['on', 'off', 'on']);
    expect(events).toEqual(['removed', 'inserted']);
  });
});
