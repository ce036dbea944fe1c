import { expect, it } from 'vitest';
import { fileStateName, stateAllows } from './life-cycle.ts';

it('reserved and proprietary life-cycle status bytes name no state and allow nothing', () => {
  for (const status of [0x00, 0x02, 0x08, 0x0b, 0x10, 0xff]) {
    expect(fileStateName(status)).toBeUndefined();
    for (let mode = 0x01; mode <= 0x40; mode <<= 1) expect(stateAllows(status, mode)).toBe(false);
  }
});

// biome-ignore format: a table reads best with its columns aligned
it.each([
  ['creation',       0x01, 0x57],
  ['initialisation', 0x03, 0x57],
  ['activated',      0x05, 0x6f],
  ['activated',      0x07, 0x6f],
  ['deactivated',    0x04, 0x70],
  ['deactivated',    0x06, 0x70],
  ['terminated',     0x0c, 0x40],
  ['terminated',     0x0f, 0x40],
])('a file in the state %s takes part in its own accesses only', (name, status, allowed) => {
  const modes = [0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01].filter((mode) => stateAllows(status, mode));
  expect(fileStateName(status)).toBe(name);
  expect(modes.reduce((sum, mode) => sum | mode, 0)).toBe(allowed);
});
