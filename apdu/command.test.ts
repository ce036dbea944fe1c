import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { ApduError, encodeCommand, parseCommand, parsedCommand } from './command.ts';

// biome-ignore format: a table reads best with its columns aligned
const ENCODINGS = [
  ['1',  '00A40000',               '',     0],
  ['2S', '00B0000000',             '',     256],
  ['2E', '00B00000000000',         '',     65536],
  ['3S', '00A40000023F00',         '3F00', 0],
  ['3E', '00A400000000023F00',     '3F00', 0],
  ['4S', '00A40000023F0010',       '3F00', 16],
  ['4E', '00A400000000023F000100', '3F00', 256],
] as const;

describe('parseCommand', () => {
  it.each(ENCODINGS)('%s', (encoding, bytes, data, ne) => {
    const command = parseCommand(fromHex(bytes));
    expect([command.encoding, toHex(command.data), command.ne]).toEqual([encoding, data, ne]);
  });

  it.each([
    '',
    '00A400',
    '00A4000000 00',
    '00A4000002 3F',
    '00A40000013F0000',
    '00A400000000003F00',
    '00A400000000023F0000',
  ])('refuses %j', (bytes) => {
    expect(() => parseCommand(fromHex(bytes))).toThrow(ApduError);
    expect(parsedCommand(fromHex(bytes))).toBeUndefined();
  });

  it('reads back what encodeCommand wrote', () => {
    const byte = fc.nat(255);
    const data = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 250, maxLength: 600 }));
    const ne = fc.oneof(fc.nat(300), fc.nat(65536));
    fc.assert(
      fc.property(
        fc.record({ cla: byte, ins: byte, p1: byte, p2: byte, data, ne }),
        fc.boolean(),
        (fields, extended) => {
          expect(parseCommand(encodeCommand(fields, extended))).toMatchObject(fields);
        },
      ),
    );
  });
});
