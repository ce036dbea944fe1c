/** What can be wrong with a ready card, one respect at a time. */
import type { AuthorityName } from '../ca/authorities.ts';
import type { CertificateFault } from '../certificate/certificate-parts.ts';

/** What a fault changes; everything else is as on the card without it. */
export interface CardFaultRow {
  /** Who issues the certificates instead. */
  readonly authority?: AuthorityName;
  readonly certificate?: CertificateFault;
  readonly files?: FileFault;
}

/** What is wrong with the files that certificates lie in. */
export interface FileFault {
  /** There are no certificates of authorities. */
  readonly hasNoChain?: true;
  /** What the file of certificate A holds, of whatever length. */
  readonly fileOf?: (certificate: Uint8Array) => Uint8Array;
}
