/** An operational UZI card of a function that several people share, pastype M: it signs in nobody's name, so has no such key. */
import type { CardProfile } from './card-profile.ts';
import { uziMedewerker } from './uzi-medewerker.ts';

export const uziNietOpNaam: CardProfile = {
  ...uziMedewerker,
  name: 'uzi-niet-op-naam',
  description: "UZI test card of a function, 'medewerker niet op naam'",
  persona: 'balie',
  keys: uziMedewerker.keys.filter(({ purpose }) => purpose !== 'signature'),
  defaultSeed: '555A492D4E4945542D4F502D4E41414D2054455354',
};
