/** Making a ZORG-ID card from a UZI card: the checks, the card, its record. */

export { CardNotRecorded, type Issued, type IssueOrder, issue } from './issue.ts';
export type { CardFacts, IssuedCertificate } from './new-card.ts';
export { PUK_LENGTH, type RandomSource } from './puk.ts';
export {
  ISSUANCE_REFUSALS,
  IssuanceRefusal,
  type IssuanceRefusalCode,
  type IssuanceRefusalRow,
} from './refusals.ts';
export type { RevocationSource, Standing } from './revocation.ts';
export * from './revocation-sources.ts';
export { FIRST_DESKTOP_APP, PLATFORMS, type Workstation } from './workstation.ts';
