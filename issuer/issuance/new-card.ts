/** The ZORG-ID card that is made: blank before, and until the very last command blank again at its next power-on. */
import { X509Certificate } from 'node:crypto';
import { type CardChannel, CardMute, toHex } from '../../apdu/index.ts';
import type { CardProfile } from '../../applet/index.ts';
import { CardRefused } from '../card-host.ts';
import { cardCertificate } from '../certificate/card-certificate.ts';
import { afterThreeCalendarYears } from '../certificate/validity.ts';
import { OPENING } from '../personalise.ts';
import type { CertificateOnCard } from '../portal/state.ts';
import { type PreparedCard, prepareCard } from '../ready/personalise-card.ts';
import { ZORG_ID_LABEL } from '../ready/personalise-ready.ts';
import { drawPuk, type RandomSource } from './puk.ts';
import { IssuanceRefusal, refuse } from './refusals.ts';
import type { UziHolder } from './uzi-card.ts';

/** Bytes from which the serial number of a certificate follows. */
const SEED_LENGTH = 16;

export interface IssuedCertificate extends CertificateOnCard {
  /** DER. */
  readonly certificate: Uint8Array;
}

/** What is recorded of a card. */
export interface CardFacts {
  /** The unique number, in hexadecimal. */
  readonly number: string;
  readonly certificates: readonly IssuedCertificate[];
  /** Milliseconds since 1970-01-01 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface MadeCard extends CardFacts {
  readonly puk: string;
  /** Closes the bracket: the card is operational. Throws `CardMute` when it is pulled out, and then may be either. */
  finish(): void;
}

export interface CardToMake extends UziHolder {
  readonly pin: string;
  /** Keys, and the rules for PIN and PUK. */
  readonly profile: CardProfile;
  readonly random: RandomSource;
  /** When it is made, milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

/** 15. PIN of the length and alphabet that the rules have, twice the same. Refuses PIN_POLICY. */
export function assertNewPin({ pin: { minLength, maxLength } }: CardProfile, pin: string, repeated: string): void {
  if (pin !== repeated) refuse('PIN_POLICY', 'the new PIN was not twice the same');
  if (/^[0-9A-Za-z]*$/.test(pin) && pin.length >= minLength && pin.length <= maxLength) return;
  refuse('PIN_POLICY', `a new PIN has ${minLength} to ${maxLength} digits and letters`);
}

export const issuedCertificate = (
  purpose: CertificateOnCard['purpose'],
  certificate: Uint8Array,
): IssuedCertificate => ({
  purpose,
  serialNumber: new X509Certificate(certificate).serialNumber,
  certificate,
});

function prepared(card: CardChannel, order: CardToMake, notBefore: number, puk: string): PreparedCard {
  const { holder, identity, profile, pin, random } = order;
  return prepareCard(card, {
    profile,
    pin,
    puk,
    tokenLabel: ZORG_ID_LABEL,
    authority: 'zorg-id',
    keysAreInjected: false,
    certify: (purpose, publicKey) =>
      cardCertificate({
        holder,
        purpose,
        publicKey,
        authority: 'zorg-id',
        authorityOid: identity.authorityOid,
        notBefore,
        seed: random(SEED_LENGTH),
      }),
  });
}

/**
 * Makes everything on a powered, blank card but for its completion: PIN and PUK, keys, certificates with what the UZI card tells of its
 * holder, files. Refuses NOT_BLANK, CARD_FAILED; the card is then blank again at its next power-on.
 */
export function makeCard(card: CardChannel, order: CardToMake): MadeCard {
  const notBefore = Math.floor(order.now / 1000) * 1000;
  const puk = drawPuk(order.random);
  try {
    const { serialNumber, keys, finish } = prepared(card, order, notBefore, puk);
    return {
      number: toHex(serialNumber),
      certificates: keys.map(({ key, certificate }) => issuedCertificate(key.purpose, certificate)),
      notBefore,
      notAfter: afterThreeCalendarYears(notBefore),
      puk,
      finish,
    };
  } catch (error) {
    if (error instanceof CardRefused && error.step === OPENING)
      refuse('NOT_BLANK', 'the card is not blank, though it has no PKCS#15 files');
    if (error instanceof CardRefused || error instanceof CardMute) throw cardFailed(error);
    throw error;
  }
}

const cardFailed = (error: Error): IssuanceRefusal =>
  new IssuanceRefusal(
    'CARD_FAILED',
    error instanceof CardMute
      ? 'the new card was taken out; it is blank again'
      : `${error.message}; the card is blank again`,
    { cause: error },
  );
