import { describe, expect, test } from 'vitest';
import { CardMute } from '../../apdu/index.ts';
import type { Change } from './change.ts';
import { ObjectStore } from './object-store.ts';
import { chipAfter, counts, deviceWith, FULL, SMALL, stateOf } from './store.test-support.ts';

describe('a device that fails', () => {
  const failure = new Error('EIO');
  const fail = () => {
    throw failure;
  };
  const change: Change[] = [{ put: 1, bytes: Uint8Array.of(1) }];

  test.each(['write', 'sync'] as const)(
    '%s: the commit and every later use are mute, and nothing is tried again',
    (operation) => {
      let calls = 0;
      let broken = false;
      const chip = chipAfter(SMALL, []);
      const count = (work: () => void) => {
        calls++;
        if (broken) fail();
        work();
      };
      const device = deviceWith(chip, {
        [operation]: (offset: number, bytes: Uint8Array) =>
          count(() => (operation === 'write' ? chip.write(offset, bytes) : chip.sync())),
      });
      const store = ObjectStore.open(device, SMALL);
      const before = stateOf(store);
      broken = true;
      calls = 0;
      const message = 'the flash failed; the card is dead until it is created again';
      const mute = expect.objectContaining({ name: 'CardMute', message, cause: failure });
      expect(() => store.commit(change)).toThrow(mute);
      broken = false;
      expect(store.dead).toBe(true);
      expect(() => store.commit(change)).toThrow(mute);
      expect(() => store.commit([])).toThrow(CardMute);
      expect(() => store.fork()).toThrow(CardMute);
      expect(() => store.image()).toThrow(CardMute);
      expect(calls).toBe(1);
      expect(stateOf(store)).toBe(before);
    },
  );

  test('a checkpoint that fails kills as well', () => {
    const chip = chipAfter(SMALL, counts(FULL));
    let broken = false;
    const store = ObjectStore.open(deviceWith(chip, { sync: () => (broken ? fail() : undefined) }), SMALL);
    broken = true;
    expect(() => store.commit(change)).toThrow(CardMute);
    expect(store.dead).toBe(true);
  });

  test.each(['read', 'sync'] as const)('%s: the card cannot be opened', (operation) => {
    const device = deviceWith(chipAfter(SMALL, []), { [operation]: fail });
    expect(() => ObjectStore.open(device, SMALL)).toThrow(
      expect.objectContaining({ name: 'CardMute', cause: failure }),
    );
  });
});
