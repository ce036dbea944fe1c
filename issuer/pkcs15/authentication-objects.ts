/** EF.AODF: PINs. PKCS#15 v1.1 / ISO/IEC 7816-15, PinAttributes. */
import {
  contextConstructed,
  contextPrimitive,
  type Der,
  encodeAll,
  enumerated,
  integer,
  namedBits,
  octetString,
  sequence,
} from '../der.ts';
import { OBJECT_FLAG, objectAttributes, path } from './common.ts';

/** Bits of PinFlags. */
// biome-ignore format: a table reads best with its columns aligned
export const PIN_FLAG = {
  caseSensitive: 0, local: 1, changeDisabled: 2, unblockDisabled: 3, initialized: 4, needsPadding: 5, unblockingPin: 6, soPin: 7,
  disableAllowed: 8, exchangeRefData: 11,
} as const;

/** PinType: bcd(0), ascii-numeric(1), utf8(2). */
export const PIN_TYPE = { asciiNumeric: 1, utf8: 2 } as const;

export interface PinObject {
  readonly label: string;
  readonly authId: Uint8Array;
  /** The authentication object that protects, that is unblocks, this one. */
  readonly protectedBy?: Uint8Array;
  readonly flags: readonly number[];
  readonly type: number;
  readonly minLength: number;
  readonly maxLength?: number;
  readonly storedLength: number;
  /** What shorter values are filled up with; 00 when left out. */
  readonly filler?: number;
  readonly reference: number;
  /** DF that the PIN belongs to, as FIDs from 3F00. */
  readonly path: string;
}

/**
 * PinAttributes ::= SEQUENCE { pinFlags PinFlags, pinType PinType, minLength INTEGER, storedLength INTEGER,
 *   maxLength INTEGER OPTIONAL, pinReference [0] Reference DEFAULT 0, padChar OCTET STRING (SIZE(1)) OPTIONAL,
 *   lastPinChange GeneralizedTime OPTIONAL, path Path OPTIONAL }
 */
function pinAttributes(pin: PinObject): Der {
  return sequence(
    namedBits(...pin.flags),
    enumerated(pin.type),
    integer(pin.minLength),
    integer(pin.storedLength),
    ...(pin.maxLength === undefined ? [] : [integer(pin.maxLength)]),
    contextPrimitive(0, Uint8Array.of(pin.reference)),
    octetString(Uint8Array.of(pin.filler ?? 0x00)),
    path(pin.path),
  );
}

/** Object ::= SEQUENCE { CommonObjectAttributes, CommonAuthenticationObjectAttributes { authId }, [1] PinAttributes } */
export const authenticationObjects = (pins: readonly PinObject[]): Uint8Array =>
  encodeAll(
    pins.map((pin) =>
      sequence(
        objectAttributes({
          label: pin.label,
          flags: [OBJECT_FLAG.private, OBJECT_FLAG.modifiable],
          ...(pin.protectedBy === undefined ? {} : { authId: pin.protectedBy }),
        }),
        sequence(octetString(pin.authId)),
        contextConstructed(1, pinAttributes(pin)),
      ),
    ),
  );
