/** The names by which the PKI applet is selected. */
import { fromHex } from '../apdu/index.ts';
import type { Behaviour } from '../emulator/index.ts';

/** Application identifier of PKCS#15 v1.1: A0 00 00 00 63 "PKCS-15". */
export const PKCS15_AID = fromHex('A000000063504B43532D3135');

/** Application identifier by which OpenSC's read/write driver finds a card that it can personalise. */
export const ISOAPPLET_AID = fromHex('F276A288BCFBA69D34F31001');

/** What a selection of the IsoApplet AID answers: interface 0.6, with random numbers (02) and elliptic curves (04). */
export const V0_VERSION = fromHex('000606');

/**
 * The version object: interface 1.0, with extended APDUs (01), random numbers (02), elliptic curves (04), RSA-PSS (08)
 * and RSA-4096 (20), as far as the card has them.
 */
export function versionObject({ extendedLength, pss }: Behaviour): Uint8Array {
  return Uint8Array.of(0x01, 0x00, 0x26 | (extendedLength ? 0x01 : 0) | (pss ? 0x08 : 0));
}

/** FID of the DF that the PKCS#15 application lies in. */
export const PKCS15_DF = 0x5015;
