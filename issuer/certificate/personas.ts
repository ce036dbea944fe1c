/** People and a function for whom test cards are made when nobody else is named. */
import { type FunctionHolder, NO_AGB, type PersonHolder } from './holder.ts';
import { NO_ROLE } from './role-codes.ts';

const subscriber = {
  subscriberNumber: '90000382',
  subscriberName: 'Huisartsenpraktijk TEST',
  agbCode: NO_AGB,
} as const;

/** An employee, whose card is the only kind that a ZORG-ID card is made from. */
export const MEDEWERKER: PersonHolder = {
  ...subscriber,
  pastype: 'N',
  uziNumber: '900012345',
  roleCode: NO_ROLE,
  givenNames: 'Mees',
  surname: 'de Werker-TEST',
};

/** A general practitioner. */
export const HUISARTS: PersonHolder = {
  ...subscriber,
  pastype: 'Z',
  uziNumber: '900012353',
  roleCode: '01.015',
  givenNames: 'Hanna',
  surname: 'Arts-TEST',
};

/** A pharmacy assistant: a care professional too, and so refused where an employee's card is wanted. */
export const APOTHEKERSASSISTENT: PersonHolder = {
  ...subscriber,
  pastype: 'Z',
  uziNumber: '900012361',
  roleCode: '83.000',
  givenNames: 'Ada',
  surname: 'van der Vijzel-TEST',
};

/** A reception desk, whose card names nobody. */
export const BALIE: FunctionHolder = {
  ...subscriber,
  pastype: 'M',
  uziNumber: '900012379',
  roleCode: NO_ROLE,
  functionName: 'Balie TEST',
  department: 'Receptie TEST',
};

/** An employee for whom no ZORG-ID card is made, because the organisation has not registered. */
export const MEDEWERKER_UNREGISTERED: PersonHolder = {
  ...MEDEWERKER,
  subscriberNumber: '90000390',
  subscriberName: 'Onbekende praktijk TEST',
  uziNumber: '900012387',
  givenNames: 'Una',
  surname: 'Bekend-TEST',
};

/** An employee who uses ZORG-ID Mobiel, and so has no card. */
export const MEDEWERKER_MOBIEL: PersonHolder = {
  ...MEDEWERKER,
  uziNumber: '900012395',
  givenNames: 'Moos',
  surname: 'Biel-TEST',
};

/** An employee of an organisation that registered before it closed, which is enough for a card. */
export const MEDEWERKER_CLOSED: PersonHolder = {
  ...MEDEWERKER,
  subscriberNumber: '90000404',
  subscriberName: 'Gesloten praktijk TEST',
  uziNumber: '900012403',
  givenNames: 'Gerda',
  surname: 'Sloten-TEST',
};
