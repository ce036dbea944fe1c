/** What the UZI register settles for each type of card: who issues it, and the object identifiers in its certificates. */
import type { AuthorityName } from '../ca/authorities.ts';
import type { Pastype } from './holder.ts';

export interface PastypeRow {
  readonly authority: AuthorityName;
  /** First field of the otherName: the authority, as the production register numbers it. */
  readonly authorityOid: string;
  /** Whether the card names a person. Only then has it a signature key, and only its policies are those for persons. */
  readonly isPersonal: boolean;
}

// biome-ignore format: a table reads best with its columns aligned
export const PASTYPES: Readonly<Record<Pastype, PastypeRow>> = {
  Z: { authority: 'uzi-zorgverlener',            authorityOid: '2.16.528.1.1003.1.3.5.5.2', isPersonal: true },
  N: { authority: 'uzi-medewerker-op-naam',      authorityOid: '2.16.528.1.1003.1.3.5.5.3', isPersonal: true },
  M: { authority: 'uzi-medewerker-niet-op-naam', authorityOid: '2.16.528.1.1003.1.3.5.5.4', isPersonal: false },
};
