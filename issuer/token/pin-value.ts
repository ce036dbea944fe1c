/** How a PIN is sent: as the card's own directory tells it. PKCS#15 v1.1 / ISO/IEC 7816-15, PinAttributes. */
import { concat } from '../../apdu/index.ts';
import { PIN_FLAG } from '../pkcs15/authentication-objects.ts';
import type { PinEntry } from '../pkcs15-reader/index.ts';
import { TokenError } from './token-error.ts';

/** PinType. */
const TYPE = { bcd: 0, asciiNumeric: 1, utf8: 2 } as const;

function encoded({ type, label }: PinEntry, value: string): Uint8Array {
  if (type === TYPE.asciiNumeric || type === TYPE.utf8) return new TextEncoder().encode(value);
  if (type !== TYPE.bcd) throw new TokenError('NO_TOKEN', `this program cannot write a PIN of the type of "${label}"`);
  if (!/^[0-9]*$/.test(value)) throw new TokenError('PIN_POLICY', `${label} has digits only`);
  // Two digits a byte, the last half filled up.
  return Uint8Array.from(value.match(/..?/g) ?? [], (digits) => Number.parseInt(digits.padEnd(2, 'F'), 16));
}

/** The bytes of a value, filled up where the card wants it. Throws `TokenError` PIN_POLICY when it does not fit. */
export function pinValue(entry: PinEntry, value: string): Uint8Array {
  const bytes = encoded(entry, value);
  const { storedLength, padChar = 0x00, flags } = entry;
  if (bytes.length > storedLength) throw tooLong(entry);
  if (!flags.includes(PIN_FLAG.needsPadding)) return bytes;
  return concat(bytes, new Uint8Array(storedLength - bytes.length).fill(padChar));
}

const tooLong = ({ label, maxLength }: PinEntry): TokenError =>
  new TokenError('PIN_POLICY', `${label} has ${maxLength} characters at most`);

/** Throws `TokenError` PIN_POLICY when a new value has another length than the directory allows; the card judges the rest. */
export function assertNewValue({ label, minLength, maxLength }: PinEntry, value: string): void {
  const { length } = [...value];
  if (length >= minLength && length <= maxLength) return;
  throw new TokenError('PIN_POLICY', `a new ${label} has ${minLength} to ${maxLength} characters, not ${length}`);
}
