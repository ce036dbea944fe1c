/** What the authorities say of a card that works as always: revoked, nothing, or something that is not to be believed. */
import type { Scenario, ScenarioService } from './scenario.ts';

const having = (service: ScenarioService) => ({ cards: [{ card: 'zorg-id' }], service }) as const;

const REFUSE = 'refuse the card, though it signs';
const ASK_THE_CRL = 'not believe it, and ask the CRL';
const ASK_OCSP = 'not use the CRL, and ask OCSP';

// biome-ignore format: a table reads best with its columns aligned
export const STATUS_SCENARIOS = {
  'revoked':            { about: 'OCSP and CRL say that the card is revoked',                       verdict: 'bad', source: 'R50',                 cards: [{ card: 'zorg-id:revoked' }],        host: REFUSE },
  'on-hold':            { about: 'OCSP and CRL say that the card is blocked for a while: certificateHold', verdict: 'bad', source: 'R49; RFC 5280 5.3.1', cards: [{ card: 'zorg-id:on-hold' }], host: `${REFUSE}, and not remember it for ever` },
  'uzi-revoked':        { about: 'OCSP and CRL say that a UZI-pas is revoked',                      verdict: 'bad', source: 'CPS UZI-register: it knows no suspension', cards: [{ card: 'uzi-zorgverlener:revoked' }], host: REFUSE },
  'unknown-to-ocsp':    { about: 'OCSP says that it does not know the card',                        verdict: 'bad', source: 'RFC 6960 2.2; R55',   ...having({ isUnknown: true }),              host: 'refuse the card: unknown is not good' },
  'ocsp-down':          { about: 'OCSP closes every connection; CRLs are there',                    verdict: 'bad', source: 'R07; RFC 5280 6.3',   ...having({ ocspFault: 'down' }),            host: 'ask the CRL' },
  'ocsp-silent':        { about: 'OCSP takes every request and never answers; CRLs are there',      verdict: 'bad', source: 'R07; RFC 5280 6.3',   ...having({ ocspFault: 'silent' }),          host: 'wait for some seconds and no longer, then ask the CRL' },
  'ocsp-try-later':     { about: 'OCSP answers tryLater',                                           verdict: 'bad', source: 'RFC 6960 2.3',        ...having({ ocspFault: 'try-later' }),       host: 'ask the CRL, or again later' },
  'ocsp-stale':         { about: 'OCSP answers are two days old',                                   verdict: 'bad', source: 'RFC 6960 4.2.2.1',    ...having({ ocspFault: 'stale' }),           host: ASK_THE_CRL },
  'ocsp-wrong-key':     { about: 'OCSP answers are signed by another key than they say',            verdict: 'bad', source: 'RFC 6960 3.2 (2)',    ...having({ ocspFault: 'wrong-key' }),       host: ASK_THE_CRL },
  'ocsp-wrong-signer':  { about: 'OCSP answers are signed by the responder of another authority',   verdict: 'bad', source: 'RFC 6960 4.2.2.2',    ...having({ ocspFault: 'wrong-signer' }),    host: ASK_THE_CRL },
  'ocsp-wrong-nonce':   { about: 'OCSP answers have another nonce: they are those to somebody else', verdict: 'bad', source: 'RFC 9654 2.1',       ...having({ ocspFault: 'wrong-nonce' }),     host: `${ASK_THE_CRL}, if a nonce was sent` },
  'crl-expired':        { about: 'every CRL expired two days ago; OCSP is there',                   verdict: 'bad', source: 'RFC 5280 6.3.3',      ...having({ crlFault: 'expired' }),          host: ASK_OCSP },
  'crl-wrong-key':      { about: 'CRLs are signed by another key than they say; OCSP is there',     verdict: 'bad', source: 'RFC 5280 6.3.3 (g)',  ...having({ crlFault: 'wrong-key' }),        host: ASK_OCSP },
  'crl-unreachable':    { about: 'no CRL can be fetched; OCSP is there',                            verdict: 'bad', source: 'gravitational/teleport#37940', ...having({ crlFault: 'down' }),    host: ASK_OCSP },
  'status-unreachable': { about: 'nobody listens where certificates say that OCSP and CRL are',     verdict: 'bad', source: 'R07',                 ...having('absent'),                         host: 'do what it is set to do when the status cannot be known, and say so' },
} as const satisfies Readonly<Record<string, Scenario>>;
