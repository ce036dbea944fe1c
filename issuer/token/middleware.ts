/** The middleware whose utility is imitated: SafeSign IC, and which of its versions know the card. */

/** The first version that knows ZORG-ID cards. */
export const FIRST_KNOWING_VERSION = '4.3.0.0';

/** A version as four numbers; those left out at the end are 0. Throws `RangeError` for what is none. */
export function versionNumbers(version: string): readonly number[] {
  if (!/^\d{1,9}(\.\d{1,9}){0,3}$/.test(version)) {
    throw new RangeError(`a version is one to four numbers with points between them, which "${version}" is not`);
  }
  const numbers = version.split('.').map(Number);
  return [...numbers, 0, 0, 0].slice(0, 4);
}

/** Whether a version is another one or later. Throws `RangeError`. */
export function isAtLeast(version: string, other: string): boolean {
  const [a, b] = [versionNumbers(version), versionNumbers(other)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at === -1 || a[at]! > b[at]!;
}
