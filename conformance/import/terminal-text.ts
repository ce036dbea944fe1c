/** Text as a terminal was sent it. */

const ESCAPE = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

/** Without the sequences that colour it. ISO/IEC 6429 §8.3.117 */
export function withoutColour(text: string): string {
  return text.includes(ESCAPE) ? text.replace(COLOUR, '') : text;
}
