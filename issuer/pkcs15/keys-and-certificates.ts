/** EF.PrKDF, EF.PuKDF and EF.CDF: an RSA key pair and its certificate, tied together by one iD. PKCS#15 v1.1 / ISO/IEC 7816-15. */
import { boolean, contextConstructed, type Der, encodeAll, integer, namedBits, octetString, sequence } from '../der.ts';
import { type ObjectAttributes, objectAttributes, path } from './common.ts';

export interface KeyObject extends ObjectAttributes {
  /** The same for private key, public key and certificate. */
  readonly id: Uint8Array;
  /** Numbers of the bits of KeyUsageFlags and KeyAccessFlags. */
  readonly usage: readonly number[];
  readonly access: readonly number[];
  readonly keyReference: number;
  /** Where the key lies, as FIDs from 3F00. */
  readonly path: string;
  /** In bits. */
  readonly modulusLength: number;
}

/**
 * CommonKeyAttributes ::= SEQUENCE { iD Identifier, usage KeyUsageFlags, native BOOLEAN DEFAULT TRUE,
 *   accessFlags KeyAccessFlags OPTIONAL, keyReference Reference OPTIONAL, … }
 */
const keyAttributes = ({ id, usage, access, keyReference }: KeyObject): Der =>
  sequence(octetString(id), namedBits(...usage), namedBits(...access), integer(keyReference));

/** RSA key object: [1] { value Path, modulusLength INTEGER } after the common attributes. */
const rsaKeyObject = (key: KeyObject): Der =>
  sequence(
    objectAttributes(key),
    keyAttributes(key),
    contextConstructed(1, sequence(path(key.path), integer(key.modulusLength))),
  );

/** EF.PrKDF: PrivateRSAKeyAttributes. */
export const privateKeys = (keys: readonly KeyObject[]): Uint8Array => encodeAll(keys.map(rsaKeyObject));

/** EF.PuKDF: PublicRSAKeyAttributes. */
export const publicKeys = (keys: readonly KeyObject[]): Uint8Array => encodeAll(keys.map(rsaKeyObject));

export interface CertificateObject extends ObjectAttributes {
  readonly id: Uint8Array;
  /** A certification authority's own certificate. */
  readonly authority: boolean;
  readonly path: string;
}

/** CommonCertificateAttributes ::= SEQUENCE { iD Identifier, authority BOOLEAN DEFAULT FALSE, … }; [1] X509CertificateAttributes { value Path } */
export const certificates = (all: readonly CertificateObject[]): Uint8Array =>
  encodeAll(
    all.map((certificate) =>
      sequence(
        objectAttributes(certificate),
        sequence(octetString(certificate.id), ...(certificate.authority ? [boolean(true)] : [])),
        contextConstructed(1, sequence(path(certificate.path))),
      ),
    ),
  );
