/** What a relying party asks of a card: TLS client authentication, and a signature on XML, both with key A over PKCS#11. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, PKCS11_MODULE } from './host-programs.test-support.ts';

/** Exports the card's certificates, then runs a shell script with the card in the reader. `all.pem` is its chain with the root. */
const withExportedCard = (script: string) =>
  inFreshFolder([
    'sh',
    '-c',
    `exec 2>&1 </dev/null; set -e; export M=${PKCS11_MODULE} PROEFPAS='${process.execPath} ${MAIN}'
     $PROEFPAS export zorg-id card > exported; cat card/root.pem card/chain.pem > all.pem
     cat > use.sh <<'END'
set -e
${script}
END
     $PROEFPAS run zorg-id -- sh use.sh`,
  ]);

/**
 * TLS 1.2 and RSA PKCS#1 v1.5 with SHA-256 only, as OpenSC 0.23 has no PSS for this card. The server says where it listens, and
 * answers with the session as it sees it.
 */
const TLS = `
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost \\
  -keyout server.key -out server.pem -days 2 2> /dev/null
openssl s_server -accept localhost:0 -cert server.pem -key server.key -Verify 5 -CAfile all.pem -verify_return_error \\
  -tls1_2 -sigalgs RSA+SHA256 -client_sigalgs RSA+SHA256 -www > server.log 2>&1 &
trap "kill $!" EXIT
until PORT=$(sed -n 's/^ACCEPT .*:\\([0-9]*\\)$/\\1/p' server.log) && test -n "$PORT"; do sleep 0.05; done
A="$(p11tool --provider $M --list-token-urls 2> /dev/null | head -1);object=Authenticiteit%20TEST"
printf 'GET / HTTP/1.0\\r\\n\\r\\n' | gnutls-cli --provider $M --x509cafile server.pem --port $PORT localhost \\
  --priority NORMAL:-VERS-ALL:+VERS-TLS1.2 \\
  --x509certfile "$A;type=cert?pin-value=123456" --x509keyfile "$A;type=private?pin-value=123456" || true`;

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** Text of an assertion in canonical form, around its signature. */
const assertion = (signature: string): string =>
  `<saml:Assertion xmlns:saml="${SAML}" ID="_1" Version="2.0"><saml:Issuer>proefpas TEST</saml:Issuer>${signature}</saml:Assertion>`;

/** What is signed: the digest of the assertion without its signature. In the canonical form it has namespaces of its own. */
const signedInfo = (namespace: string): string =>
  [
    `<ds:SignedInfo${namespace}>`,
    `<ds:CanonicalizationMethod Algorithm="${C14N}"></ds:CanonicalizationMethod>`,
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>',
    '<ds:Reference URI="#_1"><ds:Transforms>',
    `<ds:Transform Algorithm="${XMLDSIG}enveloped-signature"></ds:Transform>`,
    `<ds:Transform Algorithm="${C14N}"></ds:Transform>`,
    '</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>',
    `<ds:DigestValue>${createHash('sha256').update(assertion('')).digest('base64')}</ds:DigestValue>`,
    '</ds:Reference></ds:SignedInfo>',
  ].join('');

const signature = (value: string): string =>
  `<ds:Signature xmlns:ds="${XMLDSIG}">${signedInfo('')}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;

const XML = `
printf %s '${signedInfo(` xmlns:ds="${XMLDSIG}"`)}' > info
pkcs11-tool --module $M -l -p 123456 -s -m SHA256-RSA-PKCS --label 'Authenticiteit TEST' -i info -o sig > /dev/null
printf %s '${assertion(signature('VALUE'))}' | sed "s|VALUE|$(openssl base64 -A -in sig)|" > signed.xml
sed 's/proefpas TEST/another issuer/' signed.xml > altered.xml
for xml in signed.xml altered.xml; do
  xmlsec1 --verify --id-attr:ID ${SAML}:Assertion --pubkey-cert-pem card/authenticiteit.pem $xml || true
done`;

describe.skipIf(!has('gnutls-cli', 'p11tool', 'pkcs11-tool', 'openssl', 'xmlsec1'))('a relying party', () => {
  it('S15 authenticates the client of a TLS connection by key A, and its chain up to the root', async () => {
    const { output } = await withExportedCard(TLS);
    expect(output).toContain('- Handshake was completed');
    expect(output).toMatch(/^HTTP\/1\.0 200 ok/m);
    expect(output).toContain('Verify return code: 0 (ok)');
    expect(output).toMatch(/Subject: .*CN ?= ?Mees de Werker-TEST/);
  });

  it('S15 accepts an assertion that is signed by key A with RSA and SHA-256, and no altered one', async () => {
    const { status, output } = await withExportedCard(XML);
    expect(status, output).toBe(0);
    expect(output.match(/^OK$/gm), output).toHaveLength(1);
    expect(output.match(/^FAIL$/gm), output).toHaveLength(1);
  });
});
