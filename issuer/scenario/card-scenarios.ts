/** Cards in every state that a PIN, a PUK and a life cycle can be in. */
import type { Scenario } from './scenario.ts';

const CAN_BE_USED = 'log in, sign and decrypt';

// biome-ignore format: a table reads best with its columns aligned
export const CARD_SCENARIOS = {
  'operational':         { about: 'a ZORG-ID card as it should be',                          verdict: 'good', source: 'R29',           cards: [{ card: 'zorg-id' }],
    host: CAN_BE_USED },
  'one-key':             { about: 'a ZORG-ID card with key A alone',                         verdict: 'good', source: 'R09: the source speaks of one certificate', cards: [{ card: 'zorg-id:keys=A' }],
    host: 'log in with key A, and offer neither signatures with H nor decryption' },
  'uzi-medewerker':      { about: "a UZI-pas 'medewerker op naam' as it should be",          verdict: 'good', source: 'R01',           cards: [{ card: 'uzi-medewerker' }],
    host: CAN_BE_USED },
  'uzi-zorgverlener':    { about: 'a UZI-pas of a care professional as it should be',        verdict: 'good', source: 'R03',           cards: [{ card: 'uzi-zorgverlener' }],
    host: CAN_BE_USED },
  'uzi-niet-op-naam':    { about: "a UZI-pas 'medewerker niet op naam' as it should be",     verdict: 'good', source: 'R63; CPS UZI-register: it has no key H', cards: [{ card: 'uzi-niet-op-naam' }],
    host: 'log a function in, not a person, and offer no signatures with H' },
  'two-cards':           { about: 'a ZORG-ID card and the UZI-pas it was made from, in two readers', verdict: 'good', source: 'R26',   cards: [{ card: 'zorg-id' }, { card: 'uzi-medewerker' }],
    host: 'tell the two cards apart, and use the one that was chosen' },
  'no-card':             { about: 'an empty reader',                                         verdict: 'bad',  source: 'R31',           cards: [{ card: 'none' }],
    host: 'ask for a card, and go on when one is put in' },
  'blank':               { about: 'a ZORG-ID card from which nothing has been made yet',     verdict: 'bad',  source: 'R27, R28',      cards: [{ card: 'zorg-id-blank' }],
    host: 'say that the card has no certificates yet, and ask for no PIN' },
  'one-try-left':        { about: 'two wrong PINs have been typed, the third blocks',        verdict: 'bad',  source: 'R39',           cards: [{ card: 'zorg-id:tries=1' }],
    host: 'warn before it asks for the PIN, and never try one by itself' },
  'pin-blocked':         { about: 'three wrong PINs have been typed',                        verdict: 'bad',  source: 'R39, R40',      cards: [{ card: 'zorg-id:pin-blocked' }],
    host: 'say that the PIN is blocked and that the PUK unblocks it' },
  'puk-one-try-left':    { about: 'the PIN is blocked, and the next wrong PUK is the end',   verdict: 'bad',  source: 'R40',           cards: [{ card: 'zorg-id:pin-blocked:puk-tries=1' }],
    host: 'warn before it asks for the PUK' },
  'puk-blocked':         { about: 'PIN and PUK are blocked: the card is dead',               verdict: 'bad',  source: 'R41',           cards: [{ card: 'zorg-id:puk-blocked' }],
    host: 'say that a new card is needed, and ask for neither' },
  'not-activated':       { about: 'a UZI-pas that waits for its one activation',             verdict: 'bad',  source: 'CPS UZI-register 6.4.1', cards: [{ card: 'uzi-medewerker:not-activated' }],
    host: 'say that the card has to be activated' },
  'consent-undeclared':  { about: 'each use of key A wants the PIN anew, and the directory has no userConsent for it', verdict: 'bad', source: 'OpenSC/OpenSC#3613', cards: [{ card: 'zorg-id:keys=A', quirks: ['undeclared-consent'] }],
    host: 'ask for the PIN again when a signature is answered 6982, not give up' },
} as const satisfies Readonly<Record<string, Scenario>>;
