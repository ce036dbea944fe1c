/** What a card is: constants that no command changes. */
import type { AnswerToReset } from '../apdu/index.ts';
import type { Behaviour } from './behaviour.ts';
import type { PinPolicy } from './pin.ts';

/** A PIN or PUK that an application has, set or not yet set. */
export interface PinDefinition {
  /** Reference in P2, 01–1F global or 81–9F specific to the application. ISO/IEC 7816-4:2005 §7.5.6. */
  readonly reference: number;
  /** What people call it. */
  readonly label: string;
  readonly policy: PinPolicy;
  /** A PUK, which resets the retry counters of PINs, or a PIN. */
  readonly kind: 'pin' | 'puk';
  /** Reference of the PIN or PUK that resets its retry counter, where there is one. */
  readonly resetBy?: number;
}

/** Constants of an application on the card. */
export interface ApplicationProfile {
  readonly pins: readonly PinDefinition[];
  /** The PIN whose verification is "user authentication" in an access rule. */
  readonly userPinReference: number;
  /** Highest key reference; references start at 00. */
  readonly lastKeyReference: number;
  /** Content of the FCP template of its MF before anything is created. */
  readonly mfTemplate: Uint8Array;
}

/** Constants of the card OS; what an applet adds to them is its own. */
export interface OsProfile {
  /** Kept in the image: an image is only opened with the profile that formatted it. */
  readonly name: string;
  readonly atr: AnswerToReset;
  /** Non-volatile memory for files, keys and PINs, in bytes. */
  readonly capacity: number;
  /** Logical channels, 1–20. */
  readonly channels: number;
  /** What it does where cards differ. */
  readonly behaviour: Behaviour;
  /** 1–4 applications; the first one is selected after reset. */
  readonly applications: readonly ApplicationProfile[];
}
