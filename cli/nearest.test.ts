import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const KNOWN = ['revoked', 'ocsp-stale', 'other-name-untagged', 'wrong-pastype'];

it.each([
  ['revoked', 'revoked'],
  ['revoqued', 'revoked'],
  ['rveoked', 'revoked'],
  ['ocspstale', 'ocsp-stale'],
  ['untagged', 'other-name-untagged'],
  ['wrong-pastypes', 'wrong-pastype'],
  ['xx', undefined],
  ['something-else-altogether', undefined],
])('%s is near %s', (typed, meant) => {
  expect(nearest(typed, KNOWN)).toBe(meant);
});
