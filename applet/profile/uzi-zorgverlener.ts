/** An operational UZI card of a care professional, pastype Z. */
import type { CardProfile } from './card-profile.ts';
import { uziMedewerker } from './uzi-medewerker.ts';

export const uziZorgverlener: CardProfile = {
  ...uziMedewerker,
  name: 'uzi-zorgverlener',
  description: 'UZI test card of a care professional',
  persona: 'huisarts',
  defaultSeed: '555A492D5A4F52475645524C454E45522054455354',
};
