import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attime, certificatesPem, hasOpenssl, openssl } from '../openssl.test-support.ts';
import { AUTHORITIES, AUTHORITY_NAMES, CARD_AUTHORITY_NAMES } from './authorities.ts';
import { authority, chainOf, responder } from './authority.ts';

const IN_2026 = attime(Date.UTC(2026, 0, 1));

const text = (der: Uint8Array): string =>
  openssl({ der }, 'x509', '-inform', 'DER', '-in', 'der', '-noout', '-text').output;

function verify(der: Uint8Array, chain: readonly Uint8Array[], ...options: readonly string[]) {
  const untrusted = certificatesPem(...chain.slice(0, -1));
  const files = { leaf: certificatesPem(der), untrusted, root: certificatesPem(...chain.slice(-1)) };
  const above = untrusted === '' ? [] : ['-untrusted', 'untrusted'];
  return openssl(files, 'verify', '-x509_strict', '-attime', IN_2026, '-CAfile', 'root', ...above, ...options, 'leaf');
}

describe.skipIf(!hasOpenssl)('a TEST authority, as openssl sees it', () => {
  it.each(AUTHORITY_NAMES)('%s has a chain that verifies strictly', (name) => {
    const [certificate, ...above] = chainOf(name);
    const chain = above.length === 0 ? [certificate!] : above;
    expect(verify(certificate!, chain, '-purpose', 'any')).toEqual({ status: 0, output: 'leaf: OK\n' });
  });

  it.each(AUTHORITY_NAMES)('%s does not verify below the other root', (name) => {
    const otherRoot = authority(name.startsWith('uzi') ? 'zorg-id-root' : 'uzi-root').certificate;
    const [certificate, ...above] = chainOf(name);
    const result = verify(certificate!, [...above.slice(0, -1), otherRoot]);
    expect(result.status).toBe(2);
    expect(result.output).toMatch(/unable to get (local )?issuer certificate|self-signed certificate/);
  });

  it.each(AUTHORITY_NAMES)('%s says TEST in its name and is an authority with a key of 4,096 bits', (name) => {
    const shown = text(authority(name).certificate);
    expect(shown).toContain(`Subject: C = NL, O = proefpas TEST, CN = ${AUTHORITIES[name].commonName}\n`);
    expect(AUTHORITIES[name].commonName).toContain('TEST');
    expect(shown).toContain('Public-Key: (4096 bit)');
    expect(shown).toMatch(/Basic Constraints: critical\n\s+CA:TRUE/);
    expect(shown).toMatch(/Key Usage: critical\n\s+Certificate Sign, CRL Sign\n/);
  });

  it.each(CARD_AUTHORITY_NAMES)('%s may not certify further authorities', (name) => {
    expect(text(authority(name).certificate)).toMatch(/CA:TRUE, pathlen:0\n/);
  });

  it.each(CARD_AUTHORITY_NAMES)('the responder of %s may sign OCSP answers and is not looked up', (name) => {
    const { certificate } = responder(name);
    expect(verify(certificate, chainOf(name), '-purpose', 'ocsphelper').output).toBe('leaf: OK\n');
    const shown = text(certificate);
    expect(shown).toMatch(/Extended Key Usage: \n\s+OCSP Signing\n/);
    expect(shown).toMatch(/Key Usage: critical\n\s+Digital Signature\n/);
    expect(shown).toMatch(/OCSP No Check: \n/);
    expect(shown.match(/Subject: .*CN = (.+)\n/)![1]!.length).toBeLessThanOrEqual(64);
  });

  it('authorities and responders are the same bytes on every machine and day', () => {
    const all = [
      ...AUTHORITY_NAMES.map((name) => authority(name)),
      ...CARD_AUTHORITY_NAMES.map((name) => responder(name)),
    ];
    const hash = createHash('sha256');
    for (const { certificate } of all) hash.update(certificate);
    expect(hash.digest('hex')).toBe('0c453c5fa89cd59d683dbf78ec187e39bed984fa25563a30c279564cdd442499');
  });

  it('there is no responder of an authority that issues nothing to cards', () => {
    expect(() => responder('uzi-root')).toThrow('VIRTUEEL TEST Zorg CSP Root CA G3 has no OCSP responder');
  });
});
