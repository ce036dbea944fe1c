/**
 * The class byte, CLA. ISO/IEC 7816-4:2005 §5.1.1.
 *
 *   000c mmnn   first interindustry: c chaining, mm secure messaging, nn channel 0–3
 *   001x xxxx   reserved
 *   01mc nnnn   further interindustry: m secure messaging, c chaining, nnnn + 4 = channel 4–19
 *   1xxx xxxx   proprietary, except FF, which is invalid
 */

export type ClassKind = 'interindustry' | 'reserved' | 'proprietary' | 'invalid';

/** What the four values of bits mm (first form) and the one bit m (further form) say. */
export type SecureMessaging = 'none' | 'proprietary' | 'header not authenticated' | 'header authenticated';

export interface ClassByte {
  readonly kind: ClassKind;
  /** Logical channel, 0–19; 0 where the byte names none. */
  readonly channel: number;
  /** More commands of the chain follow (bit 10h). §5.1.1.1 */
  readonly chaining: boolean;
  readonly secureMessaging: SecureMessaging;
}

const FIRST_FORM = ['none', 'proprietary', 'header not authenticated', 'header authenticated'] as const;

function decode(cla: number): ClassByte {
  if (cla <= 0x1f) {
    return {
      kind: 'interindustry',
      channel: cla & 0x03,
      chaining: (cla & 0x10) !== 0,
      secureMessaging: FIRST_FORM[(cla >> 2) & 0x03]!,
    };
  }
  if (cla >= 0x40 && cla <= 0x7f) {
    return {
      kind: 'interindustry',
      channel: 4 + (cla & 0x0f),
      chaining: (cla & 0x10) !== 0,
      secureMessaging: (cla & 0x20) !== 0 ? 'header not authenticated' : 'none',
    };
  }
  const kind = cla < 0x80 ? 'reserved' : cla === 0xff ? 'invalid' : 'proprietary';
  return { kind, channel: 0, chaining: false, secureMessaging: 'none' };
}

const CLASS_BYTES: readonly ClassByte[] = Array.from({ length: 256 }, (_, cla) => Object.freeze(decode(cla)));

/** Decodes a class byte, 0–255; each of the 256 values has exactly one answer. */
export function parseClass(cla: number): ClassByte {
  return CLASS_BYTES[cla]!;
}

/** The interindustry class byte for a logical channel, 0–19, without secure messaging. */
export function classByte(channel: number, chaining = false): number {
  if (!Number.isInteger(channel) || channel < 0 || channel > 19) throw new RangeError(`no logical channel ${channel}`);
  return (channel < 4 ? channel : 0x40 + channel - 4) | (chaining ? 0x10 : 0);
}
