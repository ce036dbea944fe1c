/** TLS client authentication with key A, by each host library, against servers that verify the chain and ask OCSP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftBehind } from './cli.test-support.ts';
import { documentedProgram } from './documented.test-support.ts';
import { has, type Outcome, PKCS11_MODULE, withCard } from './host-programs.test-support.ts';
import { startTlsServers, type TlsServers } from './tls-server.test-support.ts';

let servers: TlsServers;
beforeAll(async () => {
  servers = await startTlsServers();
});
afterAll(async () => {
  await servers.close();
  expect(leftBehind()).toEqual([]);
});

/** Runs a client with the card in the reader; `$PORT` and `$RSA_SHA256_PORT` are the servers', `server.pem` is their certificate. */
const connect = (card: string, client: string): Promise<Outcome> =>
  withCard(
    [card],
    `PORT=${servers.port}; RSA_SHA256_PORT=${servers.rsaSha256Port}; TOKEN='ZORG-ID Smartcard TEST'
     printf '%s' '${servers.certificate}' > server.pem; printf 'GET / HTTP/1.0\\r\\n\\r\\n' > request
     A='pkcs11:token=ZORG-ID%20Smartcard%20TEST;object=Authenticiteit%20TEST'
     { ${client}
     } 2>&1 | tr -d '\\r'`,
  );

const NSS = `
mkdir nss; certutil -N -d sql:nss --empty-password
modutil -dbdir sql:nss -add OpenSC -libfile $M -force > /dev/null
certutil -A -d sql:nss -n server -t CT,, -i server.pem
tstclnt -4 -h localhost -p $PORT -d sql:nss -n "$TOKEN:Authenticiteit TEST" -w 123456 -A request < /dev/null`;

/** It stops when its input ends, so that stays open until there is an answer. */
const GNUTLS = `
touch answer
{ cat request; for i in $(seq 200); do grep -q ^HTTP answer && break; sleep 0.1; done; } |
gnutls-cli --provider $M --x509cafile server.pem --port $PORT localhost \\
  --x509certfile "$A;type=cert?pin-value=123456" --x509keyfile "$A;type=private?pin-value=123456" > answer 2>&1 || true
cat answer`;

const CURL = `
PKCS11_MODULE_PATH=$M curl -sS -i --cacert server.pem --engine pkcs11 https://localhost:$RSA_SHA256_PORT/ \\
  --cert-type ENG --cert "$A;type=cert" --key-type ENG --key "$A;type=private;pin-value=123456"`;

const JAVA = `
cat > TlsClient.java <<'END'
${documentedProgram('TlsClient')}END
printf 'name = OpenSC\\nlibrary = ${PKCS11_MODULE}\\n' > java.cfg
java TlsClient.java localhost $PORT`;

// biome-ignore format: a table reads best with its columns aligned
const CLIENTS: readonly [name: string, client: string, ...programs: string[]][] = [
  ['GnuTLS', GNUTLS, 'gnutls-cli'],
  ['NSS',    NSS,    'tstclnt', 'certutil', 'modutil'],
  ['Java',   JAVA,   'javac'],
  ['curl',   CURL,   'curl', '../lib/x86_64-linux-gnu/engines-3/pkcs11.so'],
];

describe.each(CLIENTS)('%s', (_, client, ...programs) => {
  it.skipIf(!has('openssl', ...programs))(
    'is let in with a card that is good, and not with a revoked one',
    async () => {
      const good = await connect('zorg-id', client);
      expect(good.output).toMatch(/^HTTP\/1\.0 200 OK$/m);
      expect(good.output).toContain('Mees de Werker-TEST: good');
      const revoked = await connect('zorg-id:revoked', client);
      expect(revoked.output).toMatch(/^HTTP\/1\.0 403 Forbidden$/m);
      expect(revoked.output).toContain('Mees de Werker-TEST: revoked');
    },
  );
});
