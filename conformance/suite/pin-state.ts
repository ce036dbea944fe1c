/** What the guard knows of one PIN: its value, how many tries are left, and how the card has behaved so far. */
import { concat, type Response, SW } from '../../apdu/index.ts';

/** How a card wants PINs: as they are, or filled up to a length. */
export interface PinFormat {
  /** Bytes; 0 when values go as they are. */
  readonly length: number;
  readonly filler: number;
}

export interface PinState {
  /** P2 of the commands on it. */
  readonly reference: number;
  /** The value that whoever started the run gave, and that is put back. */
  readonly value: Uint8Array | undefined;
  /** The code that resets its retry counter. */
  readonly code: Uint8Array | undefined;
  /** The value that it has now, when the suite has changed it. */
  current: Uint8Array | undefined;
  /** The card has accepted the value. */
  proven: boolean;
  /** The card has accepted CHANGE REFERENCE DATA with it, and so takes the data apart where the guard does. */
  changed: boolean;
  /** The card has not accepted the value, so that it is not presented again. */
  refused: boolean;
  /** The first reading of the counter, which is the try limit on a card that nobody has tried yet. */
  first: number | undefined;
  /** The last reading. */
  left: number | undefined;
  /** The reading has gone down without a try: asking costs one. */
  askingSpends: boolean;
  /** One wrong value has cost more than one try. */
  countsTwice: boolean;
  /** Its verification requirement was taken away. */
  disabled: boolean;
  /** Something was spent or changed since it was last as it should be. */
  touched: boolean;
}

export function newPinState(reference: number, value?: Uint8Array, code?: Uint8Array): PinState {
  return {
    reference,
    value,
    code,
    current: value,
    proven: false,
    changed: false,
    refused: false,
    first: undefined,
    left: undefined,
    askingSpends: false,
    countsTwice: false,
    disabled: false,
    touched: false,
  };
}

export function formatted(value: Uint8Array, { length, filler }: PinFormat): Uint8Array {
  return value.length >= length ? value : concat(value, new Uint8Array(length - value.length).fill(filler));
}

/** Whether a status word says that no try is left. */
export const isBlocked = (sw: number): boolean => sw === SW.authenticationMethodBlocked || sw === 0x63c0;

/** Tries left as an answer to an empty VERIFY tells them; undefined when it does not. */
export function reading({ sw }: Response): number | undefined {
  if (sw >> 4 === 0x63c) return sw & 0x0f;
  return sw === SW.authenticationMethodBlocked ? 0 : undefined;
}
