/** Commands for tests: nonsense, and commands that nearly mean something. */
import fc from 'fast-check';
import { concat } from '../apdu/index.ts';
import { instructionTable } from './instructions.ts';
import { InterfaceGeneration } from './interface-generation.ts';

const byte = fc.nat(255);
const INSTRUCTIONS = instructionTable(new InterfaceGeneration('auto')).map(({ ins }) => ins);

/** Data fields with pieces that commands look for, among others. */
const data = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('3F00', '5015', '4401', '3501', '840101', '8001F3', '8001EC', '6F', '7F48', '83', '0000')
        .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
      fc.constantFrom(4, 16, 32).map((length) => new Uint8Array(length).fill(0x31)),
    ),
    { maxLength: 4 },
  )
  .map((parts) => concat(...parts).subarray(0, 255));

const command = fc
  .record({
    cla: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.constantFrom(0x01, 0x10, 0x0c, 0x40, 0x80, 0xff), byte),
    ins: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...INSTRUCTIONS, 0xc0) }, byte),
    p1: fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x08, 0x41, 0x80, 0x81, 0x9e), byte),
    p2: fc.oneof(fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x05, 0x0c, 0x9a, 0xa4, 0xb6, 0xb8), byte),
    data,
    le: fc.option(byte, { nil: undefined }),
  })
  .map(({ cla, ins, p1, p2, data: field, le }) =>
    Uint8Array.of(
      cla,
      ins,
      p1,
      p2,
      ...(field.length > 0 ? [field.length, ...field] : []),
      ...(le === undefined ? [] : [le]),
    ),
  );

export const apduArbitrary: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 9, arbitrary: command },
  fc.uint8Array({ maxLength: 300 }),
);
