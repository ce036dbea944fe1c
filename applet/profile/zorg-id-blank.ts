/** A blank ZORG-ID card: an MF, a serial number, and no more. PIN and PUK rules are those of a card that OpenSC personalises. */
import type { CardProfile } from './card-profile.ts';

export const zorgIdBlank: CardProfile = {
  name: 'zorg-id-blank',
  description: 'blank ZORG-ID test card, for pkcs15-init and issuance',
  content: 'blank',
  keys: [],
  holder: {},
  validity: 'now',
  isActivated: true,
  layout: 'iso',
  atr: '',
  publicObjects: 'free',
  pin: { tries: 3, minLength: 4, maxLength: 16, alphabet: 'any' },
  puk: { tries: 5, minLength: 4, maxLength: 16, alphabet: 'any' },
  morePins: [],
  defaultSeed: '5A4F52472D494420424C414E4B2054455354',
  capacity: 131072,
  channels: 20,
  edgeVersion: 'auto',
  variant: '',
  quirks: [],
  edition: '',
};
