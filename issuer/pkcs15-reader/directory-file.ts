/** Reading PKCS#15 directory files as any issuer writes them. PKCS#15 v1.1 / ISO/IEC 7816-15. */
import { parseTlvs, readTlv, type Tlv, TlvError, toNumber } from '../../apdu/index.ts';

/** The card's PKCS#15 structure does not say what it should. */
export class Pkcs15Error extends Error {
  override readonly name = 'Pkcs15Error';
}

/** Tags of DER, as far as directory files have them. */
// biome-ignore format: a table reads best with its columns aligned
export const DER = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, enumerated: 0x0a, utf8String: 0x0c, sequence: 0x30,
} as const;

/** [n] as tags: constructed, and of a primitive type. */
export const constructed = (number: number): number => 0xa0 | number;
export const primitive = (number: number): number => 0x80 | number;

/** What erased memory holds: files may be longer than their content. */
const isFiller = (byte: number): boolean => byte === 0x00 || byte === 0xff;

/** The objects of a directory file, up to its filler. Throws `Pkcs15Error` when they are malformed. */
export function objectsIn(file: Uint8Array): Tlv[] {
  const objects: Tlv[] = [];
  for (let offset = 0; offset < file.length && !isFiller(file[offset]!); ) {
    const { tlv, next } = wellFormed(() => readTlv(file, offset));
    objects.push(tlv);
    offset = next;
  }
  return objects;
}

/** The parts of a constructed object. Throws `Pkcs15Error` when they are malformed. */
export const partsOf = ({ value }: Tlv): Tlv[] => wellFormed(() => parseTlvs(value));

/** The first part with a tag. */
export const partOf = (object: Tlv, tag: number): Tlv | undefined => partsOf(object).find((part) => part.tag === tag);

function wellFormed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TlvError) throw new Pkcs15Error(`the card's PKCS#15 files are malformed: ${error.message}`);
    throw error;
  }
}

export const text = (part: Tlv | undefined): string =>
  new TextDecoder().decode(part?.value ?? new Uint8Array(0)).trimEnd();

/** A small number that is not negative; INTEGER and ENUMERATED. */
export function numberOf({ value }: Tlv): number {
  if (value.length === 0 || value.length > 4)
    throw new Pkcs15Error('the card tells a number of 0 or more than 4 bytes');
  return toNumber(value);
}

/** Numbers of the bits that are set in a BIT STRING, bit 0 first. */
export function bitsOf(part: Tlv | undefined): number[] {
  const bytes = part?.value.subarray(1) ?? new Uint8Array(0);
  return [...bytes].flatMap((byte, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => 8 * index + bit),
  );
}

/** Path ::= SEQUENCE { path OCTET STRING, index INTEGER OPTIONAL, length [0] INTEGER OPTIONAL } */
export interface FilePath {
  /** FIDs, two bytes each; 3FFF at the start is the DF of the application. */
  readonly fids: Uint8Array;
  /** The part of the file that is meant; all of it when left out. */
  readonly part?: { readonly start: number; readonly length: number };
}

/** Undefined when the object is no path to a file. */
export function pathOf(path: Tlv | undefined): FilePath | undefined {
  if (path?.tag !== DER.sequence) return undefined;
  const fids = partOf(path, DER.octetString)?.value;
  if (fids === undefined || fids.length === 0 || fids.length % 2 !== 0) return undefined;
  const [start, length] = [partOf(path, DER.integer), partOf(path, primitive(0))];
  if (start === undefined || length === undefined) return { fids };
  return { fids, part: { start: numberOf(start), length: numberOf(length) } };
}
