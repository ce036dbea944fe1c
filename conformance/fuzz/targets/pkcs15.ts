/** PKCS#15 directories of a card that somebody else has made. */
import fc from 'fast-check';
import { concat, fromHex, tlv } from '../../../apdu/index.ts';
import {
  Pkcs15Error,
  parseCertificates,
  parsePins,
  parsePrivateKeys,
  parseTokenInfo,
} from '../../../issuer/pkcs15-reader/index.ts';
import { byte, bytes, damaged, hexOf } from '../arbitraries.ts';
import { parsedOrRefused, single, type Target } from '../target.ts';

const sequenceOf = (...parts: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...parts);
const text = bytes(12).map((value) => tlv(0x0c, value));
const integer = byte.map((value) => tlv(0x02, Uint8Array.of(value)));
const bits = byte.map((value) => tlv(0x03, Uint8Array.of(value & 7, value)));
const octets = bytes(8).map((value) => tlv(0x04, value));
const path = fc.constantFrom('3F005015', '3F0050154331', '4331').map((hex) => sequenceOf(tlv(0x04, fromHex(hex))));

const part = fc.oneof(
  text,
  integer,
  bits,
  octets,
  path,
  byte.map((value) => tlv(0x80, Uint8Array.of(value))),
  byte.map((value) => tlv(0x0a, Uint8Array.of(value))),
);
const parts = fc.array(part, { maxLength: 8 }).map((list) => sequenceOf(...list));

/** One entry: common attributes, class attributes, and type attributes behind their tags. */
const entry = fc
  .tuple(parts, parts, fc.constantFrom(0xa0, 0xa1), parts, fc.constantFrom(0x30, 0xa0, 0xa1))
  .map(([common, kind, typeTag, type, outer]) => tlv(outer, common, kind, tlv(typeTag, type)));

export const pkcs15Target: Target = {
  name: 'pkcs15',
  about: 'directory files, well-formed, changed and nonsense, to the reader of PKCS#15',
  oracle: 'Pkcs15Error, or entries',
  sources: ['issuer/pkcs15-reader'],
  inputs: hexOf(
    damaged(
      fc.oneof(
        fc.array(entry, { maxLength: 3 }).map((entries) => concat(...entries)),
        parts,
      ),
    ),
  ),
  check: (input) => {
    const file = fromHex(single(input));
    for (const parse of [parsePins, parsePrivateKeys, parseCertificates, parseTokenInfo])
      parsedOrRefused<unknown>(() => parse(file), Pkcs15Error);
  },
};
