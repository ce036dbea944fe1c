/**
 * Access rules as a file's control information announces them: tag 86 as the IsoApplet edge has it, 8C compact, AB expanded.
 * ISO/IEC 7816-4:2005 §5.4.3
 */
import { parseTlvs, TAG, type Tlv, TlvError } from '../../apdu/index.ts';

/** Bits of the access mode byte for an EF; a DF has `createDf`, `createEf` and `deleteChild` in the places of the last three. */
// biome-ignore format: a table reads best with its columns aligned
export const MODE = {
  delete:      0x40,
  terminate:   0x20,
  activate:    0x10,
  deactivate:  0x08,
  write:       0x04,
  createDf:    0x04,
  update:      0x02,
  createEf:    0x02,
  read:        0x01,
  deleteChild: 0x01,
} as const;

/** `pins`: every one of these references must be verified. Undefined: the rule says what is not understood here. */
export type Condition =
  | { readonly kind: 'always' | 'never' }
  | { readonly kind: 'pins'; readonly pins: readonly number[] };

export type AccessRules = ReadonlyMap<number, Condition>;

/** The PIN that "user authentication" means when no reference is named. */
const USER_PIN = 0x01;

const MODES = [0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01] as const;

/** Security condition byte. §5.4.3.1 */
function conditionOf(byte: number): Condition | undefined {
  if (byte === 0x00) return { kind: 'always' };
  if (byte === 0xff) return { kind: 'never' };
  return (byte & 0x70) === 0x10 ? { kind: 'pins', pins: [USER_PIN] } : undefined;
}

function fromEdge(value: Uint8Array): [number, Condition | undefined][] {
  if (value.length !== 8 || value[0] !== 0xff) return [];
  return MODES.map((mode, i) => [mode, conditionOf(value[i + 1]!)]);
}

function fromCompact(value: Uint8Array): [number, Condition | undefined][] {
  const modes = MODES.filter((mode) => (value[0]! & mode) !== 0);
  return value.length === modes.length + 1 ? modes.map((mode, i) => [mode, conditionOf(value[i + 1]!)]) : [];
}

/** Security condition objects. §5.4.3.2 */
function fromObject({ tag, value }: Tlv): Condition | undefined {
  switch (tag) {
    case 0x90:
      return { kind: 'always' };
    case 0x97:
      return { kind: 'never' };
    case 0x9e:
      return conditionOf(value[0] ?? 0xff);
    case TAG.authentication: {
      const reference = parseTlvs(value).find((object) => object.tag === TAG.publicKeyReference)?.value[0];
      return reference === undefined ? undefined : { kind: 'pins', pins: [reference] };
    }
    case 0xaf: {
      const parts = parseTlvs(value).map(fromObject);
      const pins = parts.map((part) => (part?.kind === 'pins' ? part.pins : undefined));
      return pins.some((part) => part === undefined)
        ? undefined
        : { kind: 'pins', pins: pins.flatMap((part) => part!) };
    }
    default:
      return undefined;
  }
}

function fromExpanded(value: Uint8Array): [number, Condition | undefined][] {
  const objects = parseTlvs(value);
  return objects.flatMap(({ tag, value: mode }, i) => {
    const condition = objects[i + 1];
    if (tag !== 0x80 || condition === undefined) return [];
    // Several conditions in a row are alternatives, which are not looked into here.
    const alternatives = objects[i + 2] !== undefined && (objects[i + 2]!.tag & 0xf0) !== 0x80;
    const found = alternatives ? undefined : fromObject(condition);
    return MODES.filter((bit) => (mode[0]! & bit) !== 0).map((bit): [number, Condition | undefined] => [bit, found]);
  });
}

/** The rules of a file by the objects of its control information; modes whose rule is not understood are left out. */
export function accessRules(objects: readonly Tlv[]): AccessRules {
  const rules = new Map<number, Condition>();
  for (const { tag, value } of objects) {
    try {
      const found =
        tag === TAG.proprietaryAttributes
          ? fromEdge(value)
          : tag === TAG.compactAttributes
            ? fromCompact(value)
            : tag === TAG.expandedAttributes
              ? fromExpanded(value)
              : [];
      for (const [mode, condition] of found) if (condition !== undefined) rules.set(mode, condition);
    } catch (error) {
      if (!(error instanceof TlvError)) throw error;
    }
  }
  return rules;
}
