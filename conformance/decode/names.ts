/** Names of the files and applications that a PKCS#15 host asks for. ISO/IEC 7816-4:2005 §8.2.1, ISO/IEC 7816-15. */
import { toHex } from '../../apdu/index.ts';

// biome-ignore format: a table reads best with its columns aligned
const FILES: ReadonlyMap<string, string> = new Map([
  ['3F00', 'MF'],
  ['2F00', 'EF.DIR'],
  ['5015', 'DF PKCS#15'],
  ['5031', 'EF.ODF'],
  ['5032', 'EF.TokenInfo'],
]);

// biome-ignore format: a table reads best with its columns aligned
const APPLICATIONS: ReadonlyMap<string, string> = new Map([
  ['A000000063504B43532D3135', 'PKCS#15'],
  ['F276A288BCFBA69D34F31001', 'IsoApplet'],
]);

function named(text: string, name: string | undefined): string {
  return name === undefined ? text : `${text} (${name})`;
}

/** A file identifier or a path of them, `5015/5031 (EF.ODF)`; an odd length is shown as it is. */
export function pathText(path: Uint8Array): string {
  if (path.length % 2 !== 0) return `${toHex(path)} (not a whole number of file identifiers)`;
  const files = toHex(path).match(/.{4}/g) ?? [];
  return named(files.join('/'), FILES.get(files.at(-1) ?? ''));
}

/** An application identifier, with the application's name where it is known. */
export function applicationText(aid: Uint8Array): string {
  return named(toHex(aid), APPLICATIONS.get(toHex(aid)));
}
