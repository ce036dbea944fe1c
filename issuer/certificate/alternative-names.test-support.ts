/** SubjectAltNames as openssl's asn1parse sees them. */
import { openssl } from '../openssl.test-support.ts';

/** What the program asn1parse finds in the subjectAltName: depth, tag and value of each line; none when there is no such extension. */
export function alternativeNames(der: Uint8Array): string[] {
  const outer = openssl({ der }, 'asn1parse', '-inform', 'DER', '-in', 'der').output.split('\n');
  const at = outer.findIndex((line) => line.includes(':X509v3 Subject Alternative Name'));
  if (at === -1) return [];
  const offset = outer[at + 1]!.trim().split(':')[0]!;
  const inner = openssl({ der }, 'asn1parse', '-inform', 'DER', '-in', 'der', '-strparse', offset).output;
  return inner
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/^ *\d+:d=(\d) +hl=\d+ l= *\d+ +\w+: +/, '$1 ')
        .replace(/ +/g, ' ')
        .trim(),
    );
}
