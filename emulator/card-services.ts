/** What the card OS offers an instruction: the channel it runs on, the objects it works with, and one way to change them. */

import type { PinName } from './access-condition.ts';
import type { AccessMode, AccessRules, CommandHeader } from './access-rules.ts';
import type { Behaviour } from './behaviour.ts';
import type { CryptoEngine, Drbg } from './crypto/index.ts';
import type { FileNode, FileSystem } from './file-system/index.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';
import type { CardState } from './life-cycle.ts';
import type { Change } from './nvm/index.ts';
import type { Personalisation } from './personalisation.ts';
import type { Pin } from './pin.ts';
import type { Session } from './session.ts';

/** Files, keys and PINs are those of the application that is selected on the channel, and no others. */
export interface CardServices {
  /** The session of the logical channel that the command came on. */
  readonly session: Session;
  /** What the card does where cards differ. */
  readonly behaviour: Behaviour;
  readonly files: FileSystem;
  readonly keys: Keys;
  readonly engine: CryptoEngine;
  /** Reference data by reference, or undefined. */
  pin(reference: number): Pin | undefined;
  /** The PIN that "user authentication" in an access rule means. */
  readonly userPin: Pin;
  readonly state: CardState;
  /** Whether the card's use was terminated. */
  readonly isTerminated: boolean;
  /** The open personalisation, if any. */
  readonly personalisation: Personalisation | undefined;
  /** The card's unique number. */
  readonly serialNumber: Uint8Array;
  /** Commands since power-on, this one included. */
  readonly commandNumber: number;

  /**
   * Refuses unless this channel may do something to a file: 6985 when its state or that of a DF above does not have it, 6982
   * when its rules, or those given instead, do not grant it.
   */
  demand(file: FileNode, mode: AccessMode, rules?: AccessRules): void;
  /**
   * Refuses with 6982 unless a key may be used, or made, by a command: the one at hand, or the one given. A key without rules
   * of its own, and one that is not there yet, wants the user's PIN.
   */
  demandKey(key: Key | undefined, command?: CommandHeader): void;
  /**
   * Uses up the verifications of a key that wants new ones for each use; nothing for another key. Refuses with 6982 unless those
   * that it needs were not used before.
   */
  useUp(key: Key): void;
  /** Refuses with 6982 unless the rules of a PIN grant the command at hand; a PIN without rules grants every one. */
  demandPin(pin: Pin): void;
  /** Whether a PIN is verified on this channel, or no verification of it is required. */
  holds(pin: PinName): boolean;
  /** The card's own random generator. Its first use after power-on commits the power-on counter. */
  random(): Drbg;
  /** Makes changes durable, all or none. Throws `StoreFull` before anything is written, `CardMute` when the flash fails. */
  commit(changes: readonly Change[]): void;
  /** The change to another state of the application, for a commit. */
  stateChange(state: CardState): Change;
  /** Ends the use of the card for ever, in one commit. Refuses with 6985 in any application but the first, whose MF is the card's. */
  terminate(): void;
  /** Takes the verified status of a PIN away on every channel. */
  revokeEverywhere(pinReference: number): void;
  /** Puts the channel back to how it was after selecting its application: MF current, nothing verified, no environment. */
  restartSession(): void;
  /** Whether a file, or one below it, is current on a channel other than this one. */
  isCurrentElsewhere(file: FileNode): boolean;
  /** The card's logical channels. */
  readonly channels: {
    readonly count: number;
    /** Opens a logical channel: the one asked for, or the lowest free one. Undefined when that is not possible. */
    open(number?: number): number | undefined;
    /** Closes a logical channel other than the basic one. False when it was not open. */
    close(number: number): boolean;
  };
}
