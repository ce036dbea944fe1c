/**
 * The security attributes among control parameters. ISO/IEC 7816-4:2005 §5.3.3 table 12, §5.4.3: 8C, AB, and 86 of the edge.
 *
 * 8C or AB decides, whatever 86 says. 8B refers to rules in another file, which this card does not look up: a file that
 * asked for them must not be left without rules.
 */
import { parseTlvs, TAG, type Tlv } from '../apdu/index.ts';
import { type AccessRules, NO_RULES, parseCompactRules, parseEdgeRules } from './access-rules.ts';
import { parseExpandedRules } from './expanded-rules.ts';
import { parseTagList } from './tag-list.ts';

/** Security attributes of data objects: a template of attributes, and 5C, the tags they are for. */
const DATA_OBJECT_ATTRIBUTES = 0xa0;

/** Rules for the data objects of a DF. */
export interface DataObjectRules {
  /** None: the rules are for every tag. */
  readonly tags: readonly number[];
  readonly rules: AccessRules;
}

/** The rules that objects give; `NO_RULES` when there are none; undefined when one is malformed or more than one decides. */
export function parseSecurityAttributes(objects: readonly Tlv[]): AccessRules | undefined {
  const deciding = objects.filter(({ tag }) => tag === TAG.compactAttributes || tag === TAG.expandedAttributes);
  if (deciding.length > 1 || objects.some(({ tag }) => tag === TAG.referencedAttributes)) return undefined;
  const [attribute] = deciding;
  if (attribute?.tag === TAG.compactAttributes) return parseCompactRules(attribute.value);
  if (attribute !== undefined) return parseExpandedRules(attribute.value);
  const edge = objects.find(({ tag }) => tag === TAG.proprietaryAttributes);
  return edge === undefined ? NO_RULES : parseEdgeRules(edge.value);
}

/** The rules of every A0 template among control parameters, in order; undefined when one is malformed. */
export function parseDataObjectAttributes(objects: readonly Tlv[]): DataObjectRules[] | undefined {
  const found: DataObjectRules[] = [];
  for (const { tag, value } of objects) {
    if (tag !== DATA_OBJECT_ATTRIBUTES) continue;
    const inside = parseTlvs(value);
    const tags = parseTagList(inside.find((object) => object.tag === TAG.tagList)?.value ?? new Uint8Array(0));
    const rules = parseSecurityAttributes(inside);
    if (tags === undefined || rules === undefined) return undefined;
    found.push({ tags, rules });
  }
  return found;
}
