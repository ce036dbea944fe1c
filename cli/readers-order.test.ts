import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fromHex } from '../apdu/index.ts';
import { UsageError } from './exit-status.ts';
import { readersOrder } from './readers-order.ts';

it('is one zorg-id card of the published seed unless something else is asked for', () => {
  expect(readersOrder(['zorg-id'], {})).toMatchObject({
    cards: [{ text: 'zorg-id' }],
    seed: undefined,
    seedIsRandom: false,
    isolate: false,
    trace: undefined,
    json: false,
    vpcd: undefined,
  });
});

it('keeps a single card in an image, which says itself what it is when no card is named', () => {
  expect(readersOrder([], {}).cards).toMatchObject([{ text: 'zorg-id', profile: { name: 'zorg-id' } }]);
  expect(readersOrder([], { image: 'a.img' }).cards).toEqual([{ text: 'a.img', profile: undefined, image: 'a.img' }]);
  expect(readersOrder(['zorg-id:tries=1'], { image: 'a.img' }).cards).toMatchObject([
    { text: 'zorg-id:tries=1', profile: { variant: 'tries=1' }, image: 'a.img' },
  ]);
});

it('takes a seed in hexadecimal, or 32 bytes of the system', () => {
  expect(readersOrder([], { seed: '2a00' }).seed).toEqual(fromHex('2A00'));
  const random = readersOrder([], { seed: 'random' });
  expect(random).toMatchObject({ seedIsRandom: true });
  expect(random.seed).toHaveLength(32);
  expect(readersOrder([], { seed: 'random' }).seed).not.toEqual(random.seed);
});

it('makes the path of the socket absolute', () => {
  expect(readersOrder([], { socket: 'here' }).socket).toBe(join(process.cwd(), 'here'));
  expect(readersOrder([], { socket: `/${'s'.repeat(106)}` }).socket).toHaveLength(107);
});

it('makes every card for the holder that is told', () => {
  const holder = 'uzi=900000001,ura=90000001,agb=01234567,name=Jan de Boer, jr.';
  const { cards } = readersOrder(['zorg-id:tries=1', 'none', 'uzi-zorgverlener'], { holder });
  const told = { uzi: '900000001', ura: '90000001', agb: '01234567', name: 'Jan de Boer, jr.' };
  expect(cards).toMatchObject([
    { profile: { variant: 'tries=1', holder: told } },
    { profile: undefined },
    { profile: { holder: told } },
  ]);
});

it.each([
  [true, { host: '127.0.0.1', port: 35963 }],
  ['localhost', { host: 'localhost', port: 35963 }],
  ['localhost:1', { host: 'localhost', port: 1 }],
  ['[::1]:65535', { host: '::1', port: 65535 }],
] as const)('--vpcd %s is %o', (vpcd, address) => {
  expect(readersOrder(['zorg-id'], { vpcd }).vpcd).toEqual(address);
});

it.each([
  [['zorg-id'], { seed: 'abc' }, /--seed takes 1 to 64 bytes/],
  [['zorg-id'], { seed: '' }, /--seed takes 1 to 64 bytes/],
  [['zorg-id'], { seed: '00'.repeat(65) }, /--seed takes 1 to 64 bytes/],
  [['zorg-id'], { vpcd: 'localhost:0' }, /--vpcd takes HOST:PORT/],
  [['zorg-id'], { vpcd: 'localhost:65536' }, /--vpcd takes HOST:PORT/],
  [['zorg-id'], { vpcd: ':35963' }, /--vpcd takes HOST:PORT/],
  [['zorg-id'], { vpcd: 'a:b:c' }, /--vpcd takes HOST:PORT/],
  [['zorg-id'], { vpcd: true, socket: '/tmp/s' }, /leave out --socket or --vpcd/],
  [['zorg-id'], { vpcd: true, reader: 'R' }, /leave out --reader or --vpcd/],
  [['zorg-id', 'none'], { vpcd: true }, /leave out none/],
  [['zorg-id'], { socket: `/${'s'.repeat(107)}` }, /--socket takes a path of at most 107 bytes/],
  [['zorg-id'], { reader: '' }, /--reader takes a name of 1 to 121 bytes/],
  [['zorg-id'], { reader: 'é'.repeat(61) }, /--reader takes a name of 1 to 121 bytes/],
  [['zorg-id'], { reader: 'a\nb' }, /--reader takes a name of 1 to 121 bytes/],
  [new Array<string>(17).fill('none'), {}, /at most 16 readers/],
  [[], { trace: 'zorg-id:tries=1' }, /write zorg-id:tries=1 in front of --trace/],
  [[], { image: 'zorg-id' }, /write zorg-id in front of --image/],
  [[], { image: '' }, /--image takes the name of a file/],
  [['zorg-id', 'zorg-id'], { image: 'a.img' }, /proefpas start a.img b.img/],
  [['none'], { image: 'a.img' }, /leave out --image or none/],
  [['package.json'], { image: 'a.img' }, /leave out --image or package.json/],
  [[], { vpcd: 'none' }, /write none in front of --vpcd/],
  [['zorg-id'], { holder: 'uzi=90001234' }, /--holder for zorg-id: a UZI number is 9 digits, which "90001234" is not/],
  [['zorg-id'], { holder: 'ura=9000038a' }, /a subscriber number \(URA\) is 8 digits/],
  [['zorg-id'], { holder: 'agb=1' }, /an AGB code is 8 digits/],
  [['zorg-id'], { holder: 'role=01.015' }, /a card of pastype N has role code 00.000, not "01.015"/],
  [['uzi-zorgverlener'], { holder: 'role=01.999' }, /there is no role code "01.999"/],
  [['uzi-zorgverlener'], { holder: 'role=00.000' }, /pastype Z needs the role code of a profession/],
  [['zorg-id'], { holder: 'name=Jan' }, /name is a given name, a space and a surname, which "Jan" is not/],
  [['zorg-id'], { holder: 'naam=Jan' }, /tells no "naam" of its holder; it tells uzi, ura, organisation, role, agb, /],
  [['zorg-id'], { holder: 'uzi' }, /a holder is told as in uzi=900012345/],
  [['zorg-id'], { holder: 'uzi=900000001,uzi=900000002' }, /two values for uzi/],
  [['zorg-id'], { holder: `surname=${'x'.repeat(65)}` }, /no more than 64 fit/],
  [['conformance'], { holder: 'uzi=900000001' }, /a conformance card has no holder/],
  [[], { image: 'a.img', holder: 'uzi=900000001' }, /says itself whose card it is/],
] as const)('%j with %j is refused', (cards, raw, sentence) => {
  expect(() => readersOrder(cards, raw)).toThrow(UsageError);
  expect(() => readersOrder(cards, raw)).toThrow(sentence);
});
