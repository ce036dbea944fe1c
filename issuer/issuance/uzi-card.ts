/** What is asked of the UZI card before a ZORG-ID card is made from it. Checks 4–9. */
import { verify, X509Certificate } from 'node:crypto';
import { CardMute, SW } from '../../apdu/index.ts';
import { isOfAuthority } from '../ca/issuer-of.ts';
import { assertHolder, HolderError, type PersonHolder } from '../certificate/holder.ts';
import { PASTYPES } from '../certificate/pastypes.ts';
import { Pkcs15Error } from '../pkcs15-reader/index.ts';
import { TokenError } from '../token/token-error.ts';
import { type TokenFacts, triesLeftIn } from '../token/token-facts.ts';
import { type CertifiedIdentity, certifiedIdentity } from './certified-identity.ts';
import { type IdentityCard, identityCardOf, presentPin, signWithKeyA } from './identity-card.ts';
import type { RandomSource } from './puk.ts';
import { refuse } from './refusals.ts';
import { type RevocationSource, standingOf } from './revocation.ts';

/** Bytes of the nonces of OCSP and of the proof of possession. */
const NONCE_LENGTH = 32;

/** The employee whose card it is, and the authority field of their otherName. */
export interface UziHolder {
  readonly holder: PersonHolder;
  readonly identity: CertifiedIdentity;
}

export interface UziCheck {
  readonly pin: string;
  readonly revocation: RevocationSource;
  readonly random: RandomSource;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

const ABSENT: Readonly<Record<Exclude<TokenFacts['kind'], 'operational'>, string>> = {
  absent: 'the reader for the UZI card is empty',
  mute: 'the card in the reader for the UZI card does not answer',
  foreign: 'the card in the reader for the UZI card has no PKCS#15 files',
  blank: 'the card in the reader for the UZI card is blank',
  uninitialised: 'the card in the reader for the UZI card has no PIN',
  'not-activated': 'the UZI card has not been activated',
};

/** The UZI card with everything read that is needed. Refuses UZI_ABSENT, UZI_NOT_ACTIVATED. */
function uziCardOf(facts: TokenFacts): IdentityCard {
  if (facts.kind === 'not-activated') refuse('UZI_NOT_ACTIVATED', ABSENT['not-activated']);
  if (facts.kind !== 'operational') refuse('UZI_ABSENT', ABSENT[facts.kind]);
  try {
    const card = identityCardOf(facts.token);
    return (
      card ?? refuse('UZI_ABSENT', 'the card in the reader for the UZI card has no certificate for authentication')
    );
  } catch (error) {
    if (error instanceof Pkcs15Error) refuse('UZI_ABSENT', error.message);
    throw error;
  }
}

/** Check 4. Refuses UZI_PIN, UZI_BLOCKED. */
function verifyPin(card: IdentityCard, pin: string): void {
  const blocked = 'the PIN of the UZI card is blocked; unblock it with the PUK: proefpas token unblock-pin';
  if (card.pin.triesLeft === 0) refuse('UZI_BLOCKED', blocked, 0);
  const { sw } = present(card, pin);
  if (sw === SW.ok) return;
  const triesLeft = triesLeftIn(sw);
  if (triesLeft === 0) refuse('UZI_BLOCKED', blocked, 0);
  const left = triesLeft === undefined ? '' : `; ${triesLeft === 1 ? '1 try' : `${triesLeft} tries`} left`;
  refuse('UZI_PIN', `the PIN of the UZI card is wrong${left}`, triesLeft);
}

function present(card: IdentityCard, pin: string) {
  try {
    return presentPin(card, pin);
  } catch (error) {
    if (error instanceof TokenError) refuse('UZI_PIN', error.message);
    throw error;
  }
}

/** Checks 5 and 6. Refuses UZI_PASTYPE_Z, UZI_PASTYPE. */
function employeeOf(certificate: Uint8Array): CertifiedIdentity {
  const identity = certifiedIdentity(certificate);
  if (identity === undefined) refuse('UZI_PASTYPE', 'the certificate has no otherName of the UZI register');
  if (identity.pastype === 'Z') refuse('UZI_PASTYPE_Z', 'the card is of pastype Z');
  if (identity.pastype !== 'N') refuse('UZI_PASTYPE', `the card is of pastype ${identity.pastype}`);
  return identity;
}

/** Check 7: the authority for employees has issued it, it holds now, and it names an employee. */
function assertTrusted(certificate: X509Certificate, holder: PersonHolder, now: number): void {
  if (!isOfAuthority(certificate, PASTYPES.N.authority)) {
    refuse('UZI_UNTRUSTED', 'the certificate is not of the authority for UZI cards of employees');
  }
  if (now > Date.parse(certificate.validTo))
    refuse('UZI_EXPIRED', `the certificate was valid until ${certificate.validTo}`);
  // Certificates tell whole seconds.
  if (Math.ceil(now / 1000) * 1000 < Date.parse(certificate.validFrom)) {
    refuse('UZI_NOT_YET_VALID', `the certificate is valid from ${certificate.validFrom}`);
  }
  try {
    assertHolder(holder);
  } catch (error) {
    if (error instanceof HolderError) refuse('UZI_UNTRUSTED', error.message);
    throw error;
  }
}

/** Check 8. */
async function assertNotRevoked(
  certificate: X509Certificate,
  { revocation: source, random, now }: UziCheck,
): Promise<void> {
  const nonce = random(NONCE_LENGTH);
  const standing = await standingOf({ certificate, issuer: PASTYPES.N.authority, source, now, nonce });
  if (standing === 'revoked') refuse('UZI_REVOKED', 'the UZI card has been revoked');
  if (standing === 'unknown') {
    refuse('UZI_STATUS_UNAVAILABLE', 'neither OCSP nor the CRL can say whether the UZI card has been revoked');
  }
}

/** Check 9: the key of the certificate is on this card, whose PIN has been verified. Refuses UZI_POP. */
export function assertPossession(card: IdentityCard, random: RandomSource): void {
  const nonce = random(NONCE_LENGTH);
  const signature = signWithKeyA(card, nonce);
  const isRight = signature && verify('sha256', nonce, new X509Certificate(card.certificate).publicKey, signature);
  if (isRight !== true) refuse('UZI_POP', 'a signature by key A of the card is not one by the key in its certificate');
}

function parsed(certificate: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(certificate);
  } catch {
    refuse('UZI_UNTRUSTED', 'the UZI card has a certificate that cannot be read');
  }
}

/** Runs checks 4–9 on a powered card; in their order, until the first that fails. Throws `IssuanceRefusal`. */
export async function checkUziCard(facts: TokenFacts, check: UziCheck): Promise<UziHolder> {
  try {
    const card = uziCardOf(facts);
    verifyPin(card, check.pin);
    const identity = employeeOf(card.certificate);
    const { uziNumber, ura: subscriberNumber, roleCode, agbCode, givenNames, surname, subscriberName } = identity;
    const names = { givenNames, surname, subscriberName };
    const holder: PersonHolder = { pastype: 'N', uziNumber, subscriberNumber, roleCode, agbCode, ...names };
    const certificate = parsed(card.certificate);
    assertTrusted(certificate, holder, check.now);
    await assertNotRevoked(certificate, check);
    assertPossession(card, check.random);
    return { holder, identity };
  } catch (error) {
    if (error instanceof CardMute) refuse('UZI_ABSENT', 'the UZI card was taken out');
    throw error;
  }
}
