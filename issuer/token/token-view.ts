/**
 * What SafeSign's "Token Administration" would show: a function of reader, card and version of the middleware, in its words.
 * Which of the words are certain is told with each: "certain" are those that VZVZ quotes for this very case, "likely" follows
 * from them, "guess" is ours.
 */
import { type CardChannel, toHex } from '../../apdu/index.ts';
import type { Certainty } from '../portal/refusals.ts';
import { FIRST_KNOWING_VERSION, isAtLeast } from './middleware.ts';
import { type PinFacts, type TokenFacts, withToken } from './token-facts.ts';

export const UTILITY = 'Token Administration Utility';
export const MIDDLEWARE = 'SafeSign IC';

/** The situations that the utility tells apart. */
export type TokenSituation =
  | 'absent'
  | 'mute'
  | 'foreign'
  | 'blank'
  | 'not-activated'
  | 'uninitialised'
  | 'operational'
  | 'pin-blocked'
  | 'puk-blocked'
  | 'pin-and-puk-blocked';

export interface StatusRow {
  readonly words: string;
  readonly certainty: Certainty;
  /** The statement in docs/requirements.md. */
  readonly source?: string;
}

// biome-ignore format: a table reads best with its columns aligned
export const STATUSES: Readonly<Record<TokenSituation, StatusRow>> = {
  absent:                { words: 'afwezig',               certainty: 'certain', source: 'R31' },
  mute:                  { words: 'niet leesbaar',         certainty: 'guess' },
  foreign:               { words: 'aanwezig',              certainty: 'likely',  source: 'R30' },
  blank:                 { words: 'niet geïnitialiseerd',  certainty: 'certain', source: 'R28' },
  'not-activated':       { words: 'niet geactiveerd',       certainty: 'guess' },
  uninitialised:         { words: 'niet geïnitialiseerd',  certainty: 'likely',  source: 'R28' },
  operational:           { words: 'operationeel',          certainty: 'certain', source: 'R29' },
  'pin-blocked':         { words: 'PIN geblokkeerd',       certainty: 'guess',   source: 'R39' },
  'puk-blocked':         { words: 'PUK geblokkeerd',       certainty: 'guess' },
  'pin-and-puk-blocked': { words: 'PIN en PUK geblokkeerd', certainty: 'guess' },
};

/** What a version that does not know the card shows of it. */
const UNKNOWN_NAME = 'Onbekend token';
const UNKNOWN_STATUS = 'aanwezig';

const NEWER_VERSION_NEEDED =
  'Dit betekent niet per se dat er iets mis is met uw ZORG-ID Smartcard. Installeer SafeSign versie 4.3.0.0 of hoger.';

/** Words of one's own for statuses that are guesses. */
export type StatusWords = Partial<Record<TokenSituation, string>>;

export interface PinView {
  readonly label: string;
  /** P2 of the commands on it. */
  readonly reference: number;
  /** Null: the card does not say. */
  readonly triesLeft: number | null;
  readonly blocked: boolean;
  readonly minLength: number;
  readonly maxLength: number;
}

export interface TokenView {
  readonly utility: string;
  readonly middleware: { readonly name: string; readonly version: string };
  /** Null: none is shown. */
  readonly tokenName: string | null;
  readonly tokenStatus: string;
  readonly certainty: { readonly tokenName: Certainty; readonly tokenStatus: Certainty };
  readonly source: string | null;
  /** What the user should know besides, in Dutch. */
  readonly remark: string | null;
  /** What is on the card, whatever the middleware knows of it. */
  readonly card: {
    readonly situation: TokenSituation;
    readonly atr: string | null;
    readonly serialNumber: string | null;
    readonly label: string | null;
    readonly manufacturer: string | null;
    readonly pin: PinView | null;
    readonly puk: PinView | null;
  };
}

function situationOf(facts: TokenFacts): TokenSituation {
  if (facts.kind !== 'operational') return facts.kind;
  const isBlocked = (pin: PinFacts | undefined): boolean => pin?.triesLeft === 0;
  const { pin, puk } = facts.token;
  if (isBlocked(pin)) return isBlocked(puk) ? 'pin-and-puk-blocked' : 'pin-blocked';
  return isBlocked(puk) ? 'puk-blocked' : 'operational';
}

const pinView = (pin: PinFacts | undefined): PinView | null =>
  pin === undefined
    ? null
    : {
        label: pin.entry.label,
        reference: pin.entry.reference,
        triesLeft: pin.triesLeft ?? null,
        blocked: pin.triesLeft === 0,
        minLength: pin.entry.minLength,
        maxLength: pin.entry.maxLength,
      };

function cardOf(facts: TokenFacts): TokenView['card'] {
  const token = 'token' in facts ? facts.token : undefined;
  const serialNumber = 'serialNumber' in facts ? facts.serialNumber : token?.info?.serialNumber;
  return {
    situation: situationOf(facts),
    atr: 'atr' in facts ? toHex(facts.atr) : null,
    serialNumber: serialNumber === undefined ? null : toHex(serialNumber),
    label: token?.info?.label ?? null,
    manufacturer: token?.info?.manufacturer ?? null,
    pin: pinView(token?.pin),
    puk: pinView(token?.puk),
  };
}

type Shown = Pick<TokenView, 'tokenName' | 'tokenStatus' | 'certainty' | 'source' | 'remark'>;

/** A version that knows the card. */
function shownByKnowing({ situation, label }: TokenView['card'], words: StatusWords): Shown {
  const { words: ours, certainty, source = null } = STATUSES[situation];
  const isForeign = situation === 'foreign';
  return {
    tokenName: isForeign ? UNKNOWN_NAME : label,
    tokenStatus: words[situation] ?? ours,
    certainty: { tokenName: isForeign ? 'likely' : 'guess', tokenStatus: certainty },
    source,
    remark: null,
  };
}

/** A version that knows no card of this kind: every card is the same to it. */
function shownByOld({ situation }: TokenView['card']): Shown {
  if (situation === 'absent' || situation === 'mute') {
    const { words, source = null } = STATUSES[situation];
    const certainty = { tokenName: 'guess', tokenStatus: 'guess' } as const;
    return { tokenName: null, tokenStatus: words, certainty, source, remark: null };
  }
  const isQuoted = situation === 'blank' || situation === 'operational';
  const certainty = isQuoted ? 'certain' : 'likely';
  return {
    tokenName: UNKNOWN_NAME,
    tokenStatus: UNKNOWN_STATUS,
    certainty: { tokenName: certainty, tokenStatus: certainty },
    source: 'R30',
    remark: NEWER_VERSION_NEEDED,
  };
}

/**
 * The view of a card that is not powered, or of an empty reader; no power is left on the card. Throws `RangeError` for what is
 * no version.
 */
export function tokenView(
  card: CardChannel | undefined,
  version = FIRST_KNOWING_VERSION,
  words: StatusWords = {},
): TokenView {
  const knows = isAtLeast(version, FIRST_KNOWING_VERSION);
  const found = withToken(card, cardOf);
  return {
    utility: UTILITY,
    middleware: { name: MIDDLEWARE, version },
    ...(knows ? shownByKnowing(found, words) : shownByOld(found)),
    card: found,
  };
}
