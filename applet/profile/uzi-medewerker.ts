/**
 * An operational UZI card of an employee, pastype N: the one that a ZORG-ID card is made from. Its PIN is one of 6–8 letters or
 * digits, as the register's own tool takes it; its PUK has six digits at least, and eight when it is handed over.
 */
import type { CardProfile } from './card-profile.ts';
import { zorgId } from './zorg-id.ts';

export const uziMedewerker: CardProfile = {
  ...zorgId,
  name: 'uzi-medewerker',
  description: "UZI test card of an employee, 'medewerker op naam'",
  content: 'uzi',
  persona: 'medewerker',
  puk: { tries: 3, minLength: 6, maxLength: 8, alphabet: 'digits' },
  defaultSeed: '555A492D4D4544455745524B45522054455354',
};
