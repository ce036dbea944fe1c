/**
 * Variants of a ready card: in what it differs from the card of its profile when it is handed over. Several stand after each
 * other with colons between them, one of each kind, in any order. All are part of what the serial number follows from.
 */
import type { CardProfile, PersonaName, Validity } from '../applet/index.ts';

/** A kind of variants, of which a card has at most one. */
interface VariantKind {
  /** The words for it; none where the profile has no such variants. */
  readonly words: (profile: CardProfile) => readonly string[];
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

/** In the order in which variants stand in the name of a card, whatever order they are typed in. */
// biome-ignore format: a table reads best with its columns aligned
const KINDS: readonly VariantKind[] = [
  { words: ({ name }) => PERSONAS[name] ?? [],                                            isEdition: true, change: (_, word) => ({ persona: word as PersonaName }) },
  { words: (profile) => (hasCertificates(profile) ? ['expired', 'not-yet-valid'] : []),   isEdition: true, change: (_, word) => ({ validity: word as Validity }) },
  { words: (profile) => revocationWords(profile),                                         isEdition: true },
  { words: ({ content }) => (content === 'zorg-id' ? ['keys=A'] : []),                    change: ({ keys }) => ({ keys: keys.filter(({ purpose }) => purpose === 'authenticity') }) },
  { words: ({ content }) => (content === 'uzi' ? ['not-activated'] : []),                 change: () => ({ isActivated: false }) },
  { words: ({ pin }) => [...tries('tries', pin.tries), 'pin-blocked'] },
  { words: ({ puk }) => [...tries('puk-tries', puk.tries), 'puk-blocked'] },
];

/** What the register says against a card: the UZI register revokes for good, only ZORG-ID blocks for a while. */
export const revocationWords = ({ content }: CardProfile): ('revoked' | 'on-hold')[] =>
  content === 'zorg-id' ? ['revoked', 'on-hold'] : content === 'uzi' ? ['revoked'] : [];

/** The words of a card's variant. */
export const wordsOf = ({ variant }: CardProfile): string[] => (variant === '' ? [] : variant.split(':'));

/** `tries=1, tries=2, tries=3` as `tries=1 to tries=3`. */
function told(words: readonly string[]): string {
  const counted = words.filter((word) => /=\d$/.test(word));
  const others = words.filter((word) => !counted.includes(word));
  return [...(counted.length === 0 ? [] : [`${counted[0]} to ${counted.at(-1)}`]), ...others].join(' or ');
}

function withWord(profile: CardProfile, word: string): CardProfile {
  const kind = KINDS.find(({ words }) => words(profile).includes(word));
  if (kind === undefined) {
    const possible = KINDS.map(({ words }) => told(words(profile))).filter((text) => text !== '');
    throw new RangeError(`${profile.name} has no variant "${word}"; possible are ${possible.join(', ')}`);
  }
  const before = wordsOf(profile);
  const rival = before.find((other) => kind.words(profile).includes(other));
  if (rival !== undefined) throw new RangeError(`${profile.name} is either ${rival} or ${word}; leave one of them out`);
  const all = [...before, word];
  const ordered = (kinds: readonly VariantKind[]) =>
    kinds.flatMap(({ words }) => all.filter((each) => words(profile).includes(each))).join(':');
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
