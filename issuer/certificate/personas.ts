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
