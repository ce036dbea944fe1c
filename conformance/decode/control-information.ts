/** File control information in words. ISO/IEC 7816-4:2005 §5.3.3; tag 86 as the IsoApplet card edge uses it. */
import { parseTlvs, TAG, type Tlv, toHex, toNumber } from '../../apdu/index.ts';
import { applicationText, pathText } from './names.ts';
import { dataText, hex2 } from './wording.ts';

const FILE_TEMPLATES: ReadonlySet<number> = new Set([TAG.fci, TAG.fcp, TAG.fmd]);

/** One condition byte of tag 86. */
function conditionText(condition: number): string {
  if (condition === 0x00) return 'always';
  if (condition === 0xff) return 'never';
  return condition === 0x90 || (condition & 0x9f) === 0x10 ? 'PIN' : `never (${hex2(condition)})`;
}

// biome-ignore format: a table reads best with its columns aligned
const EF_CONDITIONS: readonly (readonly [string, number])[] = [['read', 7], ['update', 6], ['delete', 1]];
// biome-ignore format: a table reads best with its columns aligned
const DF_CONDITIONS: readonly (readonly [string, number])[] = [
  ['create DF', 5], ['create EF', 6], ['delete child', 7], ['delete', 1],
];

function accessText(value: Uint8Array, directory: boolean): string {
  if (value.length !== 8 || value[0] !== 0xff) return `access ${toHex(value)}`;
  const conditions = directory ? DF_CONDITIONS : EF_CONDITIONS;
  return conditions.map(([operation, at]) => `${operation} ${conditionText(value[at]!)}`).join(', ');
}

function isDirectory(descriptor: Uint8Array | undefined): boolean {
  return ((descriptor?.[0] ?? 0) & 0xbf) === 0x38;
}

/** The structures, in the low three bits of the descriptor byte. */
// biome-ignore format: a table reads best with its columns aligned
const STRUCTURES = [
  'EF', 'transparent EF', 'linear fixed EF', 'linear fixed TLV EF',
  'linear variable EF', 'linear variable TLV EF', 'cyclic EF', 'cyclic TLV EF',
] as const;

function descriptorText(value: Uint8Array): string {
  const first = value[0];
  if (first === undefined) return 'empty file descriptor';
  if (isDirectory(value)) return 'DF';
  if ((first & 0x80) !== 0) return `file descriptor ${toHex(value)}`;
  return `${(first & 0x38) === 0x08 ? 'internal ' : ''}${STRUCTURES[first & 0x07]!}`;
}

/** Life cycle status byte, table 13. */
function lifeCycleText(value: Uint8Array): string {
  const status = value.length === 1 ? value[0]! : 0;
  if (status === 0x01) return 'creation state';
  if (status === 0x03) return 'initialisation state';
  if (status >= 0x04 && status <= 0x0f) {
    if (status >= 0x0c) return 'terminated';
    return (status & 1) === 1 ? 'activated' : 'deactivated';
  }
  return `life cycle ${toHex(value)}`;
}

function objectText({ tag, value }: Tlv, directory: boolean): string {
  const size = value.length <= 6 ? String(toNumber(value)) : toHex(value);
  switch (tag) {
    case TAG.dataSize:
      return `80 data size ${size}`;
    case TAG.fileSize:
      return `81 size ${size}`;
    case TAG.fileDescriptor:
      return `82 ${descriptorText(value)}`;
    case TAG.fileIdentifier:
      return `83 file ${pathText(value)}`;
    case TAG.dfName:
      return `84 name ${applicationText(value)}`;
    case TAG.proprietaryAttributes:
      return `86 ${accessText(value, directory)}`;
    case TAG.shortEfIdentifier:
      return value.length === 1 ? `88 short identifier ${value[0]! >> 3}` : `88 ${dataText(value)}`;
    case TAG.lifeCycleStatus:
      return `8A ${lifeCycleText(value)}`;
    case TAG.compactAttributes:
      return `8C access rules ${dataText(value)}`;
    default:
      return `${tag.toString(16).toUpperCase()} ${dataText(value)}`;
  }
}

/** The text of an FCI, FCP or FMD template, or undefined when the bytes are none. Total. */
export function controlInformationText(bytes: Uint8Array): string | undefined {
  try {
    const [template, ...rest] = parseTlvs(bytes);
    if (template === undefined || rest.length > 0 || !FILE_TEMPLATES.has(template.tag)) return undefined;
    const objects = parseTlvs(template.value);
    const directory = isDirectory(objects.find(({ tag }) => tag === TAG.fileDescriptor)?.value);
    return `${hex2(template.tag)} { ${objects.map((object) => objectText(object, directory)).join(' · ')} }`;
  } catch {
    return undefined;
  }
}
