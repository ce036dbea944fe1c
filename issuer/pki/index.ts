/** The TEST authorities: certificates of cards, CRLs, OCSP. Apart from the rest of the folder, because ready cards need none of it. */
export { SERVICE_HOST, SERVICE_ORIGIN, SERVICE_PATH, SERVICE_PORT } from '../ca/addresses.ts';
export { AUTHORITIES, AUTHORITY_NAMES, type AuthorityName, CARD_AUTHORITY_NAMES } from '../ca/authorities.ts';
export { authority, chainNames, chainOf, keyIdentifierOf, responder, type Signer } from '../ca/authority.ts';
export * from '../ca/certificate-status.ts';
export { issuerOf } from '../ca/issuer-of.ts';
export { nameHash } from '../ca/name-hash.ts';
export * from '../certificate/card-certificate.ts';
export * from '../certificate/holder.ts';
export * from '../certificate/pastypes.ts';
export * from '../certificate/personas.ts';
export type { Purpose } from '../certificate/purposes.ts';
export { NO_ROLE, ROLES, type Role } from '../certificate/role-codes.ts';
export { uziName } from '../certificate/uzi-name.ts';
export * from '../certificate/validity.ts';
export * from '../crl/revocation-list.ts';
export * from '../ocsp/answer.ts';
export { pem } from '../pem.ts';
