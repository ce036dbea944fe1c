/**
 * An operational ZORG-ID card with three keys and its PIN and PUK rules: PIN of 6–8 letters or digits, PUK of 8 digits, three
 * tries each. What is signed in the holder's name is signed with the PIN, every time.
 */
import type { CardProfile } from './card-profile.ts';
import { zorgIdBlank } from './zorg-id-blank.ts';

export const zorgId: CardProfile = {
  ...zorgIdBlank,
  name: 'zorg-id',
  description: 'operational ZORG-ID test card',
  content: 'zorg-id',
  persona: 'medewerker',
  keys: [
    { purpose: 'authenticity', consent: false },
    { purpose: 'signature', consent: true },
    { purpose: 'confidentiality', consent: false },
  ],
  pin: { tries: 3, minLength: 6, maxLength: 8, alphabet: 'alphanumeric' },
  puk: { tries: 3, minLength: 8, maxLength: 8, alphabet: 'digits' },
  defaultSeed: '5A4F52472D49442054455354',
};
