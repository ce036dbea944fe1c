/** Every scenario before the same judges: what is bad is complained of by the right one, and by nobody else; what is good by nobody. */
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../emulator/index.ts';
import { type Card, createCard } from '../index.ts';
import { PURPOSES } from '../issuer/certificate/purposes.ts';
import { holderOf, readyAuthority } from '../issuer/index.ts';
import { hasOpenssl } from '../issuer/openssl.test-support.ts';
import { chainOf } from '../issuer/pki/index.ts';
import { SCENARIOS, type ScenarioName } from '../issuer/scenario/index.ts';
import { type StatusServer, startStatusServer } from '../issuer/status-service/index.ts';
import { judged, type Verdict } from './relying-party.test-support.ts';
import { type CardInScenario, prepareScenario } from './scenario.ts';

/** Cards are made a day ago, whatever day it is: openssl has no say in the time of OCSP answers. */
const NOW = Date.now();
const MADE = fixedClock(NOW - 86_400_000);

const FINE: Verdict = {
  certificate: 'OK',
  chain: 'OK',
  policy: 'OK',
  crl: 'OK',
  ocsp: 'OK',
  name: 'OK',
  possession: 'OK',
};

/** Every judge of the chain says it. */
const everywhere = (chain: string) => ({ chain, policy: chain, crl: chain });

const NONE = { certificate: 'there is none' };
const REVOKED = { crl: 'certificate revoked', ocsp: 'revoked' };

/** What is complained of, by the card in the first reader; a scenario that is not named is fine. */
// biome-ignore format: a table reads best with its columns aligned
const COMPLAINTS: Partial<Record<ScenarioName, Partial<Verdict>>> = {
  'pin-blocked':                { possession: 'the PIN is answered 6983' },
  'puk-one-try-left':           { possession: 'the PIN is answered 6983' },
  'puk-blocked':                { possession: 'the PIN is answered 6983' },
  'blank':                      { ...NONE, possession: 'the PIN is answered 6984' },
  'not-activated':              { ...NONE, possession: 'the first signature is refused' },
  'consent-undeclared':         { possession: 'the second signature is refused' },
  'expired':                    everywhere('certificate has expired'),
  'not-yet-valid':              everywhere('certificate is not yet valid'),
  'unknown-issuer':             { ...everywhere('self-signed certificate in certificate chain'), ocsp: 'no address' },
  'forged-signature':           everywhere('certificate signature failure'),
  'key-mismatch':               { possession: 'the signature does not verify' },
  'wrong-key-usage':            everywhere('unsuitable certificate purpose'),
  'no-client-auth':             everywhere('unsuitable certificate purpose'),
  'wrong-policy':               { policy: 'no explicit policy' },
  'unknown-critical-extension': everywhere('unhandled critical extension'),
  'no-crl-address':             { crl: 'no address' },
  'no-ocsp-address':            { ocsp: 'no address' },
  'other-name-missing':         { name: 'there is none' },
  'other-name-of-another':      { name: 'its number is not that of the subject' },
  'other-name-untagged':        { ...everywhere('unable to get local issuer certificate'), name: 'its shape is 1 cont [ 0 ], 2 IA5STRING , ' },
  'other-name-twice-tagged':    { name: 'its shape is 1 cont [ 0 ], 2 cont [ 0 ], 3 cont [ 0 ]' },
  'other-name-utf8':            { name: 'its shape is 1 cont [ 0 ], 2 cont [ 0 ], 3 UTF8STRING ' },
  'other-name-empty':           { name: 'its fields are not those of the register' },
  'other-name-long':            { name: 'its fields are not those of the register' },
  'other-name-odd':             { name: 'its fields are not those of the register' },
  'other-name-version-2':       { name: 'its version is 2' },
  'other-name-unknown-role':    { name: 'its role is on no list' },
  'other-name-test-authority':  { name: 'its authority is not the production register' },
  'wrong-pastype':              { name: 'it is Z, its issuer is for N' },
  'chain-missing':              everywhere('unable to get local issuer certificate'),
  'certificate-larger-than-file': NONE,
  'certificate-empty':          NONE,
  'revoked':                    REVOKED,
  'on-hold':                    REVOKED,
  'uzi-revoked':                REVOKED,
  'unknown-to-ocsp':            { ocsp: 'unknown' },
  'ocsp-down':                  { ocsp: 'Error querying OCSP responder' },
  'ocsp-silent':                { ocsp: 'Error querying OCSP responder' },
  'ocsp-try-later':             { ocsp: 'Responder Error: trylater' },
  'ocsp-stale':                 { ocsp: 'status expired' },
  'ocsp-wrong-key':             { ocsp: 'Response Verify Failure' },
  'ocsp-wrong-signer':          { ocsp: 'Response Verify Failure' },
  'ocsp-wrong-nonce':           { ocsp: 'Nonce Verify error' },
  'crl-expired':                { crl: 'CRL has expired' },
  'crl-wrong-key':              { crl: 'CRL signature failure' },
  'crl-unreachable':            { crl: 'unreachable' },
  'status-unreachable':         { crl: 'unreachable', ocsp: 'Error querying OCSP responder' },
  'blocked-centrally':          REVOKED,
  'revoked-centrally':          REVOKED,
  'unlinked-for-two-months':    REVOKED,
};

