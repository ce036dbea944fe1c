/**
 * Access rules in the expanded format, tag AB. ISO/IEC 7816-4:2005 §5.4.3.2
 *
 *   rules     = 1 or more groups
 *   group     = 1 or more access mode objects, then 1 or more security condition objects, one of which is enough
 *   mode      = 80 access mode byte | 81–8F command headers: CLA (tag bit 8), INS (4), P1 (2), P2 (1), in that order
 *   condition = 90 always | 97 never | 9E condition byte | A4 { 83 PIN reference, 95 usage qualifier }
 *             | A0 { any } | AF { all, 1 or more } | A7 { not, exactly 1 } | B4, B6, B8 secure messaging
 *
 * This card has neither secure messaging nor external authentication: what needs them is never satisfied.
 */
import { parseTlvs, TAG, type Tlv, TlvError } from '../apdu/index.ts';
import { anyOf, type Condition } from './access-condition.ts';
import { type AccessMode, type AccessRules, type CommandHeader, conditionOfByte } from './access-rules.ts';

/** How deep conditions may nest. */
const MAX_DEPTH = 8;

// biome-ignore format: a table reads best with its columns aligned
const SC = {
  always: 0x90, never: 0x97, byte: 0x9e, authentication: 0xa4, any: 0xa0, not: 0xa7, all: 0xaf,
  messaging: [0xb4, 0xb6, 0xb8] as readonly number[],
} as const;

/** Usage qualifier (tag 95) of a user who proves knowledge: a password. §7.5.11 */
const USER_PASSWORD = 0x08;

/** The value is no access rule. */
class RuleError extends Error {}

function reject(): never {
  throw new RuleError();
}

/** What an access mode object names. */
type Names = (mode: AccessMode | undefined, command: CommandHeader | undefined) => boolean;

interface Group {
  readonly names: Names[];
  readonly conditions: Condition[];
}

function parseHeaders(bits: number, value: Uint8Array): Names {
  const fields = (['cla', 'ins', 'p1', 'p2'] as const).filter((_, i) => (bits & (0x08 >> i)) !== 0);
  if (value.length === 0 || value.length % fields.length !== 0) reject();
  const tuples = Array.from({ length: value.length / fields.length }, (_, i) =>
    value.subarray(i * fields.length, (i + 1) * fields.length),
  );
  return (_, command) =>
    command !== undefined && tuples.some((tuple) => fields.every((field, i) => command[field] === tuple[i]));
}

/** Reads an access mode object; undefined when it is none. */
function parseMode({ tag, value }: Tlv): Names | undefined {
  if (tag === 0x80) {
    const byte = value.length === 1 ? value[0]! : reject();
    return (mode) => mode !== undefined && (byte & 0x80 ? byte & 0x07 & mode : byte & mode) !== 0;
  }
  return tag > 0x80 && tag <= 0x8f ? parseHeaders(tag & 0x0f, value) : undefined;
}

function parseAuthentication(value: Uint8Array): Condition {
  const objects = parseTlvs(value);
  const byteOf = (tag: number): number | undefined => {
    const found = objects.find((object) => object.tag === tag)?.value;
    return found === undefined || found.length === 1 ? found?.[0] : reject();
  };
  const pin = byteOf(TAG.publicKeyReference) ?? reject();
  const qualifier = byteOf(TAG.usageQualifier) ?? USER_PASSWORD;
  return (qualifier & USER_PASSWORD) !== 0 ? { pin } : 'never';
}

function parseCondition({ tag, value }: Tlv, depth: number): Condition {
  if (depth > MAX_DEPTH) reject();
  const nested = () => parseTlvs(value).map((object) => parseCondition(object, depth + 1));
  switch (tag) {
    case SC.always:
    case SC.never:
      if (value.length > 0) reject();
      return tag === SC.always ? 'always' : 'never';
    case SC.byte:
      return value.length === 1 ? conditionOfByte(value[0]!) : reject();
    case SC.authentication:
      return parseAuthentication(value);
    case SC.any:
      return { any: nested() };
    case SC.all: {
      const all = nested();
      return all.length > 0 ? { all } : reject();
    }
    case SC.not: {
      const [condition, ...more] = nested();
      return condition !== undefined && more.length === 0 ? { not: condition } : reject();
    }
    default:
      if (!SC.messaging.includes(tag)) reject();
      parseTlvs(value);
      return 'never';
  }
}

function parseGroups(value: Uint8Array): Group[] {
  const groups: Group[] = [];
  for (const object of parseTlvs(value)) {
    const names = parseMode(object);
    const last = groups.at(-1);
    if (names === undefined) (last ?? reject()).conditions.push(parseCondition(object, 1));
    else if (last === undefined || last.conditions.length > 0) groups.push({ names: [names], conditions: [] });
    else last.names.push(names);
  }
  return groups.length > 0 && groups.at(-1)!.conditions.length > 0 ? groups : reject();
}

/** Parses the value of tag AB, or undefined when it is malformed. An access that no group names is denied. */
export function parseExpandedRules(value: Uint8Array): AccessRules | undefined {
  try {
    const groups = parseGroups(value);
    return {
      condition: (mode, command) =>
        anyOf(
          groups
            .filter(({ names }) => names.some((isNamed) => isNamed(mode, command)))
            .flatMap(({ conditions }) => conditions),
        ),
    };
  } catch (error) {
    if (error instanceof RuleError || error instanceof TlvError) return undefined;
    throw error;
  }
}
