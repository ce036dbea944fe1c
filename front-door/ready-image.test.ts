import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sameBytes } from '../apdu/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';
import { readyImage, readyImageName, readyProfiles } from './ready-image.ts';

const packaged = fileURLToPath(new URL('../dist/front-door/', import.meta.url));

describe('an image made ahead', () => {
  it.each(readyProfiles().map((profile) => [readyImageName(profile), profile] as const))(
    '%s is, byte for byte, the card that is made anew',
    (name, profile) => {
      expect(readyImage(profile)).toBeUndefined();
      const made = createCard({ profile }).image();
      expect(sameBytes(gunzipSync(readFileSync(`${packaged}ready-images/${name}`)), made)).toBe(true);
    },
  );

  it('is only taken for exactly the profile it was made of', async () => {
    const built: typeof import('./ready-image.ts') = await import(`${packaged}ready-image.js`);
    const zorgId = profiles['zorg-id'];
    expect(built.readyImage(zorgId)).toBeInstanceOf(Uint8Array);
    expect(built.readyImage({ ...zorgId, edgeVersion: 'v0' })).toBeUndefined();
    expect(built.readyImage({ ...zorgId, variant: 'tries=3' })).toBeUndefined();
    expect(built.readyImage({ ...zorgId, name: 'toString' })).toBeUndefined();
    expect(built.readyImage(profiles['zorg-id-blank'])).toBeUndefined();
  });
});
