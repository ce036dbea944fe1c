/**
 * Every way in which the portal refuses. `rule` says how sure it is that the portal refuses this at all, `text` how sure
 * that it says so in these words: "certain" are the words of VZVZ for this very refusal, "likely" a sentence of theirs that
 * states the rule, "guess" ours. `source` is the statement in docs/requirements.md.
 */

export type Certainty = 'certain' | 'likely' | 'guess';

export interface RefusalRow {
  readonly rule: Certainty;
  readonly text: Certainty;
  readonly source: string;
  readonly words: string;
}

const PAS_NEEDED =
  'U heeft een geldige UZI-zorgverlenerspas met de URA van de organisatie nodig om de organisatie te valideren.';

// biome-ignore format: a table reads best with its columns aligned
const ROWS = {
  ORG_UNKNOWN:        { rule: 'certain', text: 'guess',   source: 'R04', words: 'De organisatie bestaat niet.' },
  ORG_EXISTS:         { rule: 'likely',  text: 'guess',   source: 'R63', words: 'De organisatie is al geregistreerd.' },
  ORG_CLOSED:         { rule: 'likely',  text: 'guess',   source: 'R60', words: 'De organisatie is afgesloten.' },
  PAS_TYPE:           { rule: 'certain', text: 'likely',  source: 'R63', words: PAS_NEEDED },
  PAS_TYPE_M:         { rule: 'certain', text: 'certain', source: 'R63', words: 'Valideren met een UZI-medewerkerspas niet op naam kan niet.' },
  PAS_URA:            { rule: 'certain', text: 'likely',  source: 'R63', words: PAS_NEEDED },
  PAS_INVALID:        { rule: 'certain', text: 'likely',  source: 'R63', words: PAS_NEEDED },
  IDENTITY:           { rule: 'likely',  text: 'guess',   source: 'R15', words: 'De gegevens horen bij een andere persoon.' },
  CONFIRM_IDENTITY:   { rule: 'likely',  text: 'guess',   source: 'R15', words: 'Is dit dezelfde persoon?' },
  MEANS_CONFLICT:     { rule: 'certain', text: 'likely',  source: 'R25', words: 'Het is helaas voor één medewerker (nog) niet mogelijk om zowel ZORG-ID Mobiel als een ZORG-ID Smartcard te gebruiken.' },
  CARD_EXISTS:        { rule: 'likely',  text: 'guess',   source: 'R23', words: 'U heeft al een ZORG-ID Smartcard.' },
  CARD_NUMBER:        { rule: 'likely',  text: 'guess',   source: 'R27', words: 'Deze ZORG-ID Smartcard is al in gebruik genomen.' },
  LOGIN_MOBIEL:       { rule: 'certain', text: 'likely',  source: 'R62', words: 'Inloggen op dit portaal kan met een smartphone en de ZORG-ID Mobile App.' },
  LOGIN_ROLE:         { rule: 'guess',   text: 'guess',   source: 'R61', words: 'U bent bij geen enkele organisatie beheerder of administrator.' },
  LOGIN_OTHER:        { rule: 'guess',   text: 'guess',   source: 'R62', words: 'Er is al iemand ingelogd.' },
  NOT_AUTHORISED:     { rule: 'certain', text: 'guess',   source: 'R52', words: 'U bent hiertoe niet gerechtigd.' },
  PERSON_UNKNOWN:     { rule: 'likely',  text: 'guess',   source: 'R54', words: 'De gebruiker bestaat niet.' },
  ALREADY_LINKED:     { rule: 'guess',   text: 'guess',   source: 'R54', words: 'De gebruiker is al aan de organisatie gekoppeld.' },
  NOT_LINKED:         { rule: 'certain', text: 'guess',   source: 'R57', words: 'De gebruiker is niet aan de organisatie gekoppeld.' },
  HAS_ROLE:           { rule: 'guess',   text: 'guess',   source: 'R61', words: 'De gebruiker heeft deze rol al, of een hogere.' },
  NO_SUCH_ROLE:       { rule: 'guess',   text: 'guess',   source: 'R61', words: 'De gebruiker heeft deze rol niet.' },
  LAST_ADMINISTRATOR: { rule: 'guess',   text: 'guess',   source: 'R61', words: 'Een organisatie heeft ten minste één administrator.' },
  MANAGES:            { rule: 'guess',   text: 'guess',   source: 'R62', words: 'Een beheerder of administrator logt in met ZORG-ID Mobiel.' },
  MOBIEL_STATE:       { rule: 'guess',   text: 'guess',   source: 'R25', words: 'ZORG-ID Mobiel is al zo ingesteld.' },
  CARD_UNKNOWN:       { rule: 'certain', text: 'guess',   source: 'R52', words: 'De ZORG-ID Smartcard bestaat niet.' },
  CARD_STATUS:        { rule: 'certain', text: 'guess',   source: 'R50', words: 'Dit kan niet met de status van deze ZORG-ID Smartcard.' },
  NO_RENEWAL:         { rule: 'certain', text: 'guess',   source: 'R45', words: 'Verlengen is niet beschikbaar.' },
} as const satisfies Readonly<Record<string, RefusalRow>>;

export type RefusalCode = keyof typeof ROWS;

export const REFUSALS: Readonly<Record<RefusalCode, RefusalRow>> = ROWS;

/** The portal's no. The message is what the portal says, in Dutch; `detail` says in English what it is about. */
export class PortalRefusal extends Error {
  override readonly name = 'PortalRefusal';
  readonly code: RefusalCode;
  readonly detail: string;

  constructor(code: RefusalCode, detail: string) {
    super(REFUSALS[code].words);
    this.code = code;
    this.detail = detail;
  }
}

export function refuse(code: RefusalCode, detail: string): never {
  throw new PortalRefusal(code, detail);
}
