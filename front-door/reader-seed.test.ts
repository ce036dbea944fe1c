import { expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/index.ts';
import { readerSeed } from './reader-seed.ts';

it('gives the first reader the seed itself, and every other one a seed that follows from it', () => {
  expect(readerSeed('0102', 0)).toEqual(fromHex('0102'));
  const derived = Array.from({ length: 16 }, (_, reader) => toHex(readerSeed('0102', reader)));
  expect(new Set(derived).size).toBe(16);
  expect(toHex(readerSeed(fromHex('0102'), 15))).toBe(derived[15]);
  expect(readerSeed('0103', 1)).not.toEqual(readerSeed('0102', 1));
});
