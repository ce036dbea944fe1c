/** The files of a PKCS#15 application in words. PKCS#15 v1.1 / ISO/IEC 7816-15; EF.DIR ISO/IEC 7816-4:2005 §8.2.1. */
import { parseTlvs, TAG, type Tlv, TlvError, toHex } from '../../apdu/index.ts';
import {
  constructed,
  DER,
  objectsIn,
  Pkcs15Error,
  partOf,
  partsOf,
  pathOf,
  primitive,
  text,
} from '../../issuer/pkcs15-reader/index.ts';
import { applicationText, pathText } from '../decode/names.ts';
import { DIRECTORIES, TOKEN_FLAGS } from './pkcs15-names.ts';
import { directoryOf, entryLines, entryOf, filePathText, flagsText } from './pkcs15-objects.ts';

/** A file taken apart: what it is, and a line for everything in it. */
export interface ExplainedFile {
  readonly title: string;
  readonly lines: readonly string[];
  /** Of EF.ODF: the choice in PKCS15Objects for each file identifier. */
  readonly directories?: ReadonlyMap<string, number>;
}

/** `directory` is what EF.ODF says of the file, if it says something. Undefined when the bytes are no such file. */
export function explainPkcs15(bytes: Uint8Array, directory?: number): ExplainedFile | undefined {
  try {
    const objects = objectsIn(bytes);
    if (objects.length === 0) return undefined;
    return (
      applicationDirectory(objects) ??
      objectDirectory(objects) ??
      tokenInfo(objects) ??
      directoryFile(objects, directory) ??
      unusedSpace(objects)
    );
  } catch (error) {
    if (error instanceof Pkcs15Error || error instanceof TlvError) return undefined;
    throw error;
  }
}

/** EF.DIR: application templates 61. */
function applicationDirectory(objects: readonly Tlv[]): ExplainedFile | undefined {
  if (!objects.every(({ tag }) => tag === TAG.applicationTemplate)) return undefined;
  const lines = objects.flatMap(({ value }) => {
    const parts = parseTlvs(value);
    const part = (tag: number): Uint8Array | undefined => parts.find((each) => each.tag === tag)?.value;
    const [aid, label, path] = [TAG.applicationIdentifier, TAG.applicationLabel, TAG.fileReference].map(part);
    return [
      `application ${label === undefined ? 'without a label' : JSON.stringify(new TextDecoder().decode(label))}`,
      ...(aid === undefined ? [] : [`  AID ${applicationText(aid)}`]),
      ...(path === undefined ? [] : [`  path ${pathText(path)}`]),
    ];
  });
  return { title: 'EF.DIR: applications', lines };
}

/** EF.ODF: PKCS15Objects ::= CHOICE { privateKeys [0] … authObjects [8] }, each a Path or the objects themselves. */
function objectDirectory(objects: readonly Tlv[]): ExplainedFile | undefined {
  const [only] = objects;
  // A dialect puts one SEQUENCE around them.
  const choices = objects.length === 1 && only!.tag === DER.sequence ? partsOf(only!) : objects;
  const isChoice = (choice: Tlv): boolean =>
    choice.tag >= constructed(0) && choice.tag <= constructed(8) && partsOf(choice).length === 1;
  if (!choices.every(isChoice)) return undefined;
  const directories = new Map<string, number>();
  const lines = choices.map((choice) => {
    const number = choice.tag & 0x1f;
    const path = pathOf(partOf(choice, DER.sequence));
    if (path !== undefined) directories.set(toHex(path.fids.subarray(-2)), number);
    const [file, what] = DIRECTORIES[number]!;
    return `[${number}] ${what}, ${file}: ${path === undefined ? 'in this file' : filePathText(path)}`;
  });
  return { title: 'EF.ODF: where objects of each kind are listed (PKCS15Objects)', lines, directories };
}

/** TokenInfo ::= SEQUENCE { version, serialNumber OCTET STRING, manufacturerID, label [0], tokenflags BIT STRING, … } */
function tokenInfo(objects: readonly Tlv[]): ExplainedFile | undefined {
  const [info, ...others] = objects;
  if (info?.tag !== DER.sequence || others.length > 0) return undefined;
  const [version, serialNumber] = partsOf(info);
  if (version?.tag !== DER.integer || version.value.length !== 1 || serialNumber?.tag !== DER.octetString)
    return undefined;
  const [manufacturer, label] = [text(partOf(info, DER.utf8String)), text(partOf(info, primitive(0)))];
  const changed = partOf(info, primitive(5)) ?? partOf(info, GENERALIZED_TIME);
  const lines = [
    `version ${version.value[0]!}, serialNumber ${toHex(serialNumber.value)}`,
    manufacturer === '' ? '' : `manufacturerID ${JSON.stringify(manufacturer)}`,
    label === '' ? '' : `label ${JSON.stringify(label)}`,
    flagsText('TokenFlags', partOf(info, DER.bitString), TOKEN_FLAGS),
    changed === undefined ? '' : `lastUpdate ${text(changed)}`,
  ];
  return { title: 'EF.TokenInfo: the card (TokenInfo)', lines: lines.filter((line) => line !== '') };
}

const GENERALIZED_TIME = 0x18;

/** UnusedSpace ::= SEQUENCE { path Path (WITH COMPONENTS { index PRESENT, length PRESENT }), authId OPTIONAL, … } */
function unusedSpace(objects: readonly Tlv[]): ExplainedFile | undefined {
  const spaces = objects.map((object) => {
    const [path, authId] = object.tag === DER.sequence ? partsOf(object) : [];
    const place = pathOf(path);
    if (place?.part === undefined || (authId !== undefined && authId.tag !== DER.octetString)) return undefined;
    return `${filePathText(place)}${authId === undefined ? '' : `, needs authId ${toHex(authId.value)}`}`;
  });
  const lines = spaces.filter((space) => space !== undefined);
  return lines.length === spaces.length
    ? { title: 'EF.UnusedSpace: room for new objects (UnusedSpace)', lines }
    : undefined;
}

function directoryFile(objects: readonly Tlv[], told: number | undefined): ExplainedFile | undefined {
  const entries = objects.map(entryOf).filter((entry) => entry !== undefined);
  const [first] = entries;
  if (first === undefined || entries.length < objects.length) return undefined;
  const directory = told ?? directoryOf(first);
  const [file, what, production] = DIRECTORIES[directory]!;
  return { title: `${file}: ${what} (${production})`, lines: entries.flatMap((entry) => entryLines(entry, directory)) };
}
