/** A self-signed TEST certificate for a key that is on a card and never leaves it. RFC 5280 §4.1. */
import {
  bitString,
  boolean,
  contextConstructed,
  type Der,
  encode,
  integer,
  namedBits,
  nullValue,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  time,
  unsignedInteger,
  utf8String,
} from './der.ts';

export interface RsaPublicKey {
  /** Big-endian. */
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

export interface CertificateContents {
  readonly publicKey: RsaPublicKey;
  /** Octets of the key identifier, RFC 5280 §4.2.1.2. */
  readonly keyIdentifier: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly commonName: string;
  readonly organization: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
}

// biome-ignore format: a table reads best with its columns aligned
const OID = {
  rsaEncryption:           '1.2.840.113549.1.1.1',
  sha256WithRsaEncryption: '1.2.840.113549.1.1.11',
  countryName:             '2.5.4.6',
  organizationName:        '2.5.4.10',
  commonName:              '2.5.4.3',
  subjectKeyIdentifier:    '2.5.29.14',
  keyUsage:                '2.5.29.15',
  basicConstraints:        '2.5.29.19',
} as const;

/** Bits of KeyUsage, RFC 5280 §4.2.1.3: digitalSignature(0), keyEncipherment(2). */
const KEY_USAGE = [0, 2];

/** RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }, RFC 8017 A.1.1 */
export const rsaPublicKey = ({ modulus, exponent }: RsaPublicKey): Uint8Array =>
  encode(sequence(unsignedInteger(modulus), unsignedInteger(exponent)));

/** AttributeTypeAndValue in a RelativeDistinguishedName of its own. */
const rdn = (type: string, value: Der): Der => set(sequence(objectIdentifier(type), value));

/** Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } */
const extension = (id: string, critical: boolean, value: Der): Der =>
  sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(encode(value)));

const signatureAlgorithm = (): Der => sequence(objectIdentifier(OID.sha256WithRsaEncryption), nullValue());

/** TBSCertificate, version v3(2), issuer and subject the same. */
function toBeSigned(contents: CertificateContents): Der {
  const name = () =>
    sequence(
      rdn(OID.countryName, printableString('NL')),
      rdn(OID.organizationName, utf8String(contents.organization)),
      rdn(OID.commonName, utf8String(contents.commonName)),
    );
  return sequence(
    contextConstructed(0, integer(2)),
    unsignedInteger(contents.serialNumber),
    signatureAlgorithm(),
    name(),
    sequence(time(contents.notBefore), time(contents.notAfter)),
    name(),
    sequence(sequence(objectIdentifier(OID.rsaEncryption), nullValue()), bitString(rsaPublicKey(contents.publicKey))),
    contextConstructed(
      3,
      sequence(
        extension(OID.basicConstraints, true, sequence()),
        extension(OID.keyUsage, true, namedBits(...KEY_USAGE)),
        extension(OID.subjectKeyIdentifier, false, octetString(contents.keyIdentifier)),
      ),
    ),
  );
}

/**
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }, DER. `sign` makes the
 * RSASSA-PKCS1-v1_5 signature with SHA-256 of the bytes it is given.
 */
export function selfSignedCertificate(
  contents: CertificateContents,
  sign: (tbs: Uint8Array) => Uint8Array,
): Uint8Array {
  const tbs = toBeSigned(contents);
  return encode(sequence(tbs, signatureAlgorithm(), bitString(sign(encode(tbs)))));
}
