/** How bytes and counts read in a decoded line. */
import { toHex } from '../../apdu/index.ts';

const SHOWN = 24;

/** A count with its noun: "1 byte", "16 bytes". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Two hexadecimal digits. */
export function hex2(byte: number): string {
  return toHex(Uint8Array.of(byte));
}

/** Four hexadecimal digits. */
export function hex4(high: number, low: number): string {
  return toHex(Uint8Array.of(high, low));
}

/** Data in hexadecimal; of more than 24 bytes the first 24, and how many there are. Nothing is "no data". */
export function dataText(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no data';
  if (bytes.length <= SHOWN) return toHex(bytes);
  return `${toHex(bytes.subarray(0, SHOWN))}… (${bytes.length} bytes)`;
}

/** What stands for data that must not be seen. Only the length is told. */
export function hiddenText(bytes: Uint8Array): string {
  return bytes.length === 0 ? 'no data' : `[${count(bytes.length, 'byte')} hidden]`;
}
