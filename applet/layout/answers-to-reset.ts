/** Answers to reset of cards in the field, for software that knows cards by them. None is known of a ZORG-ID Smartcard. */

/** By the word for it, hexadecimal; from the list of pcsc-tools 1.6.2. */
// biome-ignore format: a table reads best with its columns aligned
export const ANSWERS_TO_RESET = {
  'safesign-qscd': '3BDB18FF8191FE1FC306092B06010401E9100503D7',      // "SafeSign Default QSCD (NXP JCOP 3 SecID P60)"
  'uzi-qscd':      '3BDC18FF8191FE1FC3060A2B06010401E910050203D1',    // "UZI caregiver card"
  'uzi-jcop':      '3BFD1800FF8131FE4543494247555A494A324130383158', // "UZI caregiver card"
} as const;
