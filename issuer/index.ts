/** What makes a card: personalisation through the card's own commands. */
export * from './card-host.ts';
export {
  type AlternativeName,
  type CertificateFacts,
  certificateFacts,
  identifierText,
} from './certificate/certificate-facts.ts';
export { HolderError } from './certificate/holder.ts';
export * from './conformance.ts';
export { CARD_FAULTS } from './fault/faults.ts';
export { type CertifiedIdentity, certifiedIdentity } from './issuance/certified-identity.ts';
export { paddedValue } from './padded-value.ts';
export { type CertificatesOnCard, readCertificates, type StoredCertificate } from './pkcs15-reader/index.ts';
export { holderOf, withHolder } from './ready/holder-of.ts';
export { type CardOrder, personaliseCard } from './ready/personalise-card.ts';
export * from './ready/personalise-ready.ts';
