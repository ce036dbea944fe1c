/** A card profile in the card OS's terms. */
import { type AnswerToReset, fromHex } from '../apdu/index.ts';
import type { Behaviour, OsProfile } from '../emulator/index.ts';
import type { CardProfile } from './profile/card-profile.ts';
import { behaviourOf } from './quirks/behaviour-of.ts';

/** References of the PIN and the PUK. */
export const PIN_REFERENCE = 0x01;
export const PUK_REFERENCE = 0x02;

/** Sixteen keys, references 00–0F. */
const LAST_KEY_REFERENCE = 0x0f;

/** File descriptor: a DF; file identifier: the MF's. */
const MF_TEMPLATE = fromHex('820138 83023F00');

/**
 * Answer to reset. Historical bytes, ISO/IEC 7816-4:2005 §8.1.1, category 80:
 *   31 E8  card service data: selection by full and partial name, EF.DIR, by READ BINARY, with an MF
 *   73 …   card capabilities: F6 name, partial name, path, FID, SFI, record number · 41 one-byte data units, WRITE is OR ·
 *          80 chaining, 40 extended length, 10 channel numbers given by the card, number of channels − 1 (7: eight or more);
 *          each as far as the card has it
 *   57 …   issuer's data "ZORGTST"
 */
function answerToReset(channels: number, { chainingRefusal, extendedLength }: Behaviour): AnswerToReset {
  const lengths = (chainingRefusal === undefined ? 0x80 : 0) | (extendedLength ? 0x40 : 0);
  const capabilities = lengths | (channels === 1 ? 0 : 0x10 | Math.min(channels - 1, 7));
  const historical = fromHex('80 31E8 73F64100 57 5A4F5247545354');
  historical[6] = capabilities;
  return {
    convention: 'direct',
    levels: [{ ta: 0x18, protocol: 1 }, { protocol: 1 }, { ta: 0xfe, tb: 0x45 }],
    historical,
  };
}

export function osProfile(profile: CardProfile): OsProfile {
  const behaviour = behaviourOf(profile.quirks);
  const channels = behaviour.logicalChannels ? profile.channels : 1;
  return {
    name: profile.name,
    atr: answerToReset(channels, behaviour),
    capacity: profile.capacity,
    channels,
    behaviour,
    applications: [
      {
        pins: [
          { reference: PIN_REFERENCE, label: 'User PIN', kind: 'pin', policy: profile.pin, resetBy: PUK_REFERENCE },
          { reference: PUK_REFERENCE, label: 'PUK', kind: 'puk', policy: profile.puk },
          ...profile.morePins,
        ],
        userPinReference: PIN_REFERENCE,
        lastKeyReference: LAST_KEY_REFERENCE,
        mfTemplate: MF_TEMPLATE,
      },
    ],
  };
}
