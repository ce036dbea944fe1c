/** Why a flash device is refused. A device that is refused has not been written to. */
export type DeviceErrorKind =
  /** Neither a card nor blank, or a card that was changed from outside. */
  | 'damaged'
  /** Written by another version of this software. */
  | 'unknown format'
  /** Smaller than the card needs, or cut short since it was formatted. */
  | 'too small'
  /** Holds a card of another capacity. */
  | 'other capacity';

export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly kind: DeviceErrorKind;
  constructor(kind: DeviceErrorKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}
