import { describe, expect, it } from 'vitest';
import { has, PKCS11_MODULE, withCard } from '../../cli/host-programs.test-support.ts';

// biome-ignore format: a table reads best with its columns aligned
const CARDS = [
  ['zorg-id',          'ZORG-ID Smartcard TEST',   ['Authenticiteit TEST', 'Handtekening TEST', 'Vertrouwelijkheid TEST']],
  ['uzi-medewerker',   'UZI medewerkerpas TEST',   ['Authenticiteit TEST', 'Handtekening TEST', 'Vertrouwelijkheid TEST']],
  ['uzi-zorgverlener', 'UZI zorgverlenerpas TEST', ['Authenticiteit TEST', 'Handtekening TEST', 'Vertrouwelijkheid TEST']],
  ['uzi-niet-op-naam', 'UZI niet op naam TEST',    ['Authenticiteit TEST', 'Vertrouwelijkheid TEST']],
] as const;

/** What a pattern with one group finds in a text, in alphabetical order. */
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, group]) => group!.trim()).sort();

describe.each(CARDS)('%s, by OpenSC’s PKCS#11 module', (card, token, keys) => {
  it.skipIf(!has('p11tool'))('in GnuTLS: keys, certificates and the chain', async () => {
    const { status, output } = await withCard([card], 'p11tool --provider $M --login --set-pin 123456 --list-all');
    expect(status, output).toBe(0);
    expect(found(output, /Type: Private key.*\n\tLabel: (.*)/g)).toEqual(keys);
    const certificates = found(output, /Type: X\.509 Certificate.*\n(?:\t.*\n)*?\tLabel: (.*)/g);
    expect(certificates.filter((label) => !label.startsWith('VIRTUEEL TEST'))).toEqual(keys);
    expect(certificates).toHaveLength(keys.length + 3);
  });

  it.skipIf(!has('certutil', 'modutil'))(
    'in NSS: the token by its label, keys, and certificates with a key',
    async () => {
      const { status, output } = await withCard(
        [card],
        `mkdir nss; echo 123456 > pin
       certutil -N -d sql:nss --empty-password
       modutil -dbdir sql:nss -add OpenSC -libfile $M -force
       modutil -dbdir sql:nss -list OpenSC
       certutil -L -d sql:nss -h all -f pin
       certutil -K -d sql:nss -h '${token}' -f pin`,
      );
      expect(status, output).toBe(0);
      expect(found(output, /^ *Token Name: (.*)$/gm)).toEqual([token]);
      expect(found(output, /^< ?\d+> rsa +[0-9a-f]+ +(.*)$/gm)).toEqual(keys);
      expect(found(output, new RegExp(`^${token}:(.*) u,u,u$`, 'gm'))).toEqual(keys);
    },
  );

  it.skipIf(!has('keytool'))('in Java: an entry for each private key, and the authorities', async () => {
    const { status, output } = await withCard(
      [card],
      `printf 'name = OpenSC\\nlibrary = ${PKCS11_MODULE}\\n' > java.cfg
       keytool -keystore NONE -storetype PKCS11 -providerClass sun.security.pkcs11.SunPKCS11 -providerArg java.cfg -storepass 123456 -list`,
    );
    expect(status, output).toBe(0);
    expect(found(output, /^(.*), PrivateKeyEntry/gm)).toEqual(keys);
    expect(found(output, /^VIRTUEEL TEST (.*), trustedCertEntry/gm)).toHaveLength(3);
  });
});
