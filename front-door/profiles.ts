/** The ready-made card profiles by name. */
import { type CardProfile, conformance, zorgId, zorgIdBlank } from '../applet/index.ts';

export type ProfileName = 'zorg-id' | 'zorg-id-blank' | 'conformance';

export const profiles: Readonly<Record<ProfileName, CardProfile>> = {
  'zorg-id': zorgId,
  'zorg-id-blank': zorgIdBlank,
  conformance,
};
