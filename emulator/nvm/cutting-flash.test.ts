import { expect, test } from 'vitest';
import { CuttingFlash, PowerCut } from './cutting-flash.ts';
import type { MemoryFlash } from './memory-flash.ts';

const at = (chip: { read: MemoryFlash['read'] }, offset: number): number => chip.read(offset, 1)[0]!;

test('what is synced survives in every outcome, what is not in some', () => {
  const flash = new CuttingFlash(100);
  flash.write(0, Uint8Array.of(1));
  flash.sync();
  flash.write(10, new Uint8Array(30).fill(2));
  expect(flash.unsynced).toEqual([0, 16, 32]);
  expect(at(flash, 20)).toBe(2);
  const outcomes = [...flash.afterCuts({ random: 0 })].map((chip) => [
    at(chip, 0),
    at(chip, 15),
    at(chip, 16),
    at(chip, 39),
  ]);
  expect(outcomes).toEqual([
    [1, 0, 0, 0],
    [1, 2, 2, 2],
    [1, 2, 0, 0],
    [1, 0, 2, 2],
    [1, 0, 2, 0],
    [1, 2, 0, 2],
    [1, 0, 0, 2],
    [1, 2, 2, 0],
  ]);
});

test('random outcomes follow from the seed', () => {
  const flash = new CuttingFlash(1000);
  flash.write(0, new Uint8Array(1000).fill(1));
  const random = (seed: number) => [...flash.afterCuts({ random: 5, seed })].slice(-5).map((chip) => chip.image());
  expect(random(1)).toEqual(random(1));
  expect(random(1)).not.toEqual(random(3));
  expect(random(1)[0]).not.toEqual(random(1)[1]);
});

test('the power goes at the operation that was asked for, and does not come back', () => {
  const flash = new CuttingFlash(100, 3);
  flash.write(0, Uint8Array.of(1));
  flash.sync();
  expect(() => flash.write(32, Uint8Array.of(2))).toThrow(PowerCut);
  for (const use of [() => flash.read(0, 1), () => flash.write(0, Uint8Array.of(1)), () => flash.sync()]) {
    expect(use).toThrow(PowerCut);
  }
  expect(flash.trace).toEqual([
    { kind: 'write', offset: 0, length: 1 },
    { kind: 'sync' },
    { kind: 'write', offset: 32, length: 1 },
  ]);
  expect([...flash.afterCuts({ random: 0 })].map((chip) => at(chip, 32))).toEqual([0, 2, 2, 0]);
});

test('a sync that is cut has made nothing durable', () => {
  const flash = new CuttingFlash(100);
  flash.cutAt(2);
  flash.write(0, Uint8Array.of(1));
  expect(() => flash.sync()).toThrow(PowerCut);
  expect(
    at(
      flash.afterCut(() => false),
      0,
    ),
  ).toBe(0);
});

test('after a kill everything written is seen, but only a sync makes it durable', () => {
  const flash = new CuttingFlash(100);
  flash.write(0, Uint8Array.of(1));
  const killed = flash.afterKill();
  expect(at(killed, 0)).toBe(1);
  expect(
    at(
      killed.afterCut(() => false),
      0,
    ),
  ).toBe(0);
  killed.sync();
  expect(
    at(
      killed.afterCut(() => false),
      0,
    ),
  ).toBe(1);
});
