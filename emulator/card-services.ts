/** What the card OS offers an instruction: the channel it runs on, the objects it works with, and one way to change them. */

import type { AccessMode } from './access-rules.ts';
import type { CryptoEngine, Drbg } from './crypto/index.ts';
import type { FileNode, FileSystem } from './file-system/index.ts';
import type { Keys } from './keys.ts';
import type { CardState } from './life-cycle.ts';
import type { Change } from './nvm/index.ts';
import type { Personalisation } from './personalisation.ts';
import type { Pin } from './pin.ts';
import type { Session } from './session.ts';

export interface CardServices {
  /** The session of the logical channel that the command came on. */
  readonly session: Session;
  readonly files: FileSystem;
  readonly keys: Keys;
  readonly engine: CryptoEngine;
  /** Reference data by reference, or undefined. */
  pin(reference: number): Pin | undefined;
  /** The PIN that "user authentication" in an access rule means. */
  readonly userPin: Pin;
  readonly state: CardState;
  /** The open personalisation, if any. */
  readonly personalisation: Personalisation | undefined;
  /** The card's unique number. */
  readonly serialNumber: Uint8Array;
  /** Commands since power-on, this one included. */
  readonly commandNumber: number;

  /** Whether a file's rules, and the state of the card, let this channel do something to it. */
  allows(file: FileNode, mode: AccessMode): boolean;
  /** The card's own random generator. Its first use after power-on commits the power-on counter. */
  random(): Drbg;
  /** Makes changes durable, all or none. Throws `StoreFull` before anything is written, `CardMute` when the flash fails. */
  commit(changes: readonly Change[]): void;
  /** The change to another card state, for a commit. */
  stateChange(state: CardState): Change;
  /** Takes the verified status of a PIN away on every channel. */
  revokeEverywhere(pinReference: number): void;
  /** Puts the channel back to how it was after reset: MF current, nothing verified, no environment. */
  restartSession(): void;
  /** Whether a file, or one below it, is current on a channel other than this one. */
  isCurrentElsewhere(file: FileNode): boolean;
  /** Opens a logical channel: the one asked for, or the lowest free one. Undefined when that is not possible. */
  openChannel(number?: number): number | undefined;
  /** Closes a logical channel other than the basic one. False when it was not open. */
  closeChannel(number: number): boolean;
  /** How many logical channels the card has. */
  readonly channels: number;
}
