/** OCSP requests. RFC 6960 §4.1; the nonce RFC 9654 */
import type { CertID, Extension } from 'pkijs';
import { nativeEngine } from '../../emulator/index.ts';
import type { Signer } from '../ca/authority.ts';
import { nameOf } from '../ca/distinguished-name.ts';
import { pkijs } from '../libraries.ts';

const NONCE = '1.3.6.1.5.5.7.48.1.2';

/** Longest nonce with the two or three bytes that its OCTET STRING adds: 128 bytes, RFC 9654 §2.1. */
const MAX_NONCE_VALUE = 131;

export interface OcspRequest {
  /** The certificates that are asked about, in order; one or more. */
  readonly certificates: readonly CertID[];
  /** The extension as it came, to be given back. */
  readonly nonce: Extension | undefined;
}

/** Reads a request, or undefined when it is none. A signature of the requestor is not looked at. */
export function parseOcspRequest(der: Uint8Array): OcspRequest | undefined {
  try {
    const { requestList, requestExtensions } = pkijs().OCSPRequest.fromBER(der).tbsRequest;
    const nonce = requestExtensions?.find(({ extnID }) => extnID === NONCE);
    if (requestList.length === 0) return undefined;
    if (nonce !== undefined && nonce.extnValue.valueBlock.valueHexView.length > MAX_NONCE_VALUE) return undefined;
    return { certificates: requestList.map(({ reqCert }) => reqCert), nonce };
  } catch {
    // Whatever the library makes of bytes that are no request.
    return undefined;
  }
}

// biome-ignore format: a table reads best with its columns aligned
const HASHES: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26':          'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The nonce extension with another value of the same length. */
export function otherNonce(nonce: Extension | undefined): Extension | undefined {
  if (nonce === undefined) return undefined;
  const value = nonce.extnValue.valueBlock.valueHexView.slice();
  value[value.length - 1]! ^= 0xff;
  return new (pkijs().Extension)({ extnID: NONCE, extnValue: value.buffer });
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);

/** Whether a CertID names this issuer: by hashes of its name and of its key. False for a hash that is not known. */
export function isIssuedBy({ hashAlgorithm, issuerNameHash, issuerKeyHash }: CertID, issuer: Signer): boolean {
  const hash = HASHES[hashAlgorithm.algorithmId];
  if (hash === undefined) return false;
  const { subjectPublicKey } = pkijs().PublicKeyInfo.fromBER(issuer.publicKey);
  const name = new Uint8Array(nameOf(issuer.name).toSchema().toBER());
  return (
    same(issuerNameHash.valueBlock.valueHexView, nativeEngine.hash(hash, name)) &&
    same(issuerKeyHash.valueBlock.valueHexView, nativeEngine.hash(hash, subjectPublicKey.valueBlock.valueHexView))
  );
}
