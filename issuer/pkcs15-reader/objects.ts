/** The objects that PKCS#15 directory files tell of: PINs, private keys, certificates, and the token itself. */
import type { Tlv } from '../../apdu/index.ts';
import { PIN_FLAG } from '../pkcs15/authentication-objects.ts';
import { KEY_USAGE } from '../pkcs15/common.ts';
import {
  bitsOf,
  constructed,
  DER,
  type FilePath,
  numberOf,
  objectsIn,
  Pkcs15Error,
  partOf,
  partsOf,
  pathOf,
  primitive,
  text,
} from './directory-file.ts';

/** Common attributes, those of the class, and those of the type, [1]. */
function attributesOf(object: Tlv): { readonly common: Tlv; readonly ofClass: Tlv; readonly ofType: Tlv } {
  const [common, ofClass] = partsOf(object);
  const typed = partOf(object, constructed(1));
  const ofType = typed && partOf(typed, DER.sequence);
  if (common === undefined || ofClass === undefined || ofType === undefined) {
    throw new Pkcs15Error('the card has a PKCS#15 object without attributes');
  }
  return { common, ofClass, ofType };
}

export interface TokenInfo {
  readonly serialNumber: Uint8Array;
  readonly manufacturer: string;
  readonly label: string;
}

/** TokenInfo ::= SEQUENCE { version, serialNumber OCTET STRING, manufacturerID UTF8String OPTIONAL, label [0] OPTIONAL, … } */
export function parseTokenInfo(file: Uint8Array): TokenInfo {
  const [info] = objectsIn(file);
  if (info?.tag !== DER.sequence) throw new Pkcs15Error('the card has an EF.TokenInfo that is none');
  return {
    serialNumber: partOf(info, DER.octetString)?.value ?? new Uint8Array(0),
    manufacturer: text(partOf(info, DER.utf8String)),
    label: text(partOf(info, primitive(0))),
  };
}

export interface PinEntry {
  readonly label: string;
  readonly authId: Uint8Array;
  /** The authentication object that unblocks this one. */
  readonly protectedBy: Uint8Array | undefined;
  /** Numbers of the bits of PinFlags. */
  readonly flags: readonly number[];
  /** PinType: bcd(0), ascii-numeric(1), utf8(2), half-nibble-bcd(3), iso9564-1(4). */
  readonly type: number;
  /** In characters. */
  readonly minLength: number;
  readonly maxLength: number;
  /** In bytes. */
  readonly storedLength: number;
  /** P2 of the commands on it. */
  readonly reference: number;
  readonly padChar: number | undefined;
  /** The DF in which it is used. */
  readonly path: FilePath | undefined;
}

/**
 * PinAttributes ::= SEQUENCE { pinFlags, pinType ENUMERATED, minLength, storedLength, maxLength OPTIONAL, pinReference [0]
 * DEFAULT 0, padChar OCTET STRING OPTIONAL, lastPinChange OPTIONAL, path OPTIONAL }
 */
function pinOf(object: Tlv): PinEntry {
  const { common, ofClass, ofType } = attributesOf(object);
  const numbers = partsOf(ofType).filter(({ tag }) => tag === DER.integer);
  const [type, authId] = [partOf(ofType, DER.enumerated), partOf(ofClass, DER.octetString)];
  const [minLength, storedLength, maxLength] = numbers.map(numberOf);
  if (type === undefined || authId === undefined || minLength === undefined || storedLength === undefined) {
    throw new Pkcs15Error('the card has a PIN without its attributes');
  }
  return {
    label: text(partOf(common, DER.utf8String)),
    authId: authId.value,
    protectedBy: partOf(common, DER.octetString)?.value,
    flags: bitsOf(partOf(ofType, DER.bitString)),
    type: numberOf(type),
    minLength,
    maxLength: maxLength ?? storedLength,
    storedLength,
    reference: partOf(ofType, primitive(0))?.value.at(-1) ?? 0,
    padChar: partOf(ofType, DER.octetString)?.value[0],
    path: pathOf(partOf(ofType, DER.sequence)),
  };
}

/** Whether it is what the holder types: it unblocks nothing and is no security officer's. */
export const isUserPin = ({ flags }: PinEntry): boolean =>
  !flags.includes(PIN_FLAG.unblockingPin) && !flags.includes(PIN_FLAG.soPin);

/** Whether values are filled up to the length that is stored. */
export const isPadded = ({ flags }: PinEntry): boolean => flags.includes(PIN_FLAG.needsPadding);

/** PINs and PUKs of an EF.AODF, in order; what else may stand there, keys and fingerprints, has other tags. */
export const parsePins = (file: Uint8Array): PinEntry[] =>
  objectsIn(file)
    .filter(({ tag }) => tag === DER.sequence)
    .map(pinOf);

export interface PrivateKeyEntry {
  readonly label: string;
  /** The same as its certificate's. */
  readonly id: Uint8Array;
  /** Numbers of the bits of KeyUsageFlags. */
  readonly usage: readonly number[];
  readonly keyReference: number;
}

/** CommonKeyAttributes ::= SEQUENCE { iD OCTET STRING, usage BIT STRING, …, keyReference INTEGER OPTIONAL, … } */
function privateKeyOf(object: Tlv): PrivateKeyEntry {
  const { common, ofClass } = attributesOf(object);
  return {
    label: text(partOf(common, DER.utf8String)),
    id: partOf(ofClass, DER.octetString)?.value ?? new Uint8Array(0),
    usage: bitsOf(partOf(ofClass, DER.bitString)),
    keyReference: partOf(ofClass, DER.integer)?.value.at(-1) ?? 0,
  };
}

/** The RSA keys of an EF.PrKDF. */
export const parsePrivateKeys = (file: Uint8Array): PrivateKeyEntry[] =>
  objectsIn(file)
    .filter(({ tag }) => tag === DER.sequence)
    .map(privateKeyOf);

/** Signs to prove who somebody is, but declares nothing in their name: what key A is among the keys of a card. */
export const isAuthenticityKey = ({ usage }: PrivateKeyEntry): boolean =>
  usage.includes(KEY_USAGE.sign) && !usage.includes(KEY_USAGE.nonRepudiation);

export interface CertificateEntry {
  readonly label: string;
  readonly id: Uint8Array;
  readonly path: FilePath;
}

/** The X.509 certificates of an EF.CDF that lie in files. */
export const parseCertificates = (file: Uint8Array): CertificateEntry[] =>
  objectsIn(file)
    .filter(({ tag }) => tag === DER.sequence)
    .flatMap((object) => {
      const { common, ofClass, ofType } = attributesOf(object);
      const path = pathOf(partOf(ofType, DER.sequence));
      const id = partOf(ofClass, DER.octetString)?.value ?? new Uint8Array(0);
      return path === undefined ? [] : [{ label: text(partOf(common, DER.utf8String)), id, path }];
    });
