import { describe, expect, it } from 'vitest';
import { STANDARD_BEHAVIOUR } from './behaviour.ts';
import type { Change } from './nvm/index.ts';
import type { Objects } from './object-space.ts';
import { Pin, type PinPolicy, unsetPin } from './pin.ts';

const POLICY: PinPolicy = { tries: 3, minLength: 4, maxLength: 8, alphabet: 'any' };
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A PIN whose stored form is this. */
function pinStoredAs(stored: Uint8Array): Pin {
  const objects: Objects = { get: () => stored, ids: () => [], commit: (_: readonly Change[]) => {} };
  return new Pin({ reference: 1, label: 'PIN', kind: 'pin', policy: POLICY }, STANDARD_BEHAVIOUR, objects, () => false);
}

const accepts = (policy: Partial<PinPolicy>, value: string): boolean =>
  pinStoredAs(unsetPin({ ...POLICY, ...policy })).accepts(ascii(value));

describe('the policy of a PIN', () => {
  it.each<[PinPolicy['alphabet'], string, boolean]>([
    ['any', '\u0001/:@~', true],
    ['digits', '0129', true],
    ['digits', '0/29', false],
    ['digits', '0:29', false],
    ['digits', '012a', false],
    ['digits', 'a129', false],
    ['alphanumeric', '09AZaz', true],
    ['alphanumeric', '/9AZaz', false],
    ['alphanumeric', '09AZa:', false],
    ['alphanumeric', '09@Zaz', false],
    ['alphanumeric', '09A[az', false],
    ['alphanumeric', '09AZ`z', false],
    ['alphanumeric', '09AZa{', false],
    ['alphanumeric', '\u00ff\u00ffabcd', false],
  ])('%s: %j is %s', (alphabet, value, isAccepted) => {
    expect(accepts({ alphabet }, value)).toBe(isAccepted);
  });

  it('counts the length without the padding', () => {
    expect(['123', '1234', '12345678', '123456789'].map((value) => accepts({}, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['123\0', '1234\0\0', '12345678\0', '1\x0023', '\0\0\0\0'].map((value) => accepts({}, value))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('is kept in 22 bytes, and what may be left out takes none', () => {
    expect(unsetPin(POLICY)).toHaveLength(22);
    expect(unsetPin({ ...POLICY, mayBeDisabled: false })).toHaveLength(22);
    expect(unsetPin({ ...POLICY, mayBeDisabled: true })).toHaveLength(24);
  });
});

it.each<[number, number, number]>([
  [3, 3, 3],
  [0, 3, 0],
  [15, 15, 15],
  [4, 3, 0],
  [16, 16, 0],
  [255, 255, 0],
])('a stored counter of %i with a limit of %i leaves %i tries', (stored, limit, left) => {
  const bytes = unsetPin(POLICY);
  bytes[0] = stored;
  bytes[1] = limit;
  expect(pinStoredAs(bytes).triesLeft).toBe(left);
});
