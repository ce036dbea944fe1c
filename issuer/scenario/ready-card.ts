/** The portal after the ready ZORG-ID card of its published seed has been made, as `proefpas issue` would have recorded it. */
import { toHex } from '../../apdu/index.ts';
import { serialNumber, zorgId } from '../../applet/index.ts';
import { seedBytes } from '../../emulator/index.ts';
import { MEDEWERKER } from '../certificate/personas.ts';
import { afterThreeCalendarYears } from '../certificate/validity.ts';
import { advance, monthsAfter, type PortalState, READY_BIRTH_DATE, readyPortal, recordCard } from '../portal/index.ts';
import { readyCertificateNumber } from '../ready/personalise-ready.ts';

const SERIAL_NUMBER = serialNumber(zorgId, seedBytes(zorgId.defaultSeed));

/** What the portal calls the card, and its holder. */
export const READY_NUMBER = toHex(SERIAL_NUMBER);
export const HOLDER = MEDEWERKER.uziNumber;

export function portalWithReadyCard(state: PortalState = readyPortal()): PortalState {
  const { uziNumber, givenNames, surname, subscriberNumber: ura } = MEDEWERKER;
  return recordCard(state, {
    ura,
    applicant: { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE },
    number: READY_NUMBER,
    certificates: zorgId.keys.map(({ purpose }) => ({
      purpose,
      serialNumber: toHex(readyCertificateNumber(SERIAL_NUMBER, purpose)),
    })),
    notBefore: state.now,
    notAfter: afterThreeCalendarYears(state.now),
  });
}

/** The same after so many calendar months. */
export const afterMonths = (state: PortalState, months: number): PortalState =>
  advance(state, monthsAfter(state.now, months));