/** Bad in a way that these judges do not see: there is no card, or it is about tries, which the Token view tells. */
const OTHERWISE_BAD: readonly ScenarioName[] = ['no-card', 'one-try-left'];

const NAMES = Object.keys(SCENARIOS) as ScenarioName[];
const ABOUT_A_CARD = NAMES.filter((name) => SCENARIOS[name].making === undefined && name !== 'no-card');

const made = new Map<string, Card>();

/** With key A alone, which is all that is judged; each card is made once. */
function cardOf({ profile, seed, text }: CardInScenario): Card {
  const keys = profile.keys.filter(({ purpose }) => purpose === 'authenticity');
  const name = JSON.stringify([text, profile.holder, profile.quirks, [...seed]]);
  const card = made.get(name) ?? createCard({ profile: { ...profile, keys }, seed, clock: MADE });
  made.set(name, card);
  const fork = card.fork();
  fork.powerOn();
  return fork;
}

/** It waits no longer than it has to where OCSP never answers, or nobody listens, and as long as it takes for any other. */
function partyFor({ profile }: CardInScenario, server: StatusServer | undefined, isInVain: boolean) {
  const isFunction = profile.persona !== undefined && holderOf(profile).pastype === 'M';
  const { personPolicy, functionPolicy } = PURPOSES.authenticity;
  return {
    origin: server?.origin,
    issuers: profile.persona === undefined ? [] : chainOf(readyAuthority(profile)),
    patience: isInVain ? 1 : 50,
    policy: isFunction ? functionPolicy! : personPolicy,
  };
}

async function verdictOn(name: ScenarioName, reader = 0): Promise<Verdict> {
  const { cards, service } = prepareScenario(name);
  const server = service && (await startStatusServer({ ...service, clock: fixedClock(NOW), port: 0 }));
  try {
    const card = cards[reader]!;
    const isInVain = service === undefined || service.ocspFault === 'silent';
    return await judged(cardOf(card), partyFor(card, server, isInVain));
  } finally {
    await server?.close();
  }
}

const expected = (complaints: Partial<Verdict> = {}): Verdict =>
  complaints.certificate === NONE.certificate
    ? { possession: 'OK', ...NONE, ...complaints }
    : { ...FINE, ...complaints };

describe.skipIf(!hasOpenssl)('what judges say of', () => {
  it.each(ABOUT_A_CARD)('%s', async (name) => {
    expect(await verdictOn(name)).toEqual(expected(COMPLAINTS[name]));
  });

  it('the cards in second readers', async () => {
    expect(await verdictOn('two-cards', 1)).toEqual(FINE);
    expect(await verdictOn('uzi-revoked-after-making', 1)).toEqual(expected(REVOKED));
  });
});

it('whoever is called bad is complained of, and whoever is called good is not', () => {
  for (const name of ABOUT_A_CARD) {
    const isComplainedOf = COMPLAINTS[name] !== undefined || OTHERWISE_BAD.includes(name);
    expect([name, SCENARIOS[name].verdict]).toEqual([name, isComplainedOf ? 'bad' : 'good']);
  }
});
