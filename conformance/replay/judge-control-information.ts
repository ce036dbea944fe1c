/** File control information. ISO/IEC 7816-4:2005 §5.3.3: the order of data objects says nothing. */
import { parsedTlvs, TAG, toHex } from '../../apdu/index.ts';
import { departure, different, explained, type Judgement } from './judgement.ts';

// biome-ignore format: a table reads best with its columns aligned
const OBJECTS: ReadonlyMap<number, string> = new Map<number, string>([
  [TAG.dataSize,              'the size of the data'],
  [TAG.fileSize,              'the size of the file'],
  [TAG.fileDescriptor,        'the kind of file'],
  [TAG.fileIdentifier,        'the file identifier'],
  [TAG.dfName,                'the name of the DF'],
  [TAG.proprietaryAttributes, 'the access conditions'],
  [TAG.shortEfIdentifier,     'the short EF identifier'],
  [TAG.lifeCycleStatus,       'the life cycle'],
  [TAG.compactAttributes,     'the access rules'],
  [TAG.expandedAttributes,    'the access rules'],
]);

/** `ownContent`: the file holds this card's own content, from which its size follows. */
export function judgeControlInformation(recorded: Uint8Array, answered: Uint8Array, ownContent: boolean): Judgement {
  const [before, now] = [objectsOf(recorded), objectsOf(answered)];
  if (before === undefined || now === undefined) return different('data', departure(recorded, answered));
  if (recorded[0] !== answered[0]) {
    return different('data', `template ${hex(recorded[0]!)} recorded, ${hex(answered[0]!)} answered`);
  }
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((tag) => before.get(tag) !== now.get(tag));
  if (changed.length === 0) return explained('data', 'the same data objects in another order');
  if (ownContent && changed.every((tag) => tag === TAG.dataSize || tag === TAG.fileSize)) {
    return explained('data', "the size of this card's own content");
  }
  const told = changed.map((tag) => {
    const name = OBJECTS.get(tag);
    return `${hex(tag)}${name === undefined ? '' : ` (${name})`}: ${before.get(tag) ?? 'none'} recorded, ${now.get(tag) ?? 'none'} answered`;
  });
  return different('data', `file control information differs in data object ${told.join('; ')}`);
}

const hex = (tag: number): string => tag.toString(16).toUpperCase();

function objectsOf(data: Uint8Array): Map<number, string> | undefined {
  const [template] = parsedTlvs(data) ?? [];
  const objects = template && parsedTlvs(template.value);
  return objects && new Map(objects.map(({ tag, value }) => [tag, toHex(value)]));
}
