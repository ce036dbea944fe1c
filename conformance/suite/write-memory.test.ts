/** A write passes for the same as what was read only where it cannot be anything else. */
import { describe, expect, it } from 'vitest';
import { fromHex, parseCommand, parseResponse } from '../../apdu/index.ts';
import { WriteMemory } from './write-memory.ts';

/** Commands and answers that went before, in hexadecimal, and the write. */
function isSame(exchanges: readonly (readonly [command: string, answer: string])[], write: string): boolean {
  const memory = new WriteMemory();
  for (const [command, answer] of exchanges)
    memory.note(parseCommand(fromHex(command)), parseResponse(fromHex(answer)));
  return memory.isSame(parseCommand(fromHex(write)));
}

const MF = ['00A4000C023F00', '9000'] as const;
const A = ['00A4000C020101', '9000'] as const;
const B = ['00A4000C020102', '9000'] as const;
const READ = ['00B0000002', '01029000'] as const;
const WRITE = '00D60000020102';

describe('what was read in the file', () => {
  it('is the same, also on the way there again', () => {
    expect(isSame([MF, A, READ], WRITE)).toBe(true);
    expect(isSame([MF, A, READ, MF, A], WRITE)).toBe(true);
  });

  it.each([
    ['another file', [MF, A, READ, MF, B]],
    ['another file, whose answer has to be fetched', [MF, A, READ, ['00A40000020102', '6110']]],
    ['another file by its short identifier', [MF, A, READ, ['00B0820001', '079000']]],
    ['a search in another file', [MF, A, READ, ['00A2011401AA', '6A83']]],
    ['the next application of a name', [['00A4040001F2', '9000'], READ, ['00A4040201F2', '9000']]],
    ['another file, before and after a channel was opened', [A, ['0070000001', '019000'], READ, B]],
    [
      'another file of a channel that was opened again',
      [
        ['0070000001', '019000'],
        ['01B0000002', '01029000'],
        ['00708001', '9000'],
        ['0070000001', '019000'],
      ],
    ],
  ] as const)('is not in %s', (_, exchanges) => {
    const write = exchanges.at(-1)![0].startsWith('007000') ? '01D60000020102' : WRITE;
    expect(isSame(exchanges, write)).toBe(false);
  });
});

describe('records and data objects', () => {
  it('are the same as a whole, by their number or tag', () => {
    expect(isSame([MF, A, ['00B2010400', '01029000']], '00DC0104020102')).toBe(true);
    expect(isSame([MF, ['00CADF2100', '01029000']], '00DADF21020102')).toBe(true);
  });

  it.each([
    ['the next record', ['00B2000200', '01029000'], '00DC0002020102'],
    ['the current record', ['00B2000400', '01029000'], '00DC0004020102'],
    ['the begin of a record', ['00B2010400', '0102039000'], '00DC0104020102'],
    ['as much as Le wanted of a record', ['00B2010402', '01029000'], '00DC0104020102'],
    ['the begin of an object', ['00CADF2100', '0102039000'], '00DADF21020102'],
    ['as much as Le wanted of an object', ['00CADF2102', '01029000'], '00DADF21020102'],
  ] as const)('are not the same: %s', (_, read, write) => {
    expect(isSame([MF, A, read], write)).toBe(false);
  });
});
