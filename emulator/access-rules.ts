/**
 * Access rules of a file, from the security attributes in its control information.
 *
 * AB  expanded format: expanded-rules.ts.
 * 8C  compact format, ISO/IEC 7816-4:2005 §5.4.3.1: access mode byte, then one security condition byte per bit set in
 *     b7…b1, highest first; several groups mean "or"; a mode in no group has no rule and is denied.
 * 86  the IsoApplet edge's own format: FF, then seven condition bytes in the order of the same seven bits.
 * Without attributes everything is allowed.
 */
import { anyOf, type Condition } from './access-condition.ts';

/** What is done to a file, as the bit of the access mode byte (§5.4.3.1), for a DF, an EF and a data object. */
// biome-ignore format: a table reads best with its columns aligned
export const ACCESS_MODE = {
  deleteSelf:  0x40,
  terminate:   0x20,
  activate:    0x10,
  deactivate:  0x08,
  createDf:    0x04, // DF
  write:       0x04, // EF
  createEf:    0x02, // DF
  update:      0x02, // EF
  putData:     0x02, // data object
  deleteChild: 0x01, // DF
  read:        0x01, // EF
  getData:     0x01, // data object
} as const;

export type AccessMode = (typeof ACCESS_MODE)[keyof typeof ACCESS_MODE];

/** A command's header, by which an expanded rule may name it. */
export interface CommandHeader {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
}

/** The condition for each access. */
export interface AccessRules {
  /** For an access mode, or for a command that no mode stands for; a rule in the expanded format may name either. */
  condition(mode: AccessMode | undefined, command?: CommandHeader): Condition;
}

/** Access mode bits, highest first: the order of the condition bytes. */
const MODES = [0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01] as const;

/** Everything is allowed. */
export const NO_RULES: AccessRules = { condition: () => 'always' };

const USER: Condition = { pin: 'user' };

/**
 * Security condition byte, §5.4.3.1: 00 always; FF never; else 80 = all of the set conditions, 0 = at least one; 40 secure
 * messaging, 20 external authentication, 10 user authentication, b4–b1 the security environment.
 * This card has neither secure messaging nor external authentication: what needs them is never satisfied.
 */
export function conditionOfByte(byte: number): Condition {
  if (byte === 0x00) return 'always';
  if (byte === 0xff || (byte & 0x10) === 0) return 'never';
  const needsAll = (byte & 0x80) !== 0;
  return needsAll && (byte & 0x60) !== 0 ? 'never' : USER;
}

/** Condition byte of the edge's format: 00 always; 90 and b with (b and 9F) = 10 after the PIN; the rest never. */
function edgeCondition(byte: number): Condition {
  if (byte === 0x00) return 'always';
  return byte === 0x90 || (byte & 0x9f) === 0x10 ? USER : 'never';
}

/** Parses the value of tag 8C, or undefined when bytes are missing. */
export function parseCompactRules(value: Uint8Array): AccessRules | undefined {
  const groups = new Map<AccessMode | undefined, Condition[]>();
  for (let offset = 0; offset < value.length; ) {
    const accessMode = value[offset++]!;
    for (const mode of MODES) {
      if ((accessMode & mode) === 0) continue;
      const condition = value[offset++];
      if (condition === undefined) return undefined;
      // With b8 set b7–b4 are proprietary: their condition bytes are there, but say nothing about our modes.
      if ((accessMode & 0x80) !== 0 && mode >= 0x08) continue;
      groups.set(mode, [...(groups.get(mode) ?? []), conditionOfByte(condition)]);
    }
  }
  return { condition: (mode) => anyOf(groups.get(mode) ?? []) };
}

/** Parses the value of tag 86 in the edge's format, or undefined when it is not 8 bytes that begin with FF. */
export function parseEdgeRules(value: Uint8Array): AccessRules | undefined {
  if (value.length !== 8 || value[0] !== 0xff) return undefined;
  const conditions = new Map<AccessMode | undefined, Condition>(
    MODES.map((mode, i) => [mode, edgeCondition(value[i + 1]!)]),
  );
  return { condition: (mode) => conditions.get(mode) ?? 'never' };
}
