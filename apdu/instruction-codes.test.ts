import { expect, it } from 'vitest';
import { INS, instructionName } from './instruction-codes.ts';

it('names an instruction as the standard does, and says which twin it is', () => {
  expect(instructionName(0xb0)).toBe('READ BINARY');
  expect(instructionName(0xb1)).toBe('READ BINARY (odd)');
  expect(instructionName(0x26)).toBe('DISABLE VERIFICATION REQUIREMENT');
  expect(instructionName(0xe6)).toBe('TERMINATE DF');
  expect(instructionName(0x00)).toBeUndefined();
});

it('has one name for each code, the odd one that of its even twin', () => {
  const codes = Object.values(INS);
  expect(new Set(codes.map(instructionName)).size).toBe(codes.length);
  for (const code of codes) {
    const even = instructionName(code & 0xfe);
    if (code % 2 === 1 && even !== undefined) expect(instructionName(code)).toBe(`${even} (odd)`);
  }
});
