/** What lies in files of a card, recognised by how it is made: a certificate, a PKCS#15 file, a public key. */
import { readTlv, type Tlv, TlvError } from '../../apdu/index.ts';
import { publicKeyIn } from '../replay/public-keys.ts';
import { certificateLines } from './certificate-lines.ts';
import { type ExplainedFile, explainPkcs15 } from './pkcs15-files.ts';

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;

/**
 * The title and the lines of a file's content; undefined when it is none of these. `directory` is what EF.ODF says of the
 * file. Files may be longer than their content. Total.
 */
export function explainContent(bytes: Uint8Array, directory?: number): ExplainedFile | undefined {
  if (bytes.length < 3) return undefined;
  return explainPkcs15(bytes, directory) ?? explainObject(bytes);
}

/** What is one object, with or without filler behind it. */
function explainObject(bytes: Uint8Array): ExplainedFile | undefined {
  const first = firstObject(bytes);
  if (first === undefined) return undefined;
  const object = bytes.subarray(0, first.next);
  const lines = first.tlv.tag === SEQUENCE ? certificateLines(object) : undefined;
  if (lines !== undefined) return { title: 'certificate (X.509)', lines };
  // A template 7F49 says more as a tree.
  const key = first.tlv.tag === SEQUENCE || first.tlv.tag === OCTET_STRING ? publicKeyIn(object) : undefined;
  return key === undefined ? undefined : { title: `public key, ${key.kind}`, lines: [] };
}

/** The first data object, and where it ends; undefined when it is cut. */
export function firstObject(bytes: Uint8Array): { readonly tlv: Tlv; readonly next: number } | undefined {
  try {
    return bytes.length === 0 ? undefined : readTlv(bytes, 0);
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}
