/**
 * The entries of PKCS#15 directory files in words. PKCS#15 v1.1 / ISO/IEC 7816-15:
 *
 * PKCS15Object ::= SEQUENCE { CommonObjectAttributes, ClassAttributes, subClassAttributes [0] OPTIONAL, typeAttributes [1] }
 */
import { type Tlv, toHex } from '../../apdu/index.ts';
import { identifierText } from '../../issuer/index.ts';
import {
  bitsOf,
  constructed,
  DER,
  type FilePath,
  numberOf,
  partOf,
  partsOf,
  pathOf,
  primitive,
  text,
} from '../../issuer/pkcs15-reader/index.ts';
import { pathText } from '../decode/names.ts';

import {
  AUTHENTICATION_OBJECTS,
  CERTIFICATES,
  DATA_OBJECTS,
  KEY_ACCESS_FLAGS,
  KEY_USAGE_FLAGS,
  KEYS,
  OBJECT_FLAGS,
  PIN_FLAGS,
  PIN_TYPES,
} from './pkcs15-names.ts';

const OBJECT_IDENTIFIER = 0x06;

/** The four parts of an entry. */
interface Entry {
  /** Of its choice. */
  readonly tag: number;
  readonly common: Tlv;
  readonly ofClass: Tlv;
  /** Undefined where they are no SEQUENCE. */
  readonly ofType: Tlv | undefined;
}

/** Undefined when the object is no entry of a directory file. Throws `Pkcs15Error` when it is malformed. */
export function entryOf(object: Tlv): Entry | undefined {
  const [common, ofClass, ...others] = object.constructed ? partsOf(object) : [];
  if (common?.tag !== DER.sequence || ofClass?.tag !== DER.sequence) return undefined;
  const typed = others.find(({ tag }) => tag === constructed(1));
  return typed && { tag: object.tag, common, ofClass, ofType: partOf(typed, DER.sequence) };
}

/** What kind of directory file an entry stands in, by how it is made: the number of the choice in PKCS15Objects. */
export function directoryOf({ ofClass, ofType }: Entry): number {
  const typed = ofType === undefined ? [] : partsOf(ofType);
  if (typed[0]?.tag === DER.bitString && typed[1]?.tag === DER.enumerated) return 8;
  const usage = partOf(ofClass, DER.bitString);
  if (usage !== undefined) return isPublic(ofClass) ? 1 : 0;
  const [first] = partsOf(ofClass);
  return first?.tag === DER.octetString ? 4 : 7;
}

/** By its usage: what only a public key does and a private one does not. */
function isPublic(ofClass: Tlv): boolean {
  const usage = namesOf(partOf(ofClass, DER.bitString), KEY_USAGE_FLAGS);
  const [isOfPrivate, isOfPublic] = [
    /^(decrypt|sign|signRecover|unwrap|derive)$/,
    /^(encrypt|verify|verifyRecover|wrap)$/,
  ];
  return usage.some((name) => isOfPublic.test(name)) && !usage.some((name) => isOfPrivate.test(name));
}

/** Lines of an entry. `directory` is the choice in PKCS15Objects. Throws `Pkcs15Error` when it is malformed. */
export function entryLines(entry: Entry, directory: number): string[] {
  const [title, facts] = describe(entry, directory);
  const label = text(partOf(entry.common, DER.utf8String));
  const production = entry.tag === DER.sequence ? PRODUCTIONS[directory] : undefined;
  const head = [
    title,
    ...(label === '' ? [] : [JSON.stringify(label)]),
    ...(production === undefined ? [] : [`(${production})`]),
  ];
  return [
    head.join(' '),
    ...[...facts, ...commonFacts(entry.common)].filter((fact) => fact !== '').map((fact) => `  ${fact}`),
  ];
}

/** What the type attributes of the first choice in each directory are called. */
// biome-ignore format: a table reads best with its columns aligned
const PRODUCTIONS: readonly (string | undefined)[] = [
  'PrivateRSAKeyAttributes', 'PublicRSAKeyAttributes', 'PublicRSAKeyAttributes', undefined, 'X509CertificateAttributes',
  'X509CertificateAttributes', 'X509CertificateAttributes', undefined, 'PinAttributes',
];

function describe(entry: Entry, directory: number): readonly [string, readonly string[]] {
  const nameIn = (names: ReadonlyMap<number, string>): string => names.get(entry.tag) ?? `[${entry.tag & 0x1f}]`;
  if (directory <= 1 || directory === 2) {
    return [`${directory === 0 ? 'private' : 'public'} key, ${nameIn(KEYS)}`, keyFacts(entry)];
  }
  if (directory === 3) return ['secret key', keyFacts(entry)];
  if (directory <= 6) return [nameIn(CERTIFICATES), certificateFacts(entry)];
  if (directory === 7) return [nameIn(DATA_OBJECTS), dataFacts(entry)];
  return [
    nameIn(AUTHENTICATION_OBJECTS),
    entry.tag === DER.sequence ? pinFacts(entry) : [idText('authId', entry.ofClass)],
  ];
}

