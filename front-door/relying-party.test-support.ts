/** A relying party for tests: what openssl, asked as an application would ask it, and the card itself have to say of certificate A. */
import { execFile } from 'node:child_process';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCommand, fromHex, INS, parseResponse, SW } from '../apdu/index.ts';
import { type Card, READY_PIN } from '../index.ts';
import { alternativeNames } from '../issuer/certificate/alternative-names.test-support.ts';
import { readCertificates } from '../issuer/index.ts';
import { certificatesPem } from '../issuer/openssl.test-support.ts';
import { authority, NO_ROLE, pem, ROLES } from '../issuer/pki/index.ts';
import { verify as verifyPin } from './testing/pin-commands.ts';

/** What each judge says: OK, or what is wrong. */
export interface Verdict {
  /** Whether certificate A can be read, and parsed by openssl. */
  readonly certificate: string;
  /** `openssl verify`, with the certificates that are on the card, for TLS clients; and under the policy of the register. */
  readonly chain?: string;
  readonly policy?: string;
  /** The same with the CRL at the address in the certificate; and `openssl ocsp` at that address. */
  readonly crl?: string;
  readonly ocsp?: string;
  /** The otherName of the UZI register, as `openssl asn1parse` shows it. */
  readonly name?: string;
  /** Two signatures by key A with one PIN, verified by the certificate. */
  readonly possession: string;
}

/** Beside this thread, from which services answer. */
const openssl = (folder: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile('openssl', args, { cwd: folder }, (_, stdout, stderr) => resolve(stderr + stdout));
  });

/** The first line that says what is wrong, or OK. */
const outcome = (output: string): string =>
  /^error \d+ at \d+ depth lookup: ?(.+)$/m.exec(output)?.[1] ?? (/: OK$/m.test(output) ? 'OK' : output);

/** The certificate of key A, and those of authorities on the card. */
function certificatesOf(card: Card) {
  const { own, authorities } = readCertificates(card);
  return {
    own: own.find(({ label }) => label === 'Authenticiteit TEST')?.certificate,
    chain: authorities.map(({ certificate }) => certificate),
  };
}

const DIGEST_INFO = '3031300D060960864801650304020105000420';
const MESSAGE = Buffer.from('nonce');
const HASH = createHash('sha256').update(MESSAGE).digest('hex');

function possessionOf(card: Card, certificate: X509Certificate | undefined): string {
  const send = (fields: Parameters<typeof encodeCommand>[0]) => parseResponse(card.transmit(encodeCommand(fields)));
  const pin = verifyPin(card, READY_PIN);
  if (pin !== SW.ok) return `the PIN is answered ${pin.toString(16)}`;
  for (const which of ['first', 'second']) {
    const environment = send({
      ins: INS.manageSecurityEnvironment,
      p1: 0x41,
      p2: 0xb6,
      data: fromHex('800111 840101'),
    });
    const { sw, data } = send({
      ins: INS.performSecurityOperation,
      p1: 0x9e,
      p2: 0x9a,
      data: fromHex(DIGEST_INFO + HASH),
      ne: 256,
    });
    if (environment.sw !== SW.ok || sw !== SW.ok) return `the ${which} signature is refused`;
    if (certificate && !verify('sha256', MESSAGE, certificate.publicKey, data)) return 'the signature does not verify';
  }
  return 'OK';
}

/** Object identifiers of the production register, and who issues which pastype. */
const AUTHORITY_OID = /^2\.16\.528\.1\.1003\.1\.3\.5\.5\.[234]$/;
const PASTYPE_BY_ISSUER = {
  Zorgverlener: 'Z',
  'niet op naam': 'M',
  'Medewerker op naam': 'N',
  'ZORG-ID Smartcard': 'N',
};

/** Reads the name as a strict application does. */
function nameOutcome(lines: readonly string[], { issuer, subject }: X509Certificate): string {
  const at = lines.indexOf('2 OBJECT :2.5.5.5');
  if (at === -1) return 'there is none';
  const shape = [at - 1, at + 1, at + 2].map((line) => lines[line]?.replace(/:.*/, '')).join(', ');
  if (shape !== '1 cont [ 0 ], 2 cont [ 0 ], 3 IA5STRING ') return `its shape is ${shape}`;
  const text = lines[at + 2]!.replace(/^[^:]*:/, '');
  const [, oid = '', version, number, pastype, , role = ''] =
    /^([\d.]+)-(\d)-(\d{9})-([ZNM])-(\d{8})-(\d\d\.\d{3})-\d{8}$/.exec(text) ?? [];
  if (number === undefined) return 'its fields are not those of the register';
  if (!AUTHORITY_OID.test(oid)) return 'its authority is not the production register';
  if (version !== '1') return `its version is ${version}`;
  if (!subject.includes(`serialNumber=${number}`)) return 'its number is not that of the subject';
  const issued = Object.entries(PASTYPE_BY_ISSUER).find(([part]) => issuer.includes(part))?.[1];
  if (issued !== undefined && issued !== pastype) return `it is ${pastype}, its issuer is for ${issued}`;
  return ROLES.has(role) || role === NO_ROLE ? 'OK' : 'its role is on no list';
}

