/**
 * Every way in which making a ZORG-ID card is refused, in the order of the checks. `words` is what the holder is told, in Dutch;
 * null: nothing at all, or the choice is not offered. How sure rule and words are is told as in the portal's refusals.
 */
import { type Certainty, PortalRefusal, REFUSALS } from '../portal/refusals.ts';

export interface IssuanceRefusalRow {
  /** Number of the check, 1–15; 16 is the making itself. */
  readonly check: number;
  readonly rule: Certainty;
  readonly text: Certainty;
  /** The statement in docs/requirements.md. */
  readonly source: string;
  readonly words: string | null;
}

const VALID_PAS_NEEDED =
  'Dat kan helaas niet. U kunt alleen een ZORG-ID Smartcard aanmaken met een geldige UZI-medewerkerspas op naam.';

// biome-ignore format: a table reads best with its columns aligned
const ROWS = {
  PLATFORM:               { check: 1,  rule: 'certain', text: 'likely',  source: 'R18', words: 'Het aanmaken van een ZORG-ID Smartcard kan vooralsnog niet op een computer met macOS.' },
  DESKTOP_APP:            { check: 2,  rule: 'certain', text: 'certain', source: 'R17', words: null },
  SESSION:                { check: 3,  rule: 'certain', text: 'certain', source: 'R16', words: null },
  UZI_ABSENT:             { check: 4,  rule: 'certain', text: 'guess',   source: 'R06', words: 'Er zit geen UZI-pas in de paslezer.' },
  UZI_NOT_ACTIVATED:      { check: 4,  rule: 'likely',  text: 'guess',   source: 'R01', words: 'De UZI-pas is nog niet geactiveerd.' },
  UZI_PIN:                { check: 4,  rule: 'certain', text: 'guess',   source: 'R01', words: 'De pincode van de UZI-pas is onjuist.' },
  UZI_BLOCKED:            { check: 4,  rule: 'certain', text: 'guess',   source: 'R01', words: 'De UZI-pas is geblokkeerd.' },
  UZI_PASTYPE_Z:          { check: 5,  rule: 'certain', text: 'certain', source: 'R02', words: 'Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder.' },
  UZI_PASTYPE:            { check: 6,  rule: 'certain', text: 'likely',  source: 'R01', words: 'U kunt alleen ZORG-ID Smartcards aanmaken met een UZI-medewerkerspas op naam.' },
  UZI_UNTRUSTED:          { check: 7,  rule: 'certain', text: 'guess',   source: 'R01', words: VALID_PAS_NEEDED },
  UZI_EXPIRED:            { check: 7,  rule: 'certain', text: 'likely',  source: 'R06', words: VALID_PAS_NEEDED },
  UZI_NOT_YET_VALID:      { check: 7,  rule: 'certain', text: 'guess',   source: 'R01', words: VALID_PAS_NEEDED },
  UZI_REVOKED:            { check: 8,  rule: 'certain', text: 'guess',   source: 'R07', words: VALID_PAS_NEEDED },
  UZI_STATUS_UNAVAILABLE: { check: 8,  rule: 'likely',  text: 'guess',   source: 'R07', words: 'De geldigheid van de UZI-pas kan nu niet worden gecontroleerd. Probeer het later opnieuw.' },
  UZI_POP:                { check: 9,  rule: 'likely',  text: 'guess',   source: 'R19', words: 'De UZI-pas heeft niet kunnen bewijzen dat hij de pas van dit certificaat is.' },
  CARD_ABSENT:            { check: 14, rule: 'certain', text: 'guess',   source: 'R27', words: 'Er zit geen ZORG-ID Smartcard in de paslezer.' },
  NOT_BLANK:              { check: 14, rule: 'certain', text: 'guess',   source: 'R27', words: 'De kaart in de paslezer is geen lege ZORG-ID Smartcard.' },
  PIN_POLICY:             { check: 15, rule: 'certain', text: 'likely',  source: 'R38', words: 'De nieuwe pincode moet tweemaal dezelfde zijn en uit minimaal 6 en maximaal 8 karakters (cijfers en/of letters) bestaan.' },
  CARD_FAILED:            { check: 16, rule: 'likely',  text: 'guess',   source: 'R27', words: 'De ZORG-ID Smartcard kon niet worden aangemaakt. De kaart is nog leeg.' },
} as const satisfies Readonly<Record<string, IssuanceRefusalRow>>;

type OwnCode = keyof typeof ROWS;

/** Those of the portal's refusals that checks 10–13 end in, and the number of the check. */
// biome-ignore format: a table reads best with its columns aligned
const PORTAL_CHECKS = {
  ORG_UNKNOWN: 10, IDENTITY: 11, CONFIRM_IDENTITY: 11, MEANS_CONFLICT: 12, CARD_EXISTS: 13, CARD_NUMBER: 14,
} as const;

export type IssuanceRefusalCode = OwnCode | keyof typeof PORTAL_CHECKS;

const portalRow = (code: keyof typeof PORTAL_CHECKS): IssuanceRefusalRow => ({
  check: PORTAL_CHECKS[code],
  ...REFUSALS[code],
});

const isPortalCode = (code: string): code is keyof typeof PORTAL_CHECKS => Object.hasOwn(PORTAL_CHECKS, code);

export const ISSUANCE_REFUSALS: Readonly<Record<IssuanceRefusalCode, IssuanceRefusalRow>> = {
  ...ROWS,
  ...(Object.fromEntries(
    Object.keys(PORTAL_CHECKS)
      .filter(isPortalCode)
      .map((code) => [code, portalRow(code)]),
  ) as Record<keyof typeof PORTAL_CHECKS, IssuanceRefusalRow>),
};

/** No card is made. The message is what the holder is told, or the code where that is nothing; `detail` says it in English. */
export class IssuanceRefusal extends Error {
  override readonly name = 'IssuanceRefusal';
  readonly code: IssuanceRefusalCode;
  readonly detail: string;
  /** Of the UZI card's PIN, after a wrong one. */
  readonly triesLeft: number | undefined;

  constructor(code: IssuanceRefusalCode, detail: string, options: ErrorOptions & { readonly triesLeft?: number } = {}) {
    super(ISSUANCE_REFUSALS[code].words ?? code, options);
    this.code = code;
    this.detail = detail;
    this.triesLeft = options.triesLeft;
  }

  get words(): string | null {
    return ISSUANCE_REFUSALS[this.code].words;
  }
}

export function refuse(code: IssuanceRefusalCode, detail: string, triesLeft?: number): never {
  throw new IssuanceRefusal(code, detail, triesLeft === undefined ? {} : { triesLeft });
}

/** A refusal of the portal as one of the issuance; any other error as it is. */
export function issuanceRefusalOf(error: unknown): unknown {
  if (!(error instanceof PortalRefusal) || !isPortalCode(error.code)) return error;
  return new IssuanceRefusal(error.code, error.detail, { cause: error });
}