/** CommonObjectAttributes ::= SEQUENCE { label, flags, authId OCTET STRING, userConsent INTEGER, accessControlRules, … } */
function commonFacts(common: Tlv): string[] {
  const consent = partOf(common, DER.integer);
  return [
    flagsText('CommonObjectFlags', partOf(common, DER.bitString), OBJECT_FLAGS),
    idText('needs authId', common),
    consent === undefined ? '' : `userConsent ${numberOf(consent)}, the uses after one verification`,
  ];
}

/** CommonKeyAttributes ::= SEQUENCE { iD, usage, native BOOLEAN DEFAULT TRUE, accessFlags, keyReference INTEGER, … } */
function keyFacts({ ofClass, ofType }: Entry): string[] {
  const [usage, access] = partsOf(ofClass).filter(({ tag }) => tag === DER.bitString);
  const reference = partOf(ofClass, DER.integer);
  const bits = ofType && partOf(ofType, DER.integer);
  const native = partOf(ofClass, DER.boolean);
  return [
    [idText('iD', ofClass), reference === undefined ? '' : `keyReference ${toHex(reference.value)}`]
      .filter(Boolean)
      .join(', '),
    flagsText('KeyUsageFlags', usage, KEY_USAGE_FLAGS),
    flagsText('KeyAccessFlags', access, KEY_ACCESS_FLAGS),
    native?.value[0] === 0 ? 'not native: the card does not calculate with it' : '',
    bits === undefined ? '' : `modulusLength ${numberOf(bits)} bits`,
    placeText(ofType),
  ];
}

/** CommonCertificateAttributes ::= SEQUENCE { iD, authority BOOLEAN DEFAULT FALSE, … }; its value a Path, or there itself */
function certificateFacts({ ofClass, ofType }: Entry): string[] {
  const isAuthority = (partOf(ofClass, DER.boolean)?.value[0] ?? 0) !== 0;
  return [`${idText('iD', ofClass)}${isAuthority ? ', authority' : ''}`, placeText(ofType)];
}

/** CommonDataObjectAttributes ::= SEQUENCE { applicationName Label, applicationOID OBJECT IDENTIFIER, … } */
function dataFacts({ ofClass, ofType }: Entry): string[] {
  const name = text(partOf(ofClass, DER.utf8String));
  const identifier = partOf(ofClass, OBJECT_IDENTIFIER);
  return [
    name === '' ? '' : `applicationName ${JSON.stringify(name)}`,
    identifier === undefined ? '' : `applicationOID ${identifierText(identifier.value)}`,
    placeText(ofType),
  ];
}

/** PinAttributes ::= SEQUENCE { pinFlags, pinType, minLength, storedLength, maxLength, pinReference [0], padChar, …, path } */
function pinFacts({ ofClass, ofType }: Entry): string[] {
  if (ofType === undefined) return [idText('authId', ofClass)];
  const [least, stored, most] = partsOf(ofType)
    .filter(({ tag }) => tag === DER.integer)
    .map(numberOf);
  const [type, padding] = [partOf(ofType, DER.enumerated), partOf(ofType, DER.octetString)];
  const kind =
    type === undefined ? 'PIN of a type not told' : (PIN_TYPES[numberOf(type)] ?? `pinType ${numberOf(type)}`);
  const reference = partOf(ofType, primitive(0))?.value ?? Uint8Array.of(0);
  return [
    `${idText('authId', ofClass)}, pinReference ${toHex(reference)}`,
    `${kind}, ${least ?? '?'} to ${most ?? stored ?? '?'} characters, stored in ${stored ?? '?'} bytes${padding === undefined ? '' : `, padChar ${toHex(padding.value)}`}`,
    flagsText('PinFlags', partOf(ofType, DER.bitString), PIN_FLAGS),
    placeText(ofType),
  ];
}

const idText = (name: string, within: Tlv): string => {
  const id = partOf(within, DER.octetString);
  return id === undefined ? '' : `${name} ${toHex(id.value)}`;
};

/** The names of the bits that are set; a bit that has none by its number. */
function namesOf(part: Tlv | undefined, names: readonly string[]): string[] {
  return bitsOf(part).map((bit) => names[bit] ?? `bit ${bit}`);
}

/** `PinFlags: local, initialized`; empty where there are none. */
export function flagsText(type: string, part: Tlv | undefined, names: readonly string[]): string {
  if (part === undefined) return '';
  return `${type}: ${namesOf(part, names).join(', ') || 'none'}`;
}

/** Where the value lies: a Path in the type's attributes, or in their place as a data object has it. */
function placeText(ofType: Tlv | undefined): string {
  if (ofType === undefined) return '';
  const [path] = [ofType, ...partsOf(ofType)].flatMap((part) => pathOf(part) ?? []);
  return path === undefined ? '' : filePathText(path);
}

/** `path 3F00/5015/4401`, with the part of the file where only a part is meant. */
export function filePathText({ fids, part }: FilePath): string {
  const where = part === undefined ? '' : `, ${part.length} bytes from offset ${part.start} on`;
  return `path ${pathText(fids)}${where}`;
}
