/** Why a flash device is refused. A device that is refused has not been written to. */
export type DeviceErrorKind =
  /** Neither a card nor blank, or a card that was changed from outside. */
  | 'damaged'
  /** Written by another version of this software. */
  | 'unknown format'
  /** Smaller than the card needs, or cut short since it was formatted. */
  | 'too small'
  /** Holds a card of another capacity. */
  | 'other capacity'
  /** A file of another size than asked for, or than it was formatted with. */
  | 'other size'
  /** A file that another process, or this one, has open as a card. */
  | 'in use'
  /** No file, or one that cannot be made, read or written; `cause` is the system's error where there is one. */
  | 'unusable';

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly kind: DeviceErrorKind;
  constructor(kind: DeviceErrorKind, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.kind = kind;
  }
}
