/** Names of files in a folder in which OpenSSL looks certificates and CRLs up (`-CApath`): X509_NAME_hash of OpenSSL 1.0.0 and later. */
import { toHex } from '../../apdu/index.ts';
import { nativeEngine } from '../../emulator/index.ts';
import { encodeAll, objectIdentifier, sequence, set, utf8String } from '../der.ts';
import { attributeType, type DistinguishedName } from './distinguished-name.ts';

/** As values are compared: without spaces around them, one space where there are several, small letters. */
const compared = (value: string): string => value.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/**
 * The first four bytes of SHA-1, the last one first, in hexadecimal: of the name with its values as they are compared, all of
 * them UTF8Strings, and without the SEQUENCE around it.
 */
export function nameHash(name: DistinguishedName): string {
  const sets = name.map(([attribute, value]) =>
    set(sequence(objectIdentifier(attributeType(attribute)), utf8String(compared(value)))),
  );
  return toHex(nativeEngine.hash('sha1', encodeAll(sets)).slice(0, 4).reverse()).toLowerCase();
}
