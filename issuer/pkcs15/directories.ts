/** EF.DIR, EF.ODF and EF.TokenInfo: how a host finds its way. PKCS#15 v1.1 / ISO/IEC 7816-15; EF.DIR ISO/IEC 7816-4:2005 §8.2.1 */
import { fromHex, TAG, tlv } from '../../apdu/index.ts';
import {
  contextConstructed,
  contextPrimitive,
  type Der,
  encode,
  encodeAll,
  integer,
  namedBits,
  octetString,
  sequence,
  utf8String,
} from '../der.ts';
import { path } from './common.ts';

/** EF.DIR: 61 { 4F application identifier, 50 label, 51 path } */
export const applicationDirectory = (aid: Uint8Array, label: string, fids: string): Uint8Array =>
  tlv(
    TAG.applicationTemplate,
    tlv(TAG.applicationIdentifier, aid),
    tlv(TAG.applicationLabel, new TextEncoder().encode(label)),
    tlv(TAG.fileReference, fromHex(fids)),
  );

/** PKCS15Objects ::= CHOICE { privateKeys [0], publicKeys [1], … }, each a Path to the directory file of that kind. */
// biome-ignore format: a table reads best with its columns aligned
const OBJECT_CLASS = {
  privateKeys: 0, publicKeys: 1, trustedPublicKeys: 2, secretKeys: 3, certificates: 4, trustedCertificates: 5,
  usefulCertificates: 6, dataObjects: 7, authObjects: 8,
} as const;

/** EF.ODF: the choices one after the other. */
export const objectDirectory = (directories: readonly (readonly [keyof typeof OBJECT_CLASS, string])[]): Uint8Array =>
  encodeAll(directories.map(([kind, fids]): Der => contextConstructed(OBJECT_CLASS[kind], path(fids))));

/** Bits of TokenFlags. */
const TOKEN_FLAG = { readonly: 0, loginRequired: 1, prnGeneration: 2, eidCompliant: 3 } as const;

/**
 * TokenInfo ::= SEQUENCE { version INTEGER { v1(0) }, serialNumber OCTET STRING, manufacturerID Label OPTIONAL,
 *   label [0] Label OPTIONAL, tokenflags TokenFlags, … }
 */
export const tokenInfo = (serialNumber: Uint8Array, manufacturer: string, label: string): Uint8Array =>
  encode(
    sequence(
      integer(0),
      octetString(serialNumber),
      utf8String(manufacturer),
      contextPrimitive(0, new TextEncoder().encode(label)),
      namedBits(TOKEN_FLAG.loginRequired, TOKEN_FLAG.prnGeneration),
    ),
  );
