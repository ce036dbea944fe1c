/**
 * Variants of a ready card: in what it differs from the card of its profile when it is handed over. Several stand after each
 * other with colons between them, one of each kind, in any order. All are part of what the serial number follows from.
 */
import { AtrError, parseAtr } from '../apdu/index.ts';
import {
  ANSWERS_TO_RESET,
  type CardFault,
  type CardProfile,
  type PersonaName,
  type Validity,
} from '../applet/index.ts';
import { CARD_FAULTS } from '../issuer/index.ts';

/** Words that look so, and what people are told of them. */
interface WordPattern {
  readonly matches: RegExp;
  readonly told: string;
}

/** A kind of variants, of which a card has at most one. */
interface VariantKind {
  /** The words for it; none where the profile has no such variants. */
  readonly words: (profile: CardProfile) => readonly string[];
  /** Words besides, too many to name. */
  readonly pattern?: (profile: CardProfile) => WordPattern | undefined;
  /** Whether its words are told by the certificates, which is what makes another edition of the card. */
  readonly isEdition?: true;
  /** What the word changes of the profile; nothing, when it is about the state of the card or of its certificates elsewhere. */
  readonly change?: (profile: CardProfile, word: string) => Partial<CardProfile>;
}

/** Personas besides the profile's own, by the profile's name. */
const PERSONAS: Readonly<Record<string, readonly PersonaName[]>> = {
  'uzi-medewerker': ['unregistered', 'mobiel', 'closed'],
  'uzi-zorgverlener': ['apothekersassistent'],
};

const hasCertificates = ({ content }: CardProfile): boolean => content === 'zorg-id' || content === 'uzi';

const tries = (word: string, limit: number): string[] =>
  Array.from({ length: limit }, (_, index) => `${word}=${index + 1}`);

const SAFESIGN = 'layout=safesign';

/** How an activation goes in that layout is not known, so that a card has one or the other. */
const formWords = ({ content }: CardProfile): string[] =>
  content === 'uzi' ? ['not-activated', SAFESIGN] : content === 'zorg-id' ? [SAFESIGN] : [];

const FAULT = 'fault=';

const FAULT_PATTERN: WordPattern = {
  matches: new RegExp(`^${FAULT}(${CARD_FAULTS.join('|')})$`),
  told: `${FAULT}NAME (proefpas scenario list)`,
};

const faultPattern = (profile: CardProfile): WordPattern | undefined =>
  hasCertificates(profile) ? FAULT_PATTERN : undefined;

const ATR_PATTERN: WordPattern = { matches: /^atr=[0-9A-Fa-f]*$/, told: 'atr=HEX' };

const ATR_WORDS = Object.keys(ANSWERS_TO_RESET).map((name) => `atr=${name}`);

/** The ATR, hexadecimal, that a word names or spells. Throws `RangeError` when it is none. */
function answerToReset(word: string): string {
  const value = word.slice(word.indexOf('=') + 1);
  if (Object.hasOwn(ANSWERS_TO_RESET, value)) return ANSWERS_TO_RESET[value as keyof typeof ANSWERS_TO_RESET];
  try {
    parseAtr(Buffer.from(value, 'hex'));
    if (value.length % 2 === 0) return value.toUpperCase();
  } catch (error) {
    if (!(error instanceof AtrError)) throw error;
    throw new RangeError(`${value} is no ATR: ${error.message}`);
  }
  throw new RangeError(`${value} is no ATR: it ends in half a byte`);
}

const isOf = ({ words, pattern }: VariantKind, profile: CardProfile, word: string): boolean =>
  words(profile).includes(word) || (pattern?.(profile)?.matches.test(word) ?? false);

