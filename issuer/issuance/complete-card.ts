/**
 * A ZORG-ID card that was completed when the portal could not record it any more, or its process had died: it is told from
 * any other card that is not blank, and may be recorded after all.
 */
import { X509Certificate } from 'node:crypto';
import { SW, toHex } from '../../apdu/index.ts';
import { isOfAuthority } from '../ca/issuer-of.ts';
import { pkijs } from '../libraries.ts';
import { Pkcs15Error } from '../pkcs15-reader/index.ts';
import type { CertificateOnCard } from '../portal/state.ts';
import type { Token, TokenFacts } from '../token/token-facts.ts';
import { certifiedIdentity } from './certified-identity.ts';
import { type IdentityCard, identityCardOf, presentPin } from './identity-card.ts';
import { type CardFacts, issuedCertificate } from './new-card.ts';
import type { RandomSource } from './puk.ts';
import { refuse } from './refusals.ts';
import { assertPossession, type UziHolder } from './uzi-card.ts';

const KEY_USAGE = '2.5.29.15';

/** First byte of KeyUsage, RFC 5280 §4.2.1.3: digitalSignature 80, nonRepudiation 40. */
function purposeOf(certificate: Uint8Array): CertificateOnCard['purpose'] {
  const { extensions = [] } = pkijs().Certificate.fromBER(certificate);
  const bits = extensions.find(({ extnID }) => extnID === KEY_USAGE)?.extnValue.valueBlock.valueHexView.at(-1) ?? 0;
  return bits & 0x80 ? 'authenticity' : bits & 0x40 ? 'signature' : 'confidentiality';
}

/** The otherName without its first field, the authority. */
const person = (uziName: string): string => uziName.slice(uziName.indexOf('-'));

export interface CompleteCard extends CardFacts {
  readonly card: IdentityCard;
}

/** Undefined for a card that is not the authority's, has expired, or tells of somebody else than the UZI card. */
export function completeCardOf(facts: TokenFacts, { identity }: UziHolder, now: number): CompleteCard | undefined {
  if (facts.kind !== 'operational' || facts.token.info === undefined) return undefined;
  const card = identityIn(facts.token);
  if (card === undefined) return undefined;
  const told = certifiedIdentity(card.certificate);
  if (told === undefined || person(told.uziName) !== person(identity.uziName)) return undefined;
  if (!card.certificates.every((each) => isOfAuthority(new X509Certificate(each), 'zorg-id'))) return undefined;
  const { validFrom, validTo } = new X509Certificate(card.certificate);
  if (now > Date.parse(validTo)) return undefined;
  return {
    card,
    number: toHex(facts.token.info.serialNumber),
    certificates: card.certificates.map((each) => issuedCertificate(purposeOf(each), each)),
    notBefore: Date.parse(validFrom),
    notAfter: Date.parse(validTo),
  };
}

function identityIn(token: Token): IdentityCard | undefined {
  try {
    return identityCardOf(token);
  } catch (error) {
    if (error instanceof Pkcs15Error) return undefined;
    throw error;
  }
}

/** The holder has its PIN, and it has the key of its certificate. Refuses NOT_BLANK, UZI_POP. */
export function assertHeld({ card }: CompleteCard, pin: string, random: RandomSource): void {
  if (presentPin(card, pin).sw !== SW.ok) {
    refuse(
      'NOT_BLANK',
      'the card is complete but not on record; to record it, the PIN that it was made with is needed',
    );
  }
  assertPossession(card, random);
}
