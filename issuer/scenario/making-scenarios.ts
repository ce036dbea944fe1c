/** A UZI-pas in the first reader, a blank card in the second: whether a ZORG-ID card can be made, and what refuses it. */
import { HUISARTS } from '../certificate/personas.ts';
import { type PortalState, readyPortal, revoke } from '../portal/index.ts';
import { portalWithReadyCard, READY_NUMBER } from './ready-card.ts';
import type { Scenario } from './scenario.ts';

const from = (card: string) => [{ card }, { card: 'zorg-id-blank' }] as const;
const portal = (): PortalState => readyPortal();
const cards = from('uzi-medewerker');

const MAKE = 'make the card';
const REFUSE = 'refuse, and leave the card blank';

// biome-ignore format: a table reads best with its columns aligned
export const MAKING_SCENARIOS = {
  'make-card':                    { about: 'a card can be made: a valid UZI-pas op naam, a blank card',      verdict: 'good', source: 'R01, R08', making: 'succeeds',               cards,                                          portal, host: MAKE },
  'make-from-closed':             { about: 'the organisation of the UZI-pas registered before it closed',    verdict: 'good', source: 'R22',      making: 'succeeds',               cards: from('uzi-medewerker:closed'),           portal, host: MAKE },
  'make-after-revocation':        { about: 'the earlier card has been revoked, and the UZI-pas is valid',    verdict: 'good', source: 'R23, R50', making: 'succeeds',               cards, host: MAKE, portal: () => revoke(portalWithReadyCard(), HUISARTS.uziNumber, { card: READY_NUMBER }) },
  'make-from-zorgverlener':       { about: 'the pas is a pharmacy assistant\'s: a zorgverlenerspas',         verdict: 'bad',  source: 'R02, R77', making: 'UZI_PASTYPE_Z',          cards: from('uzi-zorgverlener:apothekersassistent'), portal, host: 'say “Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder.”' },
  'make-from-niet-op-naam':       { about: 'the UZI-pas names nobody',                                       verdict: 'bad',  source: 'R01',      making: 'UZI_PASTYPE',            cards: from('uzi-niet-op-naam'),                portal, host: REFUSE },
  'make-from-expired':            { about: 'the UZI-pas has expired',                                        verdict: 'bad',  source: 'R06',      making: 'UZI_EXPIRED',            cards: from('uzi-medewerker:expired'),          portal, host: REFUSE },
  'make-from-revoked':            { about: 'the UZI-pas is revoked',                                         verdict: 'bad',  source: 'R07',      making: 'UZI_REVOKED',            cards: from('uzi-medewerker:revoked'),          portal, host: REFUSE },
  'make-from-unknown-issuer':     { about: 'an authority that nobody trusts issued the UZI-pas',             verdict: 'bad',  source: 'R01',      making: 'UZI_UNTRUSTED',          cards: from('uzi-medewerker:fault=unknown-issuer'), portal, host: REFUSE },
  'make-from-foreign-key':        { about: 'certificate A of the UZI-pas is of another card\'s key',         verdict: 'bad',  source: 'R19',      making: 'UZI_POP',                cards: from('uzi-medewerker:fault=foreign-key'), portal, host: REFUSE },
  'make-from-blocked':            { about: 'the PIN of the UZI-pas is blocked',                              verdict: 'bad',  source: 'R01',      making: 'UZI_BLOCKED',            cards: from('uzi-medewerker:pin-blocked'),      portal, host: REFUSE },
  'make-from-not-activated':      { about: 'the UZI-pas has not been activated',                             verdict: 'bad',  source: 'CPS UZI-register 6.4.1', making: 'UZI_NOT_ACTIVATED', cards: from('uzi-medewerker:not-activated'), portal, host: REFUSE },
  'make-from-nothing':            { about: 'the UZI-pas is lost: its reader is empty',                       verdict: 'bad',  source: 'R06',      making: 'UZI_ABSENT',             cards: from('none'),                            portal, host: REFUSE },
  'make-without-status':          { about: 'neither OCSP nor CRL of the UZI register can be reached',        verdict: 'bad',  source: 'R07',      making: 'UZI_STATUS_UNAVAILABLE', cards, service: 'absent',                       portal, host: 'refuse for the time being, and leave the card blank' },
  'make-at-unregistered':         { about: 'the organisation of the UZI-pas is not registered',              verdict: 'bad',  source: 'R04',      making: 'ORG_UNKNOWN',            cards: from('uzi-medewerker:unregistered'),     portal, host: 'refuse, and work once the organisation has registered' },
  'make-for-mobiel':              { about: 'the employee uses ZORG-ID Mobiel',                               verdict: 'bad',  source: 'R25',      making: 'MEANS_CONFLICT',         cards: from('uzi-medewerker:mobiel'),           portal, host: REFUSE },
  'make-second':                  { about: 'the employee has a card already',                                verdict: 'bad',  source: 'R23, R47', making: 'CARD_EXISTS',            cards, portal: () => portalWithReadyCard(),     host: REFUSE },
  'make-on-made-card':            { about: 'the card in the second reader has been made before',             verdict: 'bad',  source: 'R27',      making: 'NOT_BLANK',              cards: [{ card: 'uzi-medewerker' }, { card: 'zorg-id' }], portal, host: 'refuse, and leave the card as it is' },
} as const satisfies Readonly<Record<string, Scenario>>;
