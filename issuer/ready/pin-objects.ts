/** PIN and PUK of a ready card, as its EF.AODF tells them: other words for the same in each layout. */
import { behaviourOf, type CardProfile, LAYOUTS, type LayoutName } from '../../applet/index.ts';
import { PIN_FLAG, PIN_TYPE, type PinObject } from '../pkcs15/authentication-objects.ts';

/** How a layout tells them. */
interface PinWords {
  /** To a PIN that is called anything but "PIN", OpenSC gives up to half of the 32 characters that a token label has in PKCS#11. */
  readonly pin: string;
  readonly puk: string;
  /** Flags of both, and of the PUK besides. */
  readonly flags: readonly number[];
  readonly pukFlag: number;
  readonly type: number;
  readonly tellsMaxLength: boolean;
}

const { caseSensitive, local, initialized, needsPadding, exchangeRefData, disableAllowed, unblockingPin, soPin } =
  PIN_FLAG;
const FLAGS = [caseSensitive, local, initialized, needsPadding, exchangeRefData];

const WORDS: { readonly [Name in LayoutName]: PinWords } = {
  iso: { pin: 'PIN', puk: 'PUK', flags: FLAGS, pukFlag: unblockingPin, type: PIN_TYPE.utf8, tellsMaxLength: true },
  safesign: {
    pin: 'User Pin',
    puk: 'SO Pin',
    flags: [...FLAGS, disableAllowed],
    pukFlag: soPin,
    type: PIN_TYPE.asciiNumeric,
    tellsMaxLength: false,
  },
};

/** An authentication object is known by the reference of its PIN. */
const authId = (reference: number): Uint8Array => Uint8Array.of(reference);

/** What keys and files are protected by. */
export const pinAuthId = ({ layout }: CardProfile): Uint8Array => authId(LAYOUTS[layout].pinReference);

export function pinObjects({ pin, puk, quirks, layout }: CardProfile): PinObject[] {
  const { pinReference, pukReference, pinPath } = LAYOUTS[layout];
  const { pinFiller, pinLength } = behaviourOf(quirks, layout);
  const words = WORDS[layout];
  const common = { type: words.type, storedLength: pinLength, filler: pinFiller, path: pinPath };
  const lengths = ({ minLength, maxLength }: CardProfile['pin']) => ({
    minLength,
    ...(words.tellsMaxLength ? { maxLength } : {}),
  });
  return [
    {
      ...common,
      ...lengths(pin),
      label: words.pin,
      authId: authId(pinReference),
      protectedBy: authId(pukReference),
      flags: words.flags,
      reference: pinReference,
    },
    {
      ...common,
      ...lengths(puk),
      label: words.puk,
      authId: authId(pukReference),
      flags: [...words.flags, words.pukFlag],
      reference: pukReference,
    },
  ];
}
