import { describe, expect, it } from 'vitest';
import { AUTHORITY_NAMES } from '../ca/authorities.ts';
import { authority, chainOf } from '../ca/authority.ts';
import { REVOCATION_REASON, type RevocationReason, type RevokedCertificate } from '../ca/certificate-status.ts';
import { cardCertificateOf, serialNumberIn } from '../certificate/card-certificate.test-support.ts';
import { attime, certificatesPem, hasOpenssl, openssl } from '../openssl.test-support.ts';
import { pem } from '../pem.ts';
import { revocationList } from './revocation-list.ts';

const NOW = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

const leaf = cardCertificateOf('zorg-id', 'authenticity', Date.UTC(2026, 0, 1));

const revoked = (serialNumber: Uint8Array, reason: RevocationReason): RevokedCertificate => ({
  state: 'revoked',
  serialNumber,
  at: NOW - HOUR,
  reason,
});

const text = (der: Uint8Array): string =>
  openssl({ der }, 'crl', '-inform', 'DER', '-in', 'der', '-noout', '-text').output;

/** openssl verify of the card's certificate with the card authority's list. */
function verify(at: number, crl: Uint8Array): string {
  const chain = chainOf('zorg-id');
  const files = {
    leaf: certificatesPem(leaf),
    untrusted: certificatesPem(...chain.slice(0, -1)),
    root: certificatesPem(...chain.slice(-1)),
    crl: pem('X509 CRL', crl),
  };
  const args = ['-x509_strict', '-crl_check', '-CRLfile', 'crl', '-attime', attime(at), '-CAfile', 'root'];
  return openssl(files, 'verify', ...args, '-untrusted', 'untrusted', 'leaf').output;
}

describe.skipIf(!hasOpenssl)('a revocation list, as openssl sees it', () => {
  it.each(AUTHORITY_NAMES)('of %s is signed by it and has issuer, number and times', (name) => {
    const der = revocationList({ authority: name, revoked: [], thisUpdate: NOW });
    const issuer = certificatesPem(authority(name).certificate);
    const checked = openssl({ der, issuer }, 'crl', '-inform', 'DER', '-in', 'der', '-noout', '-CAfile', 'issuer');
    expect(checked.output).toBe('verify OK\n');
    const shown = text(der);
    expect(shown).toContain('Version 2 (0x1)');
    expect(shown).toContain('Last Update: Jun  1 00:00:00 2026 GMT');
    expect(shown).toContain('Next Update: Jun  3 00:00:00 2026 GMT');
    expect(shown).toMatch(new RegExp(`X509v3 CRL Number: \n\\s+${NOW / 1000}\n`));
    expect(shown).toContain('X509v3 Authority Key Identifier');
    expect(shown).toContain('No Revoked Certificates.');
  });

  it('is not taken for one of another authority', () => {
    const der = revocationList({ authority: 'zorg-id', revoked: [], thisUpdate: NOW });
    const issuer = certificatesPem(authority('zorg-id-level-2').certificate);
    const checked = openssl({ der, issuer }, 'crl', '-inform', 'DER', '-in', 'der', '-noout', '-CAfile', 'issuer');
    expect(checked.output).not.toContain('verify OK');
  });

  it('accepts a certificate that is not on it and refuses one that is', () => {
    const other = revoked(Uint8Array.of(0x41, 0x42), 'keyCompromise');
    const own = revoked(serialNumberIn(leaf), 'keyCompromise');
    expect(verify(NOW, revocationList({ authority: 'zorg-id', revoked: [other], thisUpdate: NOW }))).toBe('leaf: OK\n');
    expect(verify(NOW, revocationList({ authority: 'zorg-id', revoked: [other, own], thisUpdate: NOW }))).toContain(
      'certificate revoked',
    );
  });

  it('is good for 48 hours, and neither before nor after', () => {
    const crl = revocationList({ authority: 'zorg-id', revoked: [], thisUpdate: NOW });
    expect(verify(NOW + 48 * HOUR - 1000, crl)).toBe('leaf: OK\n');
    expect(verify(NOW + 48 * HOUR + 1000, crl)).toContain('CRL has expired');
    expect(verify(NOW - 1000, crl)).toContain('CRL is not yet valid');
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each<[RevocationReason, string]>([
    ['keyCompromise',        'Key Compromise'],
    ['cACompromise',         'CA Compromise'],
    ['affiliationChanged',   'Affiliation Changed'],
    ['superseded',           'Superseded'],
    ['cessationOfOperation', 'Cessation Of Operation'],
    ['certificateHold',      'Certificate Hold'],
    ['privilegeWithdrawn',   'Privilege Withdrawn'],
    ['aACompromise',         'AA Compromise'],
  ])('names the reason %s', (reason, words) => {
    const entry = revoked(Uint8Array.of(0x80, 0x01), reason);
    const shown = text(revocationList({ authority: 'zorg-id', revoked: [entry], thisUpdate: NOW }));
    expect(shown).toMatch(new RegExp(`Serial Number: 8001\n\\s+Revocation Date: May 31 23:00:00 2026 GMT\n.*\n.*Reason Code: \n\\s+${words}\n`));
  });

  it('leaves out the reason "unspecified", and has every other one in the test above', () => {
    const entry = revoked(Uint8Array.of(0x01), 'unspecified');
    expect(text(revocationList({ authority: 'zorg-id', revoked: [entry], thisUpdate: NOW }))).not.toContain('Reason');
    expect(Object.keys(REVOCATION_REASON)).toHaveLength(9);
  });

  it('a later one has a greater number', () => {
    const number = (thisUpdate: number) =>
      Number(
        openssl(
          { der: revocationList({ authority: 'zorg-id', revoked: [], thisUpdate }) },
          'crl',
          '-inform',
          'DER',
          '-in',
          'der',
          '-noout',
          '-crlnumber',
        ).output.replace('crlNumber=', ''),
      );
    expect(number(NOW + 1000)).toBe(number(NOW) + 1);
  });
});
