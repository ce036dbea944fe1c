/** MANAGE SECURITY ENVIRONMENT in words. ISO/IEC 7816-4:2005 §7.5.11; algorithm references of the IsoApplet card edge. */
import { type Command, parseTlvs, TAG, type Tlv, toHex } from '../../apdu/index.ts';
import { dataText, hex2, hex4 } from './wording.ts';

/** What the template in P2 is for. */
// biome-ignore format: a table reads best with its columns aligned
export const PURPOSES: ReadonlyMap<number, string> = new Map<number, string>([
  [0x00,                 'key generation'],
  [TAG.authentication,   'authentication'],
  [TAG.hash,             'hashing'],
  [TAG.checksum,         'checksum'],
  [TAG.digitalSignature, 'signing'],
  [TAG.confidentiality,  'deciphering'],
]);

// biome-ignore format: a table reads best with its columns aligned
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['11', 'RSA PKCS#1 v1.5'],
  ['12', 'RSA PSS'],
  ['21', 'ECDSA'],
  ['EC', 'elliptic curve'],
  ['F3', 'RSA-2048'],
  ['F4', 'RSA-3072'],
  ['F5', 'RSA-4096'],
]);

function referenceText({ tag, value }: Tlv): string {
  const text = toHex(value);
  switch (tag) {
    case TAG.algorithmReference: {
      const name = ALGORITHMS.get(text);
      return name === undefined ? `algorithm ${text}` : `algorithm ${text} (${name})`;
    }
    case TAG.keyFileReference:
      return `key file ${text}`;
    case TAG.publicKeyReference:
      return `public key ${text}`;
    case TAG.privateKeyReference:
      return `key ${text}`;
    default:
      return `${tag.toString(16).toUpperCase()} ${dataText(value)}`;
  }
}

function referencesText(data: Uint8Array): string {
  if (data.length === 0) return 'no data';
  try {
    return parseTlvs(data).map(referenceText).join(', ');
  } catch {
    return `${dataText(data)} (not a series of data objects)`;
  }
}

/** `MANAGE SECURITY ENVIRONMENT for signing: algorithm 11 (RSA PKCS#1 v1.5), key 00` */
export function securityEnvironmentText({ p1, p2, data }: Command): string {
  const name = 'MANAGE SECURITY ENVIRONMENT';
  const operation = p1 & 0x0f;
  if (operation === 2) return `${name}: store as ${hex2(p2)}`;
  if (operation === 3) return `${name}: restore ${hex2(p2)}`;
  if (operation === 4) return `${name}: erase ${hex2(p2)}`;
  const purpose = p1 === 0x41 || p1 === 0x81 || p1 === 0xc1 ? PURPOSES.get(p2) : undefined;
  return `${name} ${purpose === undefined ? hex4(p1, p2) : `for ${purpose}`}: ${referencesText(data)}`;
}
