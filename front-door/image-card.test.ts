import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardChannel, fromHex, sameBytes, toHex } from '../apdu/index.ts';
import { createCard } from './create-card.ts';
import { hasReadySecrets, type ImageCard, openImageCard, readImage } from './image-card.ts';
import { profiles } from './profiles.ts';
import { withVariant } from './variant.ts';
import { startWorkerCard } from './worker-card.ts';

const WRONG_PIN = fromHex('00200001 10 39393939393939390000000000000000');
const CHANGE_PIN = fromHex('00240001 20 31323334353600000000000000000000 36353433323100000000000000000000');
const profile = profiles['zorg-id'];

let folder: string;
let image: string;
const open: ImageCard[] = [];

function opened(order: Partial<Parameters<typeof openImageCard>[0]> = {}): CardChannel {
  const one = openImageCard({ image, profile, ...order });
  open.push(one);
  one.card.powerOn();
  return one.card;
}

const closeAll = () => {
  for (const one of open.splice(0)) one.close();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-card-'));
  image = join(folder, 'card.img');
});

afterEach(() => {
  closeAll();
  rmSync(folder, { recursive: true });
});

describe('a card in a file', () => {
  it('is, byte for byte, the one that is made in memory', () => {
    opened({ seed: '2A' });
    expect(sameBytes(readFileSync(image), createCard({ profile, seed: '2A' }).image())).toBe(true);
    expect(statSync(image).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['card.img']);
  });

  it('is opened as it was left', () => {
    expect(toHex(opened().transmit(WRONG_PIN))).toBe('63C2');
    closeAll();
    expect(toHex(opened().transmit(WRONG_PIN))).toBe('63C1');
  });

  it('is not there when it cannot be made', () => {
    expect(() => opened({ seed: 'zz' })).toThrow(SyntaxError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given free again when it is refused', () => {
    opened();
    closeAll();
    expect(() => opened({ seed: '2A' })).toThrow(/card\.img: .* another seed/);
    expect(toHex(opened().transmit(WRONG_PIN))).toBe('63C2');
  });

  it('is mute once its file was closed', () => {
    const card = opened();
    closeAll();
    expect(() => card.transmit(WRONG_PIN)).toThrow(expect.objectContaining({ name: 'CardMute' }));
  });

  it('may live in a thread, which gives the file free when it ends', async () => {
    const card = await startWorkerCard({ profile, image });
    await card.powerOn();
    expect(toHex(await card.transmit(WRONG_PIN))).toBe('63C2');
    expect(() => opened()).toThrow(/card\.img is in use by this very process/);
    await card.close();
    expect(toHex(opened().transmit(WRONG_PIN))).toBe('63C1');
  });
});

describe('an image', () => {
  it('says which card it holds, and stays as it is', () => {
    expect(readImage(image)).toBeUndefined();
    opened({ profile: withVariant(profile, 'tries=1') });
    closeAll();
    const before = readFileSync(image);
    expect(readImage(image)?.profile).toEqual(profile);
    expect(readImage(image, profile)?.card.profileName).toBe('zorg-id');
    expect(readImage(image, withVariant(profile, 'tries=1'))?.profile).toEqual(profile);
    expect(() => readImage(image, withVariant(profile, 'tries=2'))).toThrow(
      `${image} holds a zorg-id card that was not made as zorg-id:tries=2; leave zorg-id:tries=2 out to open it`,
    );
    expect(() => readImage(image, profiles['zorg-id-blank'])).toThrow(
      `${image} holds a zorg-id card, not zorg-id-blank; leave zorg-id-blank out to open it`,
    );
    expect(readFileSync(image).equals(before)).toBe(true);
  });

  it('of a profile that is not known is told by its name', () => {
    opened({ profile: { ...profile, name: 'of-another-version' } });
    closeAll();
    expect(() => readImage(image)).toThrow(`${image} holds a card of profile "of-another-version", which this version`);
  });

  it('tells whether PIN and PUK are still those of a ready card, at the cost of no try', () => {
    const card = opened();
    const secrets = () => {
      closeAll();
      return hasReadySecrets(readImage(image)!);
    };
    card.transmit(WRONG_PIN);
    expect(secrets()).toEqual({ pin: true, puk: true, morePins: [] });
    expect(toHex(opened().transmit(CHANGE_PIN))).toBe('9000');
    expect(secrets()).toEqual({ pin: false, puk: true, morePins: [] });
    const blocked = opened();
    for (const left of ['63C2', '63C1', '6983']) expect(toHex(blocked.transmit(WRONG_PIN))).toBe(left);
  });

  it('tells the same of each other PIN and PUK', () => {
    const references = (...commands: string[]) => {
      const card = opened({ profile: profiles.conformance });
      for (const command of commands) expect(toHex(card.transmit(fromHex(command)))).toBe('9000');
      closeAll();
      return hasReadySecrets(readImage(image)!).morePins.map(({ reference }) => reference);
    };
    expect(references()).toEqual([0x81, 0x82]);
    // CHANGE REFERENCE DATA of the spare PIN: 654321 to 123456, and back.
    const [one, other] = ['36353433323100000000000000000000', '31323334353600000000000000000000'];
    expect(references(`0024008120${one}${other}`)).toEqual([0x82]);
    expect(references(`0024008120${other}${one}`)).toEqual([0x81, 0x82]);
  });
});
