/**
 * Answer to reset, ATR. ISO/IEC 7816-3:2006.
 *
 *   TS T0 [TA1 TB1 TC1 TD1] [TA2 …] … historical bytes [TCK]
 *
 * T0 and each TDi say in their high half which of TA, TB, TC, TD follow, T0 in its low half how many historical bytes
 * there are, TDi in its low half the protocol T. TCK is there unless only T=0 is offered; the XOR of T0 … TCK is 00.
 */

/** The interface bytes of one level; a byte that is not there is undefined. */
export interface InterfaceBytes {
  readonly ta?: number;
  readonly tb?: number;
  readonly tc?: number;
  /** The protocol T that the TD byte at the end of this level announces, 0–15. */
  readonly protocol?: number;
}

export interface AnswerToReset {
  /** TS: 3B direct, 3F inverse convention. */
  readonly convention: 'direct' | 'inverse';
  readonly levels: readonly InterfaceBytes[];
  /** 0–15 bytes. */
  readonly historical: Uint8Array;
}

/** The bytes are no answer to reset. */
export class AtrError extends Error {
  override readonly name = 'AtrError';
  /** Where, in bytes from the start. */
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(`${message} at offset ${offset}`);
    this.offset = offset;
  }
}

/** Protocols offered, without repeats, in order; none announced means T=0. T=15 is a qualifier, not a protocol. */
export function offeredProtocols(atr: AnswerToReset): number[] {
  const offered = new Set<number>();
  for (const { protocol } of atr.levels) if (protocol !== undefined && protocol !== 15) offered.add(protocol);
  return offered.size > 0 ? [...offered] : [0];
}

function needsCheckByte(levels: readonly InterfaceBytes[]): boolean {
  return levels.some(({ protocol }) => protocol !== undefined && protocol !== 0);
}

function xor(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

/** Writes an ATR, with TCK where one is due. Throws `RangeError` when it would not be an ATR (2–33 bytes, 0–15 historical). */
export function encodeAtr(atr: AnswerToReset): Uint8Array {
  if (atr.historical.length > 15) throw new RangeError(`${atr.historical.length} historical bytes are over 15`);
  const bytes: number[] = [];
  let format = atr.historical.length;
  for (let i = 0; i <= atr.levels.length; i++) {
    const { ta, tb, tc, protocol } = atr.levels[i] ?? {};
    const present =
      (ta === undefined ? 0 : 0x10) |
      (tb === undefined ? 0 : 0x20) |
      (tc === undefined ? 0 : 0x40) |
      (protocol === undefined ? 0 : 0x80);
    bytes.push(present | format);
    for (const byte of [ta, tb, tc]) if (byte !== undefined) bytes.push(byte);
    if (protocol === undefined) {
      if (i < atr.levels.length - 1) throw new RangeError(`level ${i + 1} announces no protocol, yet a level follows`);
      break;
    }
    format = protocol;
  }
  bytes.push(...atr.historical);
  if (needsCheckByte(atr.levels)) bytes.push(xor(Uint8Array.from(bytes)));
  if (bytes.length > 32) throw new RangeError(`an ATR has at most 33 bytes, this one ${bytes.length + 1}`);
  return Uint8Array.of(atr.convention === 'direct' ? 0x3b : 0x3f, ...bytes);
}

/** Takes an ATR apart. Throws `AtrError` when a byte is missing or left over, or TCK is wrong. */
export function parseAtr(bytes: Uint8Array): AnswerToReset {
  let offset = 0;
  const next = (what: string): number => {
    const byte = bytes[offset];
    if (byte === undefined) throw new AtrError(offset, `${what} is missing`);
    offset++;
    return byte;
  };
  if (bytes.length > 33) throw new AtrError(33, 'more than 33 bytes');
  const ts = next('TS');
  if (ts !== 0x3b && ts !== 0x3f) throw new AtrError(0, 'TS is neither 3B nor 3F');
  const t0 = next('T0');
  const levels: InterfaceBytes[] = [];
  for (let indicator = t0; (indicator & 0xf0) !== 0; ) {
    const level = levels.length + 1;
    const ta = (indicator & 0x10) !== 0 ? { ta: next(`TA${level}`) } : {};
    const tb = (indicator & 0x20) !== 0 ? { tb: next(`TB${level}`) } : {};
    const tc = (indicator & 0x40) !== 0 ? { tc: next(`TC${level}`) } : {};
    const td = (indicator & 0x80) !== 0 ? next(`TD${level}`) : undefined;
    levels.push({ ...ta, ...tb, ...tc, ...(td === undefined ? {} : { protocol: td & 0x0f }) });
    indicator = td === undefined ? 0 : td;
  }
  const historical = Uint8Array.from({ length: t0 & 0x0f }, (_, i) => next(`historical byte ${i + 1}`));
  if (needsCheckByte(levels)) {
    next('TCK');
    if (xor(bytes.subarray(1, offset)) !== 0) throw new AtrError(offset - 1, 'TCK is wrong');
  }
  if (offset !== bytes.length) throw new AtrError(offset, 'bytes after the end');
  return { convention: ts === 0x3b ? 'direct' : 'inverse', levels, historical };
}
