/** A card to point conformance suites at: zorg-id's PIN and PUK, a spare pair that may be blocked and disabled at will, four channels. */
import type { CardProfile } from './card-profile.ts';
import { zorgId } from './zorg-id.ts';
import { zorgIdBlank } from './zorg-id-blank.ts';

/** References of the spare PIN and its PUK, specific to the application. */
const SPARE_PIN_REFERENCE = 0x81;
const SPARE_PUK_REFERENCE = 0x82;

export const conformance: CardProfile = {
  ...zorgIdBlank,
  pin: zorgId.pin,
  puk: zorgId.puk,
  name: 'conformance',
  description: 'operational TEST card for conformance suites',
  content: 'conformance',
  morePins: [
    {
      reference: SPARE_PIN_REFERENCE,
      label: 'Spare PIN',
      kind: 'pin',
      policy: { tries: 3, minLength: 4, maxLength: 16, alphabet: 'any', mayBeDisabled: true },
      resetBy: SPARE_PUK_REFERENCE,
      value: '654321',
    },
    {
      reference: SPARE_PUK_REFERENCE,
      label: 'Spare PUK',
      kind: 'puk',
      policy: { tries: 5, minLength: 8, maxLength: 8, alphabet: 'digits' },
      value: '87654321',
    },
  ],
  defaultSeed: '434F4E464F524D414E43452054455354',
  channels: 4,
};
