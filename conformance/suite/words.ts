/** Patterns of status words: four hexadecimal digits, X for any digit, as in 63CX; or a name for a class of them. */
import type { StatusWord } from '../../apdu/index.ts';

/** "done" is 9000; "refused" any error, 64XX to 6FXX: what a test of rights or of malformed commands is content with. */
const CLASSES: Readonly<Record<string, (sw: StatusWord) => boolean>> = {
  refused: (sw) => sw >= 0x6400 && sw <= 0x6fff,
  'any word': () => true,
};

/** Four upper-case hexadecimal digits. */
export function wordText(sw: StatusWord): string {
  return sw.toString(16).toUpperCase().padStart(4, '0');
}

/** Whether a status word is one of the patterns. */
export function isWord(sw: StatusWord, patterns: readonly string[]): boolean {
  const text = wordText(sw);
  return patterns.some((pattern) => {
    const inClass = CLASSES[pattern];
    return inClass ? inClass(sw) : [...pattern].every((digit, i) => digit === 'X' || digit === text[i]);
  });
}

/** Whether a status word is one that ISO/IEC 7816-4:2005 §5.1.3 allows: 61XX to 6FXX, or 9XXX. */
export function isValidWord(sw: StatusWord): boolean {
  const sw1 = sw >> 8;
  return (sw1 >= 0x61 && sw1 <= 0x6f) || sw1 >> 4 === 9;
}
