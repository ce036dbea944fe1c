import { describe, expect, it } from 'vitest';
import { has, withCard } from '../../cli/host-programs.test-support.ts';

const P11 = 'pkcs11-tool --module $M -l -p 123456';

/** Reads certificates by PKCS#15 into a.pem, h.pem, v.pem and the chain, their public keys into a.pub …, and sets A, H and V to the ids. */
const READ = `
  set -- $(pkcs15-tool -c 2>/dev/null | sed -n 's/.*ID *: //p')
  A=$1 H=$2 V=$3
  for key in a:$A h:$H v:$V issuing:$4 level2:$5 root:$6; do
    pkcs15-tool --read-certificate \${key#*:} --output \${key%%:*}.pem 2>/dev/null
    openssl x509 -in \${key%%:*}.pem -noout -pubkey > \${key%%:*}.pub
  done
  cat issuing.pem level2.pem > chain.pem
  echo message > m`;

describe.skipIf(!has('pkcs15-tool', 'pkcs11-tool', 'openssl'))('OpenSC with a ready card', () => {
  it('lists three keys with their certificates, and the chain', async () => {
    const { status, output } = await withCard(['zorg-id'], 'pkcs15-tool -D');
    expect(status).toBe(0);
    const labels = (kind: string) =>
      [...output.matchAll(new RegExp(`^${kind} \\[(.+)\\]$`, 'gm'))].map(([, label]) => label);
    const keys = ['Authenticiteit TEST', 'Handtekening TEST', 'Vertrouwelijkheid TEST'];
    expect(labels('Private RSA Key')).toEqual(keys);
    expect(labels('Public RSA Key')).toEqual(keys);
    expect(labels('X.509 Certificate')).toEqual([
      ...keys,
      'VIRTUEEL TEST ZORG-ID Smartcard CA',
      'VIRTUEEL TEST ZORG-ID Level 2 CA',
      'VIRTUEEL TEST ZORG-ID Root CA',
    ]);
    expect(labels('PIN')).toEqual(['PIN', 'PUK']);
  });

  it('signs with A and with H, and openssl accepts signatures and chains', async () => {
    const { status, output } = await withCard(
      ['zorg-id'],
      `${READ}
       ${P11} -s -m SHA256-RSA-PKCS --id $A -i m -o a.sig; openssl dgst -sha256 -verify a.pub -signature a.sig m
       ${P11} -s -m SHA256-RSA-PKCS --id $H -i m -o h.sig; openssl dgst -sha256 -verify h.pub -signature h.sig m
       for key in a h v; do openssl verify -x509_strict -attime 1780272000 -CAfile root.pem -untrusted chain.pem $key.pem; done`,
    );
    expect(output.match(/Verified OK/g)).toHaveLength(2);
    expect(output).toMatch(/a\.pem: OK\nh\.pem: OK\nv\.pem: OK\n/);
    expect(status).toBe(0);
  });

  it('decrypts with V, which signs nothing', async () => {
    const { status, output } = await withCard(
      ['zorg-id'],
      `${READ}
       openssl pkeyutl -encrypt -pubin -inkey v.pub -in m -out c
       ${P11} --decrypt -m RSA-PKCS --id $V --input-file c --output-file d; cmp m d
       ! ${P11} -s -m SHA256-RSA-PKCS --id $V -i m -o v.sig`,
    );
    expect(output).toContain('CKR_KEY_TYPE_INCONSISTENT');
    expect(status).toBe(0);
  });
});
