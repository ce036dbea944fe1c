/**
 * Variants of a ready card: in what it differs from the card of its profile when it is handed over. Several stand after each
 * other with colons between them, one of each kind, in any order. All are part of what the serial number follows from.
 */
import { type CardChannel, encodeCommand, INS, parseResponse, SW, triesLeft } from '../apdu/index.ts';
import { type CardProfile, PIN_REFERENCE } from '../applet/index.ts';

/** A kind of variants, of which a card has at most one. */
interface VariantKind {
  /** The words for it, in the order in which they are told; none where the profile has no such variants. */
  readonly words: (profile: CardProfile) => readonly string[];
  /** The same for people. */
  readonly told: (profile: CardProfile) => string;
  /** What the word changes of the profile; nothing, when it is about the state of the card. */
  readonly change?: (profile: CardProfile, word: string) => Partial<CardProfile>;
}

const BLOCKED = 'pin-blocked';

/** `keys=A`: a card on which no key demands or declares the PIN for each use. */
const KEYS: VariantKind = {
  words: ({ content }) => (content === 'zorg-id' ? ['keys=A'] : []),
  told: () => 'keys=A',
  change: ({ keys }) => ({ keys: keys.filter(({ purpose }) => purpose === 'authenticity') }),
};

/** `tries=N`, `pin-blocked`: come about as on any card, by VERIFY with a wrong PIN. */
const PIN_TRIES: VariantKind = {
  words: ({ pin }) => [BLOCKED, ...Array.from({ length: pin.tries }, (_, index) => `tries=${index + 1}`)],
  told: ({ pin }) => `tries=1 to tries=${pin.tries} or ${BLOCKED}`,
};

/** In the order in which variants stand in the name of a card, whatever order they are typed in. */
const KINDS: readonly VariantKind[] = [KEYS, PIN_TRIES];

const wordsOf = ({ variant }: CardProfile): string[] => (variant === '' ? [] : variant.split(':'));

function withWord(profile: CardProfile, word: string): CardProfile {
  const kind = KINDS.find(({ words }) => words(profile).includes(word));
  if (kind === undefined) {
    const possible = KINDS.filter(({ words }) => words(profile).length > 0).map(({ told }) => told(profile));
    throw new RangeError(`${profile.name} has no variant "${word}"; possible are ${possible.join(', ')}`);
  }
  const before = wordsOf(profile);
  const rival = before.find((other) => kind.words(profile).includes(other));
  if (rival !== undefined) throw new RangeError(`${profile.name} is either ${rival} or ${word}; leave one of them out`);
  const order = (each: string) => KINDS.findIndex(({ words }) => words(profile).includes(each));
  const variant = [...before, word].sort((a, b) => order(a) - order(b)).join(':');
  return { ...profile, ...kind.change?.(profile, word), variant };
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

/** Tries that the words leave, when they say so. */
function triesOf(words: readonly string[]): number | undefined {
  if (words.includes(BLOCKED)) return 0;
  const tries = words.find((word) => word.startsWith('tries='));
  return tries === undefined ? undefined : Number(tries.slice('tries='.length));
}

/** Anything but the ready PIN, padded. */
const WRONG_PIN = new TextEncoder().encode('wrong-test-PIN\0\0');

/** Brings a powered, operational card with all its tries into the state that its profile's variant names. */
export function applyVariant(card: CardChannel, profile: CardProfile): void {
  const wanted = triesOf(wordsOf(profile)) ?? profile.pin.tries;
  const command = encodeCommand({ ins: INS.verify, p2: PIN_REFERENCE, data: WRONG_PIN });
  for (let left = profile.pin.tries - 1; left >= wanted; left--) {
    const { sw } = parseResponse(card.transmit(command));
    const expected = left === 0 ? SW.authenticationMethodBlocked : triesLeft(left);
    if (sw !== expected) throw new Error(`a wrong PIN was answered ${sw.toString(16)}, not ${expected.toString(16)}`);
  }
}
