import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { painted, wantsColour } from './paint.ts';

describe('colour', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    [true,  {},                                   true],
    [false, {},                                   false],
    [true,  { NO_COLOR: '1' },                    false],
    [true,  { NO_COLOR: '' },                     true],
    [true,  { TERM: 'dumb' },                     false],
    [false, { FORCE_COLOR: '1' },                 true],
    [false, { FORCE_COLOR: '' },                  true],
    [true,  { FORCE_COLOR: '0' },                 false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' },  true],
  ])('at a terminal: %s, with %j: %s', (isTTY, env, expected) => {
    expect(wantsColour({ isTTY }, env)).toBe(expected);
  });

  it('shows at a glance how a command went, and changes no letter', () => {
    // biome-ignore format: a table reads best with its columns aligned
    const lines = [
      ['< 9000 done', 32], ['< 0102… (30 bytes)  6110 done, 16 bytes wait for GET RESPONSE', 32], ['< 63C2 wrong, 2 tries left', 33],
      ['< 6F { 81 size 256 · 82 transparent EF }  6A82 file or application not found', 31], ['> SELECT file 3F00 (MF), answer: FCI', 1],
      ['  82 file descriptor: 38', 36], ['  P1  04  by DF name', 36], ['# a remark', 2], ['gap "hidden"', 2],
    ] as const;
    for (const [line, style] of lines) {
      expect(painted(line)).toContain(`\u001b[${style}m`);
      expect(stripVTControlCharacters(painted(line))).toBe(line);
    }
    expect(painted('')).toBe('');
  });
});
