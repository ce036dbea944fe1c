/** What OpenSC sees of scenarios about the files on a card, and the making of a card between two readers. */
import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, PKCS11_MODULE } from './host-programs.test-support.ts';

/** Runs a shell script in a scenario; standard output and error together. */
async function inScenario(name: string, script: string): Promise<string> {
  const shell = `exec 2>&1; M=${PKCS11_MODULE}; PROEFPAS='${process.execPath} ${MAIN}'; ${script}`;
  const words = ['scenario', name, '--port', '0', '--', 'sh', '-c', shell];
  return (await inFreshFolder([process.execPath, MAIN, ...words])).output;
}

/** Reads certificate A over PKCS#11, and has openssl tell whose it is; then how many certificates OpenSC lists. */
const READ = `pkcs11-tool --module $M -r --type cert --label 'Authenticiteit TEST' -o a.der > /dev/null
  openssl x509 -inform DER -in a.der -noout -subject || echo unreadable; pkcs15-tool -c | grep -c '^X.509'`;

const HOLDER = 'CN = Mees de Werker-TEST';

describe.skipIf(!has('pkcs11-tool', 'pkcs15-tool', 'openssl'))('what OpenSC sees', () => {
  it.each([
    ['certificate-larger-than-file', 'unreadable', 6],
    ['certificate-empty', 'unreadable', 6],
    ['certificate-padded', HOLDER, 6],
    ['certificate-large', HOLDER, 6],
    ['chain-missing', HOLDER, 3],
  ])('%s: %s, %i certificates', async (name, seen, count) => {
    const output = await inScenario(name, READ);
    expect(output).toContain(seen);
    expect(output.includes('unreadable')).toBe(seen === 'unreadable');
    expect(output.trimEnd().split('\n').at(-1)).toBe(String(count));
  });

  it('key-mismatch: key A signs, and its certificate does not verify it', async () => {
    const sign = `echo message > m; pkcs11-tool --module $M -l -p 123456 -s -m SHA256-RSA-PKCS --label 'Authenticiteit TEST' -i m -o s
      openssl x509 -in $PROEFPAS_SCENARIO_DIR/zorg-id/authenticiteit.pem -noout -pubkey > k
      openssl dgst -sha256 -verify k -signature s m`;
    expect(await inScenario('key-mismatch', sign)).toContain('Verification failure');
    expect(await inScenario('operational', sign)).toContain('Verified OK');
  });

  it('pin-blocked: the PIN is locked, and the PUK unblocks it', async () => {
    const output = await inScenario(
      'pin-blocked',
      `pkcs11-tool --module $M -l -p 123456 -O | grep PRIVATE; pkcs15-tool --unblock-pin --puk 12345678 --new-pin 654321
       pkcs11-tool --module $M -l -p 654321 -O --type privkey | grep -c 'Private Key Object'`,
    );
    expect(output).toContain('CKR_PIN_LOCKED');
    expect(output.trimEnd().split('\n').at(-1)).toBe('3');
  });
});

describe('the making of a card in a scenario', () => {
  const make = `$PROEFPAS issue --uzi-pcsc-reader 'Proefpas 00 00' --pcsc-reader 'Proefpas 01 00' \\
    --state $PROEFPAS_SCENARIO_DIR/portal --birth-date 1980-01-01 --uzi-pin 123456 --new-pin Geheim12`;

  it('succeeds, or is refused in the words that there are', async () => {
    expect(await inScenario('make-card', make)).toMatch(/^PUK {6}\d{8}/m);
    expect(await inScenario('make-from-zorgverlener', make)).toContain(
      'UZI_PASTYPE_Z: Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder.',
    );
  });
});
