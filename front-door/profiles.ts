/** The ready-made card profiles by name. */
import {
  type CardProfile,
  conformance,
  uziMedewerker,
  uziNietOpNaam,
  uziZorgverlener,
  zorgId,
  zorgIdBlank,
} from '../applet/index.ts';

export type ProfileName =
  | 'zorg-id'
  | 'zorg-id-blank'
  | 'uzi-medewerker'
  | 'uzi-zorgverlener'
  | 'uzi-niet-op-naam'
  | 'conformance';

export const profiles: Readonly<Record<ProfileName, CardProfile>> = {
  'zorg-id': zorgId,
  'zorg-id-blank': zorgIdBlank,
  'uzi-medewerker': uziMedewerker,
  'uzi-zorgverlener': uziZorgverlener,
  'uzi-niet-op-naam': uziNietOpNaam,
  conformance,
};
