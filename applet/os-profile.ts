/** A card profile in the card OS's terms. */
import { type AnswerToReset, fromHex, offeredProtocols, parseAtr } from '../apdu/index.ts';
import type { Behaviour, OsProfile } from '../emulator/index.ts';
import { LAYOUTS, type Layout } from './layout/layout.ts';
import type { CardProfile } from './profile/card-profile.ts';
import { behaviourOf } from './quirks/behaviour-of.ts';

/** Sixteen keys, references 00–0F. */
const LAST_KEY_REFERENCE = 0x0f;

/** File descriptor: a DF; file identifier: the MF's. */
const MF_TEMPLATE = fromHex('820138 83023F00');

/**
 * Answer to reset. Historical bytes, ISO/IEC 7816-4:2005 §8.1.1, category 80:
 *   31 E8  card service data: selection by full and partial name, 20 EF.DIR, by READ BINARY, with an MF
 *   73 …   card capabilities: F6 name, partial name, path, FID, SFI, record number · 41 one-byte data units, WRITE is OR ·
 *          80 chaining, 40 extended length, 10 channel numbers given by the card, number of channels − 1 (7: eight or more);
 *          each as far as the card has it
 *   57 …   issuer's data "ZORGTST"
 */
function ownAnswerToReset(
  channels: number,
  { chainingRefusal, extendedLength }: Behaviour,
  { hasEfDir }: Layout,
): AnswerToReset {
  const lengths = (chainingRefusal === undefined ? 0x80 : 0) | (extendedLength ? 0x40 : 0);
  const capabilities = lengths | (channels === 1 ? 0 : 0x10 | Math.min(channels - 1, 7));
  const historical = fromHex('80 31E8 73F64100 57 5A4F5247545354');
  if (!hasEfDir) historical[2]! &= ~0x20;
  historical[6] = capabilities;
  return {
    convention: 'direct',
    levels: [{ ta: 0x18, protocol: 1 }, { protocol: 1 }, { ta: 0xfe, tb: 0x45 }],
    historical,
  };
}

/** With the behaviour that quirks and layout give it, or another one. */
export function osProfile(
  profile: CardProfile,
  behaviour: Behaviour = behaviourOf(profile.quirks, profile.layout),
): OsProfile {
  const layout = LAYOUTS[profile.layout];
  const { pinReference, pukReference } = layout;
  const atr = profile.atr === '' ? undefined : parseAtr(fromHex(profile.atr));
  const speaksT0 = atr !== undefined && offeredProtocols(atr)[0] === 0;
  const channels = behaviour.logicalChannels ? profile.channels : 1;
  return {
    name: profile.name,
    atr: atr ?? ownAnswerToReset(channels, behaviour, layout),
    capacity: profile.capacity,
    channels,
    behaviour: speaksT0 && behaviour.answers === 'up to Le' ? { ...behaviour, answers: 'as T=0' } : behaviour,
    applications: [
      {
        pins: [
          { reference: pinReference, label: 'User PIN', kind: 'pin', policy: profile.pin, resetBy: pukReference },
          { reference: pukReference, label: 'PUK', kind: 'puk', policy: profile.puk },
          ...profile.morePins,
        ],
        userPinReference: pinReference,
        lastKeyReference: LAST_KEY_REFERENCE,
        mfTemplate: MF_TEMPLATE,
      },
    ],
  };
}
