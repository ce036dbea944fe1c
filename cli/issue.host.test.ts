import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, type Outcome, PKCS11_MODULE } from './host-programs.test-support.ts';

/** Runs a shell script in which `$PROEFPAS` is the command and `$M` OpenSC's PKCS#11 module. */
const script = (text: string): Promise<Outcome> =>
  inFreshFolder([
    'sh',
    '-c',
    `exec 2>&1 </dev/null; set -e; M=${PKCS11_MODULE}; PROEFPAS='${process.execPath} ${MAIN}'; ${text}`,
  ]);

const ORDER = '--birth-date 1980-01-01 --new-pin Geheim12';
const STATUS = "$PROEFPAS token status card.img | grep '^Token Status'";

/** The lines of an outcome that say how things stand. */
const statuses = ({ output }: Outcome): string[] =>
  [...output.matchAll(/^Token Status = (.*?)(?: {3}.*)?$/gm)].map(([, words]) => words!);

describe.skipIf(!has('pkcs15-tool', 'pkcs11-tool', 'openssl'))('a card that was issued', () => {
  it('on a blank image from elsewhere lists, signs with A and H and decrypts with V for OpenSC', async () => {
    const { status, output } = await script(`
      $PROEFPAS run zorg-id-blank --seed 0102 --image card.img -- true
      ${STATUS}
      $PROEFPAS issue --image card.img ${ORDER} > made
      ${STATUS}
      cat > use.sh <<'END'
        set -e
        P11="pkcs11-tool --module $M -l -p Geheim12"
        pkcs15-tool -D > dump; grep -c '^Private RSA Key' dump; grep -c '^X.509 Certificate' dump
        ids=$(pkcs15-tool --list-keys --short | sed -n 's/^.*]  ID:\\([0-9a-f]*\\).*/\\1/p')
        set -- $ids; echo message > m
        for id in $1 $2; do
          pkcs15-tool --read-certificate $id | openssl x509 -pubkey -noout > key.pem
          $P11 -s -m SHA256-RSA-PKCS --id $id -i m -o sig
          openssl dgst -sha256 -verify key.pem -signature sig m
        done
        pkcs15-tool --read-certificate $3 | openssl x509 -pubkey -noout > key.pem
        openssl pkeyutl -encrypt -pubin -inkey key.pem -in m -out c
        $P11 --decrypt -m RSA-PKCS --id $3 --input-file c --output-file d; cmp m d && echo decrypted
END
      M=$M $PROEFPAS run card.img -- sh use.sh`);
    expect(output).toContain('Token Status = niet geïnitialiseerd\nToken Status = operationeel\n');
    expect(output).toContain('3\n6\n');
    expect(output.match(/Verified OK/g)).toHaveLength(2);
    expect(output).toContain('decrypted');
    expect(status).toBe(0);
  });

  it('13 two readers, UZI + SC (R26): made from one reader in the other, and both sign', async () => {
    const { status, output } = await script(`
      cat > use.sh <<'END'
        set -e
        $PROEFPAS issue --uzi-pcsc-reader 'Proefpas 00 00' --pcsc-reader 'Proefpas 01 00' --uzi-pin 123456 ${ORDER}
        $PROEFPAS token status --pcsc-reader 'Proefpas 01 00' | grep '^Token Status'
        echo message > m
        sign() {
          id=$(pkcs15-tool --reader $1 --list-keys --short | sed -n 's/^.*]  ID:\\([0-9a-f]*\\).*/\\1/p' | head -1)
          pkcs15-tool --reader $1 --read-certificate $id | openssl x509 -pubkey -noout > key.pem
          pkcs11-tool --module $M --slot-index $1 -l -p $2 -s -m SHA256-RSA-PKCS --id $id -i m -o sig
          openssl dgst -sha256 -verify key.pem -signature sig m
        }
        sign 0 123456; sign 1 Geheim12
END
      M=$M PROEFPAS="$PROEFPAS" $PROEFPAS run uzi-medewerker zorg-id-blank -- sh use.sh`);
    expect(output).toContain('Token Status = operationeel');
    expect(output.match(/Verified OK/g)).toHaveLength(2);
    expect(status).toBe(0);
  });

  it('is blocked by three wrong PINs, opened by the PUK and dead after three wrong PUKs: OpenSC and the Token view agree', async () => {
    const p11 = (pin: string) =>
      `$PROEFPAS run card.img -- pkcs11-tool --module $M -l -p ${pin} -O > out 2>&1 || true; grep -o 'CKR_[A-Z_]*' out`;
    const unblock = (puk: string) =>
      `$PROEFPAS run card.img -- pkcs15-tool --unblock-pin --auth-id 01 --puk ${puk} --new-pin abc12345 || echo refused`;
    const outcome = await script(`
      $PROEFPAS run zorg-id --image card.img -- true; ${STATUS}
      ${p11('000000')}; ${p11('000000')}; ${p11('000000')}; ${STATUS}
      ${unblock('12345678')}; ${STATUS}
      $PROEFPAS run card.img -- pkcs15-tool --verify-pin --auth-id 01 --pin abc12345
      ${unblock('00000000')}; ${unblock('00000000')}; ${unblock('00000000')}; ${STATUS}
      ${p11('000000')}; ${p11('000000')}; ${p11('000000')}; ${STATUS}
      ${unblock('12345678')}`);
    expect(statuses(outcome)).toEqual([
      'operationeel',
      'PIN geblokkeerd',
      'operationeel',
      'PUK geblokkeerd',
      'PIN en PUK geblokkeerd',
    ]);
    expect(outcome.output.match(/CKR_PIN_LOCKED/g)?.length).toBeGreaterThanOrEqual(2);
    expect(outcome.output.match(/^refused$/gm)).toHaveLength(4);
    expect(outcome.status).toBe(0);
  });
});