/** In the order in which variants stand in the name of a card, whatever order they are typed in. */
// biome-ignore format: a table reads best with its columns aligned
const KINDS: readonly VariantKind[] = [
  { words: ({ name }) => PERSONAS[name] ?? [],                                            isEdition: true, change: (_, word) => ({ persona: word as PersonaName }) },
  { words: (profile) => (hasCertificates(profile) ? ['expired', 'not-yet-valid'] : []),   isEdition: true, change: (_, word) => ({ validity: word as Validity }) },
  { words: (profile) => revocationWords(profile), pattern: (profile) => faultPattern(profile), isEdition: true, change: (_, word) => (word.startsWith(FAULT) ? { fault: word.slice(FAULT.length) as CardFault } : {}) },
  { words: ({ content }) => (content === 'zorg-id' ? ['keys=A'] : []),                    change: ({ keys }) => ({ keys: keys.filter(({ purpose }) => purpose === 'authenticity') }) },
  { words: (profile) => formWords(profile),                                               change: (_, word) => (word === SAFESIGN ? { layout: 'safesign' } : { isActivated: false }) },
  { words: (profile) => (hasCertificates(profile) ? ['public-objects=after-pin'] : []),   change: () => ({ publicObjects: 'after-pin' }) },
  { words: () => ATR_WORDS, pattern: () => ATR_PATTERN,                                         change: (_, word) => ({ atr: answerToReset(word) }) },
  { words: ({ pin }) => [...tries('tries', pin.tries), 'pin-blocked'] },
  { words: ({ puk }) => [...tries('puk-tries', puk.tries), 'puk-blocked'] },
];

/** What the register says against a card: the UZI register revokes for good, only ZORG-ID blocks for a while. */
export const revocationWords = ({ content }: CardProfile): ('revoked' | 'on-hold')[] =>
  content === 'zorg-id' ? ['revoked', 'on-hold'] : content === 'uzi' ? ['revoked'] : [];

/** The words of a card's variant. */
export const wordsOf = ({ variant }: CardProfile): string[] => (variant === '' ? [] : variant.split(':'));

/** `tries=1, tries=2, tries=3` as `tries=1 to tries=3`. */
function told({ words: of, pattern }: VariantKind, profile: CardProfile): string {
  const words = [...of(profile), ...(pattern?.(profile) === undefined ? [] : [pattern(profile)!.told])];
  const counted = words.filter((word) => /=\d$/.test(word));
  const others = words.filter((word) => !counted.includes(word));
  return [...(counted.length === 0 ? [] : [`${counted[0]} to ${counted.at(-1)}`]), ...others].join(' or ');
}

function withWord(profile: CardProfile, word: string): CardProfile {
  const kind = KINDS.find((each) => isOf(each, profile, word));
  if (kind === undefined) {
    const possible = KINDS.map((each) => told(each, profile)).filter((text) => text !== '');
    throw new RangeError(`${profile.name} has no variant "${word}"; possible are ${possible.join(', ')}`);
  }
  const before = wordsOf(profile);
  const rival = before.find((other) => isOf(kind, profile, other));
  if (rival !== undefined) throw new RangeError(`${profile.name} is either ${rival} or ${word}; leave one of them out`);
  const all = [...before, word];
  const ordered = (kinds: readonly VariantKind[]) =>
    kinds.flatMap((each) => all.filter((other) => isOf(each, profile, other))).join(':');
  return {
    ...profile,
    ...kind.change?.(profile, word),
    variant: ordered(KINDS),
    edition: ordered(KINDS.filter(({ isEdition }) => isEdition)),
  };
}

/**
 * The profile of the same card in another state: one word, or several with colons between them. Throws `RangeError`, naming
 * what is possible.
 */
export function withVariant(profile: CardProfile, variant: string): CardProfile {
  if (profile.content === 'blank') {
    throw new RangeError(
      `${profile.name} has no variants, because a blank card has no PIN yet; only a ready card, such as zorg-id, has`,
    );
  }
  return variant.split(':').reduce(withWord, profile);
}

/** Every edition of a profile's card that the register says something against. */
export function revokedEditions(profile: CardProfile): CardProfile[] {
  const editions = KINDS.filter(({ isEdition }) => isEdition).reduce<CardProfile[]>(
    (before, { words }) => before.concat(before.flatMap((each) => words(profile).map((word) => withWord(each, word)))),
    [profile],
  );
  const said: readonly string[] = revocationWords(profile);
  return editions.filter((edition) => wordsOf(edition).some((word) => said.includes(word)));
}
