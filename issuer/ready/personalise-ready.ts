/** Makes the ready cards of ZORG-ID and of the UZI register, each for its persona or for whoever is named. */
import type { CardChannel } from '../../apdu/index.ts';
import { type CardProfile, identityIn } from '../../applet/index.ts';
import type { Clock } from '../../emulator/index.ts';
import type { AuthorityName } from '../ca/authorities.ts';
import { serialNumberOf } from '../ca/serial-number.ts';
import { cardCertificate } from '../certificate/card-certificate.ts';
import { PASTYPES } from '../certificate/pastypes.ts';
import type { Purpose } from '../certificate/purposes.ts';
import { afterThreeCalendarYears, afterThreeUziYears, firstDayOf } from '../certificate/validity.ts';
import type { CardFaultRow } from '../fault/card-fault.ts';
import { FAULTS } from '../fault/faults.ts';
import { holderOf } from './holder-of.ts';
import { personaliseCard } from './personalise-card.ts';

/** PIN and PUK of every ready card: published, so that tests can use them. */
export const READY_PIN = '123456';
export const READY_PUK = '12345678';

/** Label of a ZORG-ID card. */
export const ZORG_ID_LABEL = 'ZORG-ID Smartcard TEST';

/** Labels of UZI cards by pastype, in the 32 characters that PKCS#11 has. */
const UZI_LABEL = { N: 'UZI medewerkerpas TEST', Z: 'UZI zorgverlenerpas TEST', M: 'UZI niet op naam TEST' } as const;

/** Who issues the certificates of a ready card. */
export const readyAuthority = (profile: CardProfile): AuthorityName =>
  faultOf(profile).authority ??
  (profile.content === 'zorg-id' ? 'zorg-id' : PASTYPES[holderOf(profile).pastype].authority);

const faultOf = ({ fault }: CardProfile): CardFaultRow => (fault === undefined ? {} : FAULTS[fault]);

/** The serial number of a certificate of a ready card, which follows from the card's: nobody has to make the card to know it. */
export const readyCertificateNumber = (cardSerialNumber: Uint8Array, purpose: Purpose): Uint8Array =>
  serialNumberOf(identityIn(cardSerialNumber), purpose);

/**
 * Personalises a powered, blank card. Throws `HolderError` for a holder who cannot have it, and `CardRefused` naming the step
 * at which the card refused; the card is then blank again at its next power-on.
 */
export function personaliseReady(card: CardChannel, profile: CardProfile, clock: Clock): void {
  const holder = holderOf(profile);
  const authority = readyAuthority(profile);
  const isUzi = profile.content === 'uzi';
  const { certificate: certificateFault, files } = faultOf(profile);
  const notBefore = firstDayOf(profile.validity, clock.now());
  personaliseCard(card, {
    profile,
    pin: READY_PIN,
    puk: READY_PUK,
    tokenLabel: isUzi ? UZI_LABEL[holder.pastype] : ZORG_ID_LABEL,
    authority,
    keysAreInjected: isUzi,
    fault: files,
    certify: (purpose, publicKey, serialNumber) =>
      cardCertificate({
        holder,
        purpose,
        publicKey,
        authority,
        notBefore,
        notAfter: (isUzi ? afterThreeUziYears : afterThreeCalendarYears)(notBefore),
        seed: { serialNumber: readyCertificateNumber(serialNumber, purpose) },
        fault: certificateFault,
      }),
  });
}
