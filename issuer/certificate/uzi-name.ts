/** The otherNames of a UZI certificate: who the holder is, in one string of fields, and the name to log in by. */
import { otherName } from '../ca/extensions.ts';
import { type Der, ia5String, utf8String } from '../der.ts';
import type { Holder } from './holder.ts';

/** Type of the otherName, as the UZI register has it. */
export const UZI_NAME = '2.5.5.5';

/** User principal name of Windows. */
const USER_PRINCIPAL_NAME = '1.3.6.1.4.1.311.20.2.3';

/** Types of otherName that these certificates have, in words. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  [UZI_NAME, 'UZI'],
  [USER_PRINCIPAL_NAME, 'user principal name'],
]);

/** Version of the fields. */
const VERSION = '1';

/** `<authority>-<version>-<UZI number>-<pastype>-<subscriber number>-<role>-<AGB code>` */
export const uziName = (authorityOid: string, holder: Holder): string =>
  [
    authorityOid,
    VERSION,
    holder.uziNumber,
    holder.pastype,
    holder.subscriberNumber,
    holder.roleCode,
    holder.agbCode,
  ].join('-');

export const uziOtherName = (authorityOid: string, holder: Holder): Der =>
  otherName(UZI_NAME, ia5String(uziName(authorityOid, holder)));

/** `<UZI number>@<subscriber number>` */
export const principalOtherName = ({ uziNumber, subscriberNumber }: Holder): Der =>
  otherName(USER_PRINCIPAL_NAME, utf8String(`${uziNumber}@${subscriberNumber}`));
