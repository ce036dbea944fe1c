import { describe, expect, it } from 'vitest';
import { has, type Outcome, withCard } from './host-programs.test-support.ts';

const CREATE = 'pkcs15-init --create-pkcs15 --so-pin 123456 --so-puk 0123456789abcdef --use-pinpad >/dev/null';
const RSA =
  'pkcs15-init --generate-key rsa/2048 --auth-id FF --pin 123456 --id 01 --label rsa --key-usage sign,decrypt';
const EC = 'pkcs15-init --generate-key ec/prime256v1 --auth-id FF --pin 123456 --id 02 --label ec';
const P11 = 'pkcs11-tool --module $M -l -p 123456';

function expectSuccess({ status, output }: Outcome): void {
  expect(output, output).toBeTypeOf('string');
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
}

describe.skipIf(!has('pkcs15-init', 'pkcs11-tool', 'opensc-tool', 'openssl'))('OpenSC', () => {
  it('sees the reader and its card', async () => {
    const outcome = await withCard(['zorg-id-blank'], 'opensc-tool -l; opensc-tool -n; opensc-tool -a');
    expectSuccess(outcome);
    expect(outcome.output).toContain('Yes');
    expect(outcome.output).toContain('IsoApplet');
    expect(outcome.output).toContain('3b:9f:18:81:31:fe:45:80:31:e8:73:f6:41:d7:57:5a:4f:52:47:54:53:54:c2');
  });

  it('personalises a blank card, changes its PIN and unblocks it', async () => {
    const outcome = await withCard(
      ['zorg-id-blank'],
      `${CREATE}
       pkcs15-tool --change-pin --auth-id FF --pin 123456 --new-pin 654321
       pkcs15-tool --unblock-pin --auth-id FF --puk 0123456789abcdef --new-pin 123456
       pkcs15-tool --verify-pin --auth-id FF --pin 123456
       pkcs15-tool -D`,
    );
    expectSuccess(outcome);
    expect(outcome.output).toContain('PIN [User PIN]');
  });

  it('generates keys that sign, and openssl accepts the signatures', async () => {
    const outcome = await withCard(
      ['zorg-id-blank'],
      `${CREATE}; ${RSA}; ${EC}
       echo message > m
       pkcs15-tool --read-public-key 01 > rsa.pem; pkcs15-tool --read-public-key 02 > ec.pem
       ${P11} -s -m SHA256-RSA-PKCS --id 01 -i m -o rsa.sig
       openssl dgst -sha256 -verify rsa.pem -signature rsa.sig m
       ${P11} -s -m ECDSA-SHA1 --id 02 -i m -o ec.sig --signature-format openssl
       openssl dgst -sha1 -verify ec.pem -signature ec.sig m
       ${P11} -t`,
    );
    expectSuccess(outcome);
    expect(outcome.output.match(/Verified OK/g)).toHaveLength(2);
    expect(outcome.output).toContain('No errors');
  });

  it('decrypts, stores a certificate and reads it back, and deletes objects', async () => {
    const outcome = await withCard(
      ['zorg-id-blank'],
      `${CREATE}; ${RSA}
       pkcs15-tool --read-public-key 01 > rsa.pem; echo secret > m
       openssl pkeyutl -encrypt -pubin -inkey rsa.pem -in m -out c
       ${P11} --decrypt -m RSA-PKCS --id 01 --input-file c --output-file d
       cmp m d
       openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out cert.pem -subj /CN=TEST -days 2 2>/dev/null
       pkcs15-init --store-certificate cert.pem --auth-id FF --pin 123456 --id 03
       pkcs15-tool --read-certificate 03 > back.pem
       openssl x509 -in back.pem -outform der > a; openssl x509 -in cert.pem -outform der > b; cmp a b
       pkcs15-init --delete-objects cert --id 03 --auth-id FF --pin 123456
       pkcs15-tool -D > after; ! grep -q 'X.509' after`,
    );
    expectSuccess(outcome);
  });

  it('calls a PIN locked after three wrong tries, and unblocks it', async () => {
    const outcome = await withCard(
      ['zorg-id-blank'],
      `${CREATE}
       for i in 1 2 3 4; do pkcs11-tool --module $M -l -p 000000 -O || true; done
       pkcs15-tool --unblock-pin --auth-id FF --puk 0123456789abcdef --new-pin 123456
       pkcs15-tool --verify-pin --auth-id FF --pin 123456`,
    );
    expectSuccess(outcome);
    expect(outcome.output).toContain('CKR_PIN_INCORRECT');
    expect(outcome.output).toContain('CKR_PIN_LOCKED');
  });

  it('signs with a ready card, with no other set-up', async () => {
    const outcome = await withCard(
      ['zorg-id'],
      `echo message > m
       ${P11} -s -m SHA256-RSA-PKCS -i m -o sig
       pkcs15-tool --read-certificate $(pkcs15-tool -c | sed -n 's/.*ID *: //p' | head -1) > cert.pem
       openssl x509 -in cert.pem -noout -pubkey > key.pem
       openssl dgst -sha256 -verify key.pem -signature sig m
       openssl verify -CAfile cert.pem cert.pem || true
       pkcs15-tool -D`,
    );
    expectSuccess(outcome);
    expect(outcome.output).toContain('Verified OK');
    expect(outcome.output).toContain('ZORG-ID Smartcard TEST');
  });

  it.each([
    ['zorg-id:pin-blocked', 'CKR_PIN_LOCKED'],
    ['zorg-id:tries=1', 'CKR_PIN_LOCKED'],
  ])('%s: a wrong PIN is told as %s', async (card, word) => {
    const outcome = await withCard(
      [card],
      'pkcs11-tool --module $M -l -p 000000 -O || true; pkcs11-tool --module $M -l -p 000000 -O || true',
    );
    expect(outcome.output).toContain(word);
  });
});
