/** The card that `token` and `issue` are about: a profile, a file, or the card in a PC/SC reader. */
import { type CardChannel, CardMute } from '../apdu/index.ts';
import { openImageCard } from '../index.ts';
import { type CardArgument, parseCardArgument } from './card-argument.ts';
import { chooseCard, copyOf } from './chosen-card.ts';
import { UsageError } from './exit-status.ts';
import { pcscChannel } from './pcsc-reader.ts';

export interface TokenCard {
  /** Where it is, for people. */
  readonly place: string;
  /** Undefined: the reader is empty. */
  readonly card: CardChannel | undefined;
  /** Its PIN, when that is the published one. */
  readonly pin?: string | undefined;
  close(): Promise<void> | void;
}

export interface RawTokenCard {
  readonly image?: string;
  readonly pcscReader?: string;
}

const DEFAULT_CARD = 'zorg-id';

/** What is done with it: only looked at, used, or changed for good. */
export type TokenUse = 'look' | 'use' | 'change';

/** A card on which changes last only as long as this process does. */
const IN_VAIN =
  'the PIN of a ready card is the published one again in the next command; name a card image, or a reader by --pcsc-reader';

/** What was asked for. Throws `UsageError`, and what is wrong with an image. */
export async function openTokenCard(
  words: readonly string[],
  raw: RawTokenCard,
  use: TokenUse,
  otherwise = DEFAULT_CARD,
): Promise<TokenCard> {
  const { image, pcscReader } = raw;
  if (words.length > 1) throw new UsageError(`${words.join(' and ')}: name one card`);
  const [word] = words;
  if (pcscReader !== undefined) {
    if (word !== undefined || image !== undefined) {
      throw new UsageError('--pcsc-reader has a card in it already; leave out CARD and --image');
    }
    return inReader(pcscReader);
  }
  if (word === undefined && image !== undefined) return inFile({ text: image, profile: undefined, image }, use);
  const argument = parseCardArgument(word ?? otherwise);
  if (argument.image !== undefined && image !== undefined) throw new UsageError('two card images are named; name one');
  const file = argument.image ?? image;
  if (file !== undefined) return inFile({ ...argument, image: file }, use);
  if (argument.profile !== undefined && use === 'change') throw new UsageError(IN_VAIN);
  const chosen = chooseCard(argument);
  return { place: argument.text, card: copyOf(chosen), pin: chosen.pin, close: () => undefined };
}

/** Looking is done on a copy, so that the file may be read-only. */
function inFile(argument: CardArgument & { readonly image: string }, use: TokenUse): TokenCard {
  const { image } = argument;
  const chosen = chooseCard(argument);
  const { profile, held, pin } = chosen;
  if (profile === undefined || held === undefined) {
    throw new UsageError(`there is no card in ${image}; proefpas run zorg-id --image ${image} -- true makes one`);
  }
  if (use === 'look') return { place: image, card: copyOf(chosen), pin, close: () => undefined };
  const { card, close } = openImageCard({ image, profile });
  return { place: image, card, pin, close };
}

/** PC/SC tells an empty reader from a card that does not answer. */
function isEmpty(reader: CardChannel): boolean {
  try {
    reader.powerOn();
    reader.powerOff();
    return false;
  } catch (error) {
    if (error instanceof CardMute) return error.message.includes('SCARD_E_NO_SMARTCARD');
    throw error;
  }
}

/** The card in a reader, or that there is none. */
async function inReader(name: string): Promise<TokenCard> {
  const reader = await pcscChannel(name);
  return { place: name, card: isEmpty(reader) ? undefined : reader, close: () => reader.close() };
}
