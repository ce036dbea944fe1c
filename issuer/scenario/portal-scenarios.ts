/** The card and what the portal's people, and time, have done to it. The card itself notices nothing of it: it signs. */
import { HUISARTS } from '../certificate/personas.ts';
import { block, close, link, type PortalState, revoke, unblock, unlink } from '../portal/index.ts';
import { afterMonths, HOLDER, portalWithReadyCard, READY_NUMBER } from './ready-card.ts';
import type { Scenario } from './scenario.ts';

const ADMINISTRATOR = HUISARTS.uziNumber;
const PRACTICE = HUISARTS.subscriberNumber;

/** The apotheek of the ready portal, and its administrator. */
const APOTHEEK = '90000412';
const APOTHEKER = '900012411';

const card = { card: READY_NUMBER };

const unlinked = (): PortalState => unlink(portalWithReadyCard(), ADMINISTRATOR, { ura: PRACTICE, person: HOLDER });

const transferred = (): PortalState =>
  unlink(link(portalWithReadyCard(), APOTHEKER, { ura: APOTHEEK, person: HOLDER }), ADMINISTRATOR, {
    ura: PRACTICE,
    person: HOLDER,
  });

const cards: Scenario['cards'] = [{ card: 'zorg-id' }];
const WORKS = 'let the holder in as always';
const REFUSE = 'refuse the card, though it signs and its PIN is right';

// biome-ignore format: a table reads best with its columns aligned
export const PORTAL_SCENARIOS = {
  'blocked-centrally':        { about: 'lost, and blocked by the administrator; it goes on signing',            verdict: 'bad',  source: 'R49',      cards, host: `${REFUSE}, until it is unblocked`, portal: () => block(portalWithReadyCard(), ADMINISTRATOR, card) },
  'found-again':              { about: 'was blocked, and is unblocked again',                                   verdict: 'good', source: 'R50',      cards, host: 'let the holder in, whatever it learnt while the card was blocked', portal: () => unblock(block(portalWithReadyCard(), ADMINISTRATOR, card), ADMINISTRATOR, card) },
  'revoked-centrally':        { about: 'lost for good, and revoked by the administrator; it goes on signing',   verdict: 'bad',  source: 'R50, R51', cards, host: REFUSE, portal: () => revoke(portalWithReadyCard(), ADMINISTRATOR, card) },
  'unlinked':                 { about: 'linked to no organisation for a month',                                 verdict: 'good', source: 'R56',      cards, host: WORKS, portal: () => afterMonths(unlinked(), 1) },
  'unlinked-for-two-months':  { about: 'linked to no organisation for two months, and so removed',              verdict: 'bad',  source: 'R55',      cards, host: REFUSE, portal: () => afterMonths(unlinked(), 2) },
  'transferred':              { about: 'linked to another organisation than the one of its certificate',        verdict: 'good', source: 'R59',      cards, host: WORKS, portal: transferred },
  'organisation-closed':      { about: 'the one organisation that it was linked to has closed',                 verdict: 'good', source: 'R60',      cards, host: `${WORKS}: for two months nothing happens`, portal: () => close(portalWithReadyCard(), ADMINISTRATOR, { ura: PRACTICE }) },
  'uzi-revoked-after-making': { about: 'the UZI-pas that the card was made from has been revoked since',        verdict: 'good', source: 'R10, R11', cards: [{ card: 'zorg-id' }, { card: 'uzi-medewerker:revoked' }], host: 'let the ZORG-ID card in, and refuse the UZI-pas', portal: portalWithReadyCard },
} as const satisfies Readonly<Record<string, Scenario>>;
