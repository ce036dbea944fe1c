/** Data objects as an indented tree, each with the name of its tag. */
import { parsedTlvs, TAG, type Tlv, toHex } from '../../apdu/index.ts';

// biome-ignore format: a table reads best with its columns aligned
const INTERINDUSTRY: ReadonlyMap<number, string> = new Map<number, string>([
  [TAG.applicationIdentifier, 'application identifier'], [TAG.applicationLabel,    'application label'],
  [TAG.fileReference,         'file reference'],         [TAG.discretionaryData,   'discretionary data'],
  [TAG.offset,                'offset'],                 [TAG.tagList,             'tag list'],
  [TAG.applicationTemplate,   'application template'],   [TAG.publicKey,           'public key'],
  [TAG.fcp,                   'FCP'],                    [TAG.fmd,                 'FMD'],
  [TAG.fci,                   'FCI'],
]);

/** Tags 80 to 8F mean what the template around them makes of them. */
// biome-ignore format: a table reads best with its columns aligned
const IN_FILE_CONTROL: ReadonlyMap<number, string> = new Map<number, string>([
  ...INTERINDUSTRY,
  [TAG.dataSize,              'data size'],              [TAG.fileSize,              'file size'],
  [TAG.fileDescriptor,        'file descriptor'],        [TAG.fileIdentifier,        'file identifier'],
  [TAG.dfName,                'DF name'],                [TAG.proprietaryPrimitive,  'proprietary primitive'],
  [TAG.proprietaryAttributes, 'proprietary attributes'], [TAG.shortEfIdentifier,     'short EF identifier'],
  [TAG.lifeCycleStatus,       'life cycle status'],      [TAG.referencedAttributes,  'referenced attributes'],
  [TAG.compactAttributes,     'compact attributes'],     [TAG.proprietaryTemplate,   'proprietary template'],
  [TAG.expandedAttributes,    'expanded attributes'],
]);
// biome-ignore format: a table reads best with its columns aligned
const IN_CONTROL_REFERENCE: ReadonlyMap<number, string> = new Map<number, string>([
  [TAG.authentication,        'authentication'],         [TAG.hash,                  'hash'],
  [TAG.checksum,              'checksum'],               [TAG.digitalSignature,      'digital signature'],
  [TAG.confidentiality,       'confidentiality'],        [TAG.algorithmReference,    'algorithm reference'],
  [TAG.keyFileReference,      'key file reference'],     [TAG.publicKeyReference,    'public key reference'],
  [TAG.privateKeyReference,   'private key reference'],  [TAG.usageQualifier,        'usage qualifier'],
]);
// biome-ignore format: a table reads best with its columns aligned
const IN_PUBLIC_KEY: ReadonlyMap<number, string> = new Map([
  [0x81, 'modulus'],
  [0x82, 'public exponent'],
  [0x86, 'public point'],
]);
// biome-ignore format: a table reads best with its columns aligned
const UNIVERSAL: ReadonlyMap<number, string> = new Map([
  [0x01, 'BOOLEAN'],          [0x02, 'INTEGER'],         [0x03, 'BIT STRING'], [0x04, 'OCTET STRING'],
  [0x05, 'NULL'],             [0x06, 'OBJECT IDENTIFIER'], [0x0a, 'ENUMERATED'], [0x0c, 'UTF8String'],
  [0x13, 'PrintableString'],  [0x16, 'IA5String'],       [0x17, 'UTCTime'],    [0x18, 'GeneralizedTime'],
  [0x30, 'SEQUENCE'],         [0x31, 'SET'],
]);
const TEMPLATES: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
  [TAG.fcp, IN_FILE_CONTROL],
  [TAG.fci, IN_FILE_CONTROL],
  [TAG.fmd, IN_FILE_CONTROL],
  [TAG.publicKey, IN_PUBLIC_KEY],
  [TAG.digitalSignature, IN_CONTROL_REFERENCE],
  [TAG.confidentiality, IN_CONTROL_REFERENCE],
  [TAG.authentication, IN_CONTROL_REFERENCE],
]);
const OUTERMOST: ReadonlyMap<number, string> = new Map([...UNIVERSAL, ...INTERINDUSTRY]);

const SHOWN = 32;

/** A data object with the name of its tag. */
export interface TlvNode {
  /** In hexadecimal. */
  readonly tag: string;
  /** Empty where the tag has none here. */
  readonly name: string;
  /** In words; empty where there are members. */
  readonly value: string;
  /** Undefined for a primitive object, and a constructed one that is empty or holds something else. */
  readonly members?: readonly TlvNode[];
}

/** The tree; undefined when the bytes are no series of data objects. */
export function tlvNodes(bytes: Uint8Array): TlvNode[] | undefined {
  const series = parsedTlvs(bytes);
  return series === undefined || series.length === 0 ? undefined : nodes(series, OUTERMOST);
}

/** Lines of the tree; undefined when the bytes are no series of data objects. */
export function tlvTree(bytes: Uint8Array): string[] | undefined {
  return tlvNodes(bytes)?.flatMap((node) => lines(node, ''));
}

function nodes(series: readonly Tlv[], names: ReadonlyMap<number, string>): TlvNode[] {
  return series.map(({ tag, value, constructed }) => {
    const digits = tag.toString(16).toUpperCase();
    const head = {
      tag: digits.padStart(digits.length + (digits.length % 2), '0'),
      name: names.get(tag) ?? UNIVERSAL.get(tag) ?? '',
    };
    const inner = constructed ? parsedTlvs(value) : undefined;
    if (inner === undefined || inner.length === 0) return { ...head, value: valueText(value) };
    return { ...head, value: '', members: nodes(inner, TEMPLATES.get(tag) ?? names) };
  });
}

function lines({ tag, name, value, members }: TlvNode, indent: string): string[] {
  const head = `${indent}${tag} ${name}`.trimEnd();
  return members === undefined
    ? [`${head}: ${value}`]
    : [head, ...members.flatMap((member) => lines(member, `${indent}  `))];
}

function valueText(value: Uint8Array): string {
  if (value.length === 0) return 'empty';
  const text =
    [...value].every((byte) => byte >= 0x20 && byte < 0x7f) && value.length >= 4
      ? ` "${String.fromCharCode(...value.subarray(0, SHOWN))}"`
      : '';
  const cut = value.length > SHOWN ? `… (${value.length} bytes)` : '';
  return `${toHex(value.subarray(0, SHOWN))}${cut}${text}`;
}