/** The first address of a kind in what openssl shows of a certificate. */
const pathIn = (shown: string, kind: 'crl' | 'ocsp'): string | undefined =>
  new RegExp(`http://127\\.0\\.0\\.1:28560(/${kind}/\\S+)`).exec(shown)?.[1];

async function crlOutcome(
  folder: string,
  origin: string | undefined,
  path: string | undefined,
  verify: readonly string[],
) {
  if (path === undefined) return 'no address';
  const reply = origin === undefined ? undefined : await fetch(origin + path).catch(() => undefined);
  if (reply === undefined) return 'unreachable';
  writeFileSync(join(folder, 'crl'), pem('X509 CRL', new Uint8Array(await reply.arrayBuffer())));
  return outcome(await openssl(folder, ...verify, '-crl_check', '-CRLfile', 'crl', 'leaf'));
}

async function ocspOutcome(
  folder: string,
  { origin, patience }: RelyingPartyOptions,
  path: string | undefined,
): Promise<string> {
  if (path === undefined) return 'no address';
  const trust = ['-CAfile', 'roots', '-verify_other', 'issuers', '-no-CApath', '-timeout', String(patience)];
  const output = await openssl(
    folder,
    'ocsp',
    '-url',
    `${origin ?? 'http://127.0.0.1:1'}${path}`,
    '-issuer',
    'issuers',
    ...trust,
    '-cert',
    'leaf',
  );
  const problem =
    /Error querying OCSP responder|Responder Error: \w+|Nonce Verify error|Response Verify Failure|status expired/.exec(
      output,
    );
  return problem?.[0] ?? /^leaf: (.*)$/m.exec(output)?.[1]?.replace('good', 'OK') ?? output;
}

export interface RelyingPartyOptions {
  /** Where OCSP and CRLs are; undefined: nobody listens. */
  readonly origin: string | undefined;
  /** The authorities, the issuing one first, of a relying party that need not find them on the card. DER. */
  readonly issuers: readonly Uint8Array[];
  readonly policy: string;
  /** Seconds to wait for OCSP. */
  readonly patience: number;
}

/** What the judges say of a card that is powered on. */
export async function judged(card: Card, party: RelyingPartyOptions): Promise<Verdict> {
  const { origin, issuers, policy } = party;
  const { own, chain } = certificatesOf(card);
  if (own === undefined) return { certificate: 'there is none', possession: possessionOf(card, undefined) };
  const folder = mkdtempSync(join(tmpdir(), 'relying-party-'));
  try {
    const certificate = new X509Certificate(own);
    writeFileSync(join(folder, 'leaf'), certificatesPem(own));
    writeFileSync(join(folder, 'chain'), certificatesPem(...chain));
    writeFileSync(join(folder, 'issuers'), certificatesPem(...issuers));
    writeFileSync(
      join(folder, 'roots'),
      certificatesPem(authority('uzi-root').certificate, authority('zorg-id-root').certificate),
    );
    const untrusted = chain.length === 0 ? [] : ['-untrusted', 'chain'];
    const check = ['verify', '-CAfile', 'roots', '-no-CApath', ...untrusted, '-purpose', 'sslclient'];
    const shown = await openssl(folder, 'x509', '-in', 'leaf', '-noout', '-text');
    return {
      certificate: shown.includes('Subject Public Key Info') ? 'OK' : shown,
      chain: outcome(await openssl(folder, ...check, 'leaf')),
      policy: outcome(await openssl(folder, ...check, '-explicit_policy', '-policy', policy, 'leaf')),
      crl: await crlOutcome(folder, origin, pathIn(shown, 'crl'), check),
      ocsp: await ocspOutcome(folder, party, pathIn(shown, 'ocsp')),
      name: nameOutcome(alternativeNames(own), certificate),
      possession: possessionOf(card, certificate),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
