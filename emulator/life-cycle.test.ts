import { expect, it } from 'vitest';
import { fileStateName, stateAllows } from './life-cycle.ts';

it('reserved and proprietary life-cycle status bytes name no state and allow nothing', () => {
  for (const status of [0x00, 0x02, 0x08, 0x0b, 0x10, 0xff]) {
    expect(fileStateName(status)).toBeUndefined();
    for (let mode = 0x01; mode <= 0x40; mode <<= 1) expect(stateAllows(status, mode)).toBe(false);
  }
});
