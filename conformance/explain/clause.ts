/** Where the standard says what a status word means. */
import { instructionRow } from '../replay/clauses.ts';

/** SW1 that have general values in table 5 and specific ones, with an SW2, in table 6. ISO/IEC 7816-4:2005 §5.1.3 */
const SPECIFIC: ReadonlySet<number> = new Set([0x62, 0x63, 0x64, 0x65, 0x68, 0x69, 0x6a]);
/** SW1 whose only interindustry value has SW2 00. */
const SINGLE: ReadonlySet<number> = new Set([0x67, 0x6b, 0x6d, 0x6e, 0x6f, 0x90]);

/** `7816-4:2005 §5.1.3, table 6; §7.1.1 of the command`. Total. */
export function clauseOf(sw: number, ins?: number): string {
  const [sw1, sw2] = [sw >> 8, sw & 0xff];
  if (sw1 < 0x61 || (sw1 > 0x6f && sw1 !== 0x90) || (SINGLE.has(sw1) && sw2 !== 0))
    return 'not of 7816-4:2005 §5.1.3: proprietary';
  const table = SPECIFIC.has(sw1) && sw2 !== 0 ? 6 : 5;
  const general = `7816-4:2005 §5.1.3, table ${table}`;
  const clause = ins === undefined ? undefined : instructionRow(ins).clause;
  return clause === undefined || general.startsWith(clause) ? general : `${general}; the command: ${clause}`;
}
