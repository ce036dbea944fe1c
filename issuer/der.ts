/** ASN.1 values in the notation of the standards, on asn1js; DER comes out of `encode`. ITU-T X.680, X.690. */
import type * as asn1 from 'asn1js';
import { asn1js } from './libraries.ts';

/** Any ASN.1 value. */
export type Der = asn1.AsnType;

export const encode = (value: Der): Uint8Array => new Uint8Array(value.toBER());

/** Values one after the other, with no SEQUENCE around them: how PKCS#15 directory files are filled. */
export const encodeAll = (values: readonly Der[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [...encode(value)]));

export const sequence = (...value: Der[]): Der => new (asn1js().Sequence)({ value });
export const set = (...value: Der[]): Der => new (asn1js().Set)({ value });
export const octetString = (valueHex: Uint8Array): asn1.OctetString => new (asn1js().OctetString)({ valueHex });
export const utf8String = (value: string): Der => new (asn1js().Utf8String)({ value });
export const printableString = (value: string): Der => new (asn1js().PrintableString)({ value });
export const ia5String = (value: string): Der => new (asn1js().IA5String)({ value });
export const objectIdentifier = (value: string): Der => new (asn1js().ObjectIdentifier)({ value });
export const boolean = (value: boolean): Der => new (asn1js().Boolean)({ value });
export const nullValue = (): Der => new (asn1js().Null)();
export const enumerated = (value: number): Der => new (asn1js().Enumerated)({ value });
export const integer = (value: number): asn1.Integer => new (asn1js().Integer)({ value });

/** INTEGER from an unsigned big-endian number. */
export const unsignedInteger = (bytes: Uint8Array): asn1.Integer => {
  const start = bytes.findIndex((byte) => byte !== 0);
  const bare = start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
  return new (asn1js().Integer)({ valueHex: bare[0]! >= 0x80 ? Uint8Array.of(0, ...bare) : bare });
};

export const bitString = (valueHex: Uint8Array): asn1.BitString => new (asn1js().BitString)({ valueHex });

/** BIT STRING of a named bit list: the numbers of the bits that are set, bit 0 first. Trailing zero bits are left out. */
export const namedBits = (...bits: readonly number[]): Der => {
  const length = bits.length === 0 ? 0 : Math.max(...bits) + 1;
  const valueHex = new Uint8Array(Math.ceil(length / 8));
  for (const bit of bits) valueHex[bit >> 3]! |= 0x80 >> (bit & 7);
  return new (asn1js().BitString)({ valueHex, unusedBits: valueHex.length * 8 - length });
};

/** GeneralizedTime of a whole second. Milliseconds since 1970-01-01 UTC. */
export const generalizedTime = (milliseconds: number): Der =>
  new (asn1js().GeneralizedTime)({ valueDate: new Date(Math.floor(milliseconds / 1000) * 1000) });

/** [n] EXPLICIT, or an IMPLICIT constructed type: context-specific, constructed. */
export const contextConstructed = (tagNumber: number, ...value: Der[]): Der =>
  new (asn1js().Constructed)({ idBlock: { tagClass: 3, tagNumber }, value });

/** [n] IMPLICIT of a primitive type: context-specific, the content as it is. */
export const contextPrimitive = (tagNumber: number, valueHex: Uint8Array): Der =>
  new (asn1js().Primitive)({ idBlock: { tagClass: 3, tagNumber }, valueHex });
