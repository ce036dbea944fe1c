import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromHex, toHex } from '../apdu/index.ts';
import { openImageCard, profiles } from '../index.ts';
import { check, compact, show } from './image.ts';

const READY = '31323334353600000000000000000000';
const OLD = '4F4C4470496E37370000000000000000';
const NEW = '4E45577049376E000000000000000000';

let folder: string;
let image: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
  image = join(folder, 'card.img');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Sends commands to the card in the image, which is made when it is not there; the answers. */
function transmit(profile: keyof typeof profiles, ...commands: readonly string[]): string[] {
  const { card, close } = openImageCard({ image, profile: profiles[profile] });
  card.powerOn();
  const answers = commands.map((command) => toHex(card.transmit(fromHex(command))));
  close();
  return answers;
}

/** The exit status of an action, and what it said on standard output and standard error. */
function said(action: typeof show, json = false) {
  const spy = (stream: NodeJS.WriteStream) => vi.spyOn(stream, 'write').mockReturnValue(true);
  const [out, err] = [spy(process.stdout), spy(process.stderr)];
  const status = action(image, json);
  const text = (one: typeof out) => one.mock.calls.map(([part]) => part).join('');
  const outcome = { status, out: text(out), err: text(err) };
  out.mockRestore();
  err.mockRestore();
  return outcome;
}

describe('show', () => {
  it('tells life cycle, serial number, PIN counters, keys and files', () => {
    const [answer] = transmit('zorg-id', '00CA010000', `0020000110${OLD}`);
    const { status, out } = said(show);
    expect(status).toBe(0);
    expect(out).toContain(`Serial   ${answer!.slice(0, -4)}\n`);
    for (const line of [
      /^Card +zorg-id: operational ZORG-ID test card$/m,
      /^State +operational; \d+ of 131072 bytes in use$/m,
      /^PIN 01 .*: 2 of 3 tries left$/m,
      /^PIN 02 .*: 3 of 3 tries left$/m,
      /^Key 01 +RSA-2048: /m,
      /^ +5031 {2}transparent EF, \d+ bytes, activated$/m,
    ]) {
      expect(out).toMatch(line);
    }
  });

  it('tells the same in JSON, and no secret', () => {
    transmit('zorg-id');
    const { out } = said(show, true);
    expect(JSON.parse(out)).toMatchObject({
      event: 'image',
      image,
      size: statSync(image).size,
      profile: 'zorg-id',
      lifeCycle: 'operational',
      pins: [{ reference: 1, triesLeft: 3, tryLimit: 3 }, { reference: 2 }],
      keys: [1, 2, 3].map((reference) => ({
        reference,
        kind: 'RSA-2048',
        publicKey: expect.stringMatching(/^30820122/),
      })),
      files: { fid: '3F00', children: [{ fid: '2F00' }, { fid: '5015' }] },
    });
    // What is in the image and must not be told: the PIN, and the seed.
    for (const secret of [READY.slice(0, 12), profiles['zorg-id'].defaultSeed]) {
      expect(readFileSync(image).includes(Buffer.from(secret, 'hex'))).toBe(true);
      expect(out.toUpperCase()).not.toContain(secret);
    }
  });
});

describe('check', () => {
  it('finds an image sound, and does not change a byte of it', () => {
    transmit('zorg-id-blank');
    const before = { bytes: readFileSync(image), time: statSync(image).mtimeMs };
    expect(said(check)).toEqual({ status: 0, out: `${image} is sound\n`, err: '' });
    // The second copy of a header lost: harmless, and told.
    writeFileSync(
      image,
      before.bytes.map((byte, at) => (at === 4096 ? byte ^ 1 : byte)),
    );
    expect(said(check)).toMatchObject({ status: 0, out: expect.stringContaining('is mended when it is opened') });
    expect(readFileSync(image)[4096]).toBe(before.bytes[4096]! ^ 1);
    expect(readdirSync(folder)).toEqual(['card.img']);
  });

  it('says what is wrong', () => {
    transmit('zorg-id-blank');
    const bytes = readFileSync(image);
    writeFileSync(
      image,
      bytes.map((byte, at) => (at === 8200 ? byte ^ 1 : byte)),
    );
    expect(said(check)).toEqual({
      status: 1,
      out: '',
      err: `proefpas: ${image}: this card image is damaged: its objects do not match their checksum\n`,
    });
    expect(JSON.parse(said(check, true).out)).toMatchObject({ event: 'check', image, sound: false });
    truncateSync(image, 100_000);
    expect(said(check)).toMatchObject({
      status: 1,
      err: expect.stringContaining('was cut short: it has 100000 bytes'),
    });
    writeFileSync(image, 'no image at all');
    expect(said(check)).toMatchObject({ status: 1, err: expect.stringContaining('is no card image') });
  });

  it('cannot tell while a card uses it', () => {
    const { close } = openImageCard({ image, profile: profiles['zorg-id-blank'] });
    expect(said(check)).toMatchObject({ status: 3, err: expect.stringContaining('in use by this very process') });
    expect(JSON.parse(said(check, true).out)).toMatchObject({ sound: null });
    close();
  });
});

describe('compact', () => {
  it('leaves the same state, and nothing of an old PIN or a deleted file', () => {
    const create = '00E000000D 6F0B 80020010 820101 8302AAAA';
    const secret = 'C0FFEE00C0FFEE00C0FFEE00C0FFEE00';
    const answers = transmit(
      'zorg-id-blank',
      `0024010210${READY}`, // the PUK
      `0024010110${OLD}`,
      `0024000120${OLD}${NEW}`,
      create.replaceAll(' ', ''),
      `00D6000010${secret}`,
      '00E4000002AAAA',
    );
    expect(answers).toEqual(answers.map(() => '9000'));
    const holds = (hex: string) => readFileSync(image).includes(Buffer.from(hex, 'hex'));
    expect([OLD, secret, NEW, READY].map(holds)).toEqual([true, true, true, true]);
    const before = JSON.parse(said(show, true).out);
    expect(said(compact)).toMatchObject({ status: 0, err: '' });
    expect([OLD, secret, NEW, READY].map(holds)).toEqual([false, false, true, true]);
    expect(JSON.parse(said(show, true).out)).toEqual(before);
    expect(said(check).out).toBe(`${image} is sound\n`);
    expect(transmit('zorg-id-blank', `0020000110${NEW}`)).toEqual(['9000']);
  });

  it('leaves a damaged image alone', () => {
    transmit('zorg-id-blank');
    const bytes = readFileSync(image).map((byte, at) => (at === 8200 ? byte ^ 1 : byte));
    writeFileSync(image, bytes);
    expect(() => compact(image, false)).toThrow('damaged');
    expect(readFileSync(image).equals(bytes)).toBe(true);
  });
});

it.each([show, check, compact])('an image that is not there, or holds no card yet, is told: %o', (action) => {
  expect(() => action(image, false)).toThrow(`there is no file ${image}; proefpas start --image ${image} makes one`);
  writeFileSync(image, new Uint8Array(827_392));
  const message = `${image} holds no card yet; proefpas start --image ${image} makes one in it`;
  if (action === check) expect(said(check)).toMatchObject({ status: 0, out: `${message}\n` });
  else expect(() => action(image, false)).toThrow(message);
});
