/** Unmodified OpenSC on a card of layout `safesign`: its driver for any card lists it and works on its PIN, and signs nothing. */
import { describe, expect, it } from 'vitest';
import { has, withCard } from './host-programs.test-support.ts';

const CARD = ['zorg-id:layout=safesign'];

/** OpenSC's driver for cards that it does not know is off unless it is asked for. */
const ANY_CARD = `echo 'app default { enable_default_driver = true; }' > opensc.conf; export OPENSC_CONF=$PWD/opensc.conf;`;

describe.skipIf(!has('pkcs11-tool', 'pkcs15-tool', 'opensc-tool'))('OpenSC and a card of layout safesign', () => {
  it('does not know it as it is', async () => {
    expect((await withCard(CARD, 'opensc-tool --name')).output).toContain('Unsupported card');
  });

  it('lists PINs, keys and certificates, and reads a certificate', async () => {
    const { output, status } = await withCard(
      CARD,
      `${ANY_CARD} pkcs15-tool --list-pins --list-keys --list-certificates
       pkcs15-tool --read-certificate $(pkcs15-tool -c | sed -n 's/.*ID *: //p' | head -1) | openssl x509 -noout -subject
       pkcs11-tool --module $M -l -p 123456 -O --type privkey`,
    );
    expect(output).toMatch(/PIN \[User Pin\](\n\t.*)*stored_len:15(\n\t.*)*Reference +: 2 /);
    expect(output.match(/^Private RSA Key \[/gm)).toHaveLength(3);
    expect(output.match(/^X\.509 Certificate \[/gm)).toHaveLength(6);
    expect(output).toContain('CN = Mees de Werker-TEST');
    expect(output.match(/^Private Key Object; RSA/gm)).toHaveLength(3);
    expect(status).toBe(0);
  });

  it('changes and unblocks its PIN', async () => {
    const { output, status } = await withCard(
      CARD,
      `${ANY_CARD} verify() { pkcs15-tool --verify-pin --auth-id 02 --pin $1; }
       pkcs15-tool --change-pin --auth-id 02 --pin 123456 --new-pin 654321; verify 654321
       for i in 1 2 3; do ! verify 000000; done
       pkcs15-tool --unblock-pin --auth-id 02 --puk 12345678 --new-pin 112233; verify 112233; echo unblocked`,
    );
    expect(output).toMatch(/Operation failed: Authentication method blocked/);
    expect(output).toMatch(/unblocked$/m);
    expect(status).toBe(0);
  });

  it('signs nothing', async () => {
    const { output } = await withCard(
      CARD,
      `${ANY_CARD} pkcs11-tool --module $M -l -p 123456 -s -m RSA-PKCS -i opensc.conf`,
    );
    expect(output).toContain('CKR_MECHANISM_INVALID');
  });
});
