/** Images of ready cards that the build made ahead, so that they open at once. The source alone has none, and makes its cards. */
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { CardProfile } from '../applet/index.ts';
import { profiles } from './profiles.ts';
import { withVariant } from './variant.ts';

/** Variants of `zorg-id` that are made ahead besides the card itself. */
const READY_VARIANTS = ['keys=A', 'pin-blocked', 'tries=1', 'tries=2'];

/** The cards that are made ahead, each as it is when seed and clock are left out. */
export function readyProfiles(): CardProfile[] {
  const { 'zorg-id': zorgId, 'zorg-id-blank': _, ...others } = profiles;
  return [zorgId, ...READY_VARIANTS.map((variant) => withVariant(zorgId, variant)), ...Object.values(others)];
}

/** Name of the file, gzip, that holds the image of a ready card: in the folder `ready-images` beside this file. */
export function readyImageName({ name, variant }: CardProfile): string {
  return `${[name, variant].filter((part) => part !== '').join('.')}.image.gz`;
}

/** The image of a card of exactly this profile with its default seed, when the build has made one. */
export function readyImage(profile: CardProfile): Uint8Array | undefined {
  if (!readyProfiles().some((ready) => isDeepStrictEqual(ready, profile))) return undefined;
  const path = new URL(`ready-images/${readyImageName(profile)}`, import.meta.url);
  return existsSync(path) ? gunzipSync(readFileSync(path)) : undefined;
}
