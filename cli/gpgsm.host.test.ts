/** GnuPG: scdaemon's PKCS#15 application, without OpenSC, and gpgsm on top of it. */
import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, type Outcome } from './host-programs.test-support.ts';

/** A pinentry that gives the PIN of ready cards. */
const PINENTRY = `#!/bin/sh
echo OK
while read -r command rest; do
  case $command in GETPIN) echo D 123456;; esac
  echo OK
  case $command in BYE) exit;; esac
done`;

/**
 * Exports a card and runs a shell script with it in the reader, in a GNUPGHOME of its own that knows the card. Time stands at noon of
 * 1 June 2026, when ready cards are valid. `fingerprint NAME` is that of an exported certificate; `signed KEY OPTION…` verifies
 * with OpenSSL what gpgsm signed.
 */
const withGpgsm = (card: string, script: string): Promise<Outcome> =>
  inFreshFolder([
    'sh',
    '-c',
    `exec 2>&1 </dev/null; set -e
     export GNUPGHOME="$PWD" NOW=1780315200
     printf '%s' '${PINENTRY}' > pinentry; chmod 700 . pinentry
     echo "pinentry-program $PWD/pinentry" > gpg-agent.conf
     printf 'disable-ccid\\npcsc-driver /usr/lib/x86_64-linux-gnu/libpcsclite.so.1\\n' > scdaemon.conf
     printf 'disable-dirmngr\\ndisable-crl-checks\\nfaked-system-time %s\\n' 20260601T120000 > gpgsm.conf
     ${process.execPath} ${MAIN} export ${card} pki > exported
     cat > use.sh <<'END'
set -e
fingerprint() { openssl x509 -in pki/$1.pem -noout -fingerprint -sha1 | sed 's/.*=//; s/://g'; }
echo "$(fingerprint root) S relax" > trustlist.txt
trap 'gpgconf --kill all' EXIT
gpgsm --learn-card 2> learnt || { cat learnt; exit 1; }
echo message > m
${script}
END
     ${process.execPath} ${MAIN} run ${card} -- sh use.sh`,
  ]);

/**
 * gpg-agent puts a byte 00 before a card's signature that begins with a 1 bit, and OpenSSL takes no such signature. So the
 * moment of signing, which is part of what is signed, is moved on until there is another one.
 */
const sign = (key: string) => `
for second in 00 01 02 03 04 05 06 07 08 09 10 11; do
  gpgsm --batch --yes --faked-system-time 20260601T1200$second -u $(fingerprint ${key}) --detach-sign -o m.p7s m 2> log ||
    { cat log; exit 1; }
  gpgsm --verify m.p7s m 2>&1 | grep 'Good signature'
  openssl cms -verify -binary -inform DER -in m.p7s -content m -out signed -attime $NOW \\
    -CAfile pki/root.pem -certfile pki/chain.pem -purpose any 2> log && echo 'OpenSSL: ${key}' && break
  grep -q 'wrong signature length' log || { cat log; exit 1; }
  gpgconf --kill scdaemon
done`;

const decrypt = (cipher: string) => `
openssl cms -encrypt -binary ${cipher} -outform DER -in m -out m.p7m pki/vertrouwelijkheid.pem
gpgsm --decrypt -o decrypted m.p7m 2> log || { cat log; exit 1; }
cmp m decrypted && echo 'decrypted ${cipher}'`;

describe.skipIf(!has('gpgsm', 'gpg-agent', 'gpgconf', 'scdaemon', 'openssl'))('gpgsm', () => {
  it.each(['zorg-id', 'uzi-zorgverlener'])('%s: learns it, signs with A and H, and decrypts with V', async (card) => {
    const { status, output } = await withGpgsm(
      card,
      `gpg-connect-agent 'SCD SERIALNO' 'SCD LEARN --force' /bye
       ${sign('authenticiteit')}${sign('handtekening')}${decrypt('-aes256')}${decrypt('-des3')}`,
    );
    expect(status, output).toBe(0);
    expect(output).toContain('S APPTYPE p15');
    expect(output).toContain('S CHV-STATUS 3 3');
    expect(output.match(/^S KEYPAIRINFO .* rsa2048$/gm)).toHaveLength(3);
    expect(output.match(/^S CERTINFO 100 /gm)).toHaveLength(3);
    expect(output.match(/^S CERTINFO 101 /gm)).toHaveLength(3);
    expect(output.match(/^(OpenSSL|decrypted).*$/gm)).toEqual([
      'OpenSSL: authenticiteit',
      'OpenSSL: handtekening',
      'decrypted -aes256',
      'decrypted -des3',
    ]);
    expect(output.match(/Good signature from/g)!.length).toBeGreaterThanOrEqual(2);
  });

  it('calls a wrong PIN bad, and a blocked one blocked', async () => {
    const once =
      'gpgsm --batch --yes -u $(fingerprint authenticiteit) --detach-sign -o m.p7s m 2>&1 | grep SCD || true';
    const { output } = await withGpgsm('zorg-id:tries=2', `sed -i 's/123456/654321/' pinentry; ${once}; ${once}`);
    expect(output).toBe(
      ['Bad PIN', 'PIN blocked'].map((word) => `gpgsm: error creating signature: ${word} <SCD>\n`).join(''),
    );
  });
});
