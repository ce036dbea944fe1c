import { describe, expect, it } from 'vitest';
import { describeStatusWord, moreAvailable, SW, triesLeft, wrongLe } from './status-words.ts';

describe('status words', () => {
  it('have a text, all 65536', () => {
    for (let word = 0; word <= 0xffff; word++) expect(describeStatusWord(word)).not.toBe('');
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    [SW.ok,              0x9000, 'done'],
    [moreAvailable(16),  0x6110, 'done, 16 bytes wait for GET RESPONSE'],
    [moreAvailable(256), 0x6100, 'done, 256 or more bytes wait for GET RESPONSE'],
    [wrongLe(256),       0x6c00, 'wrong Le, 256 bytes are there'],
    [triesLeft(3),       0x63c3, 'comparison failed or not done, counter 3'],
    [triesLeft(99),      0x63cf, 'comparison failed or not done, counter 15'],
    [0x6999,             0x6999, 'command not allowed'],
    [0x5fff,             0x5fff, 'not a status word'],
  ])('%i', (word, expected, text) => {
    expect(word).toBe(expected);
    expect(describeStatusWord(word)).toBe(text);
  });
});
