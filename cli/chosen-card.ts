/** What an argument CARD comes to: a profile, where the card lives, and the secrets that people may be told. */
import { type EdgeVersion, zorgId } from '../applet/index.ts';
import {
  type Card,
  type CardImage,
  type CardProfile,
  createCard,
  hasReadySecrets,
  type MorePin,
  type QuirkName,
  READY_PIN,
  READY_PUK,
  readImage,
} from '../index.ts';
import { type CardArgument, parseCardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';
import { withHolderOf } from './holder.ts';

export interface ChosenCard {
  /** The argument as it was written; the profile's name when only an image was named. */
  readonly text: string;
  /** Undefined for an empty reader. */
  readonly profile: CardProfile | undefined;
  /** Path of the file that the card lives in. */
  readonly image: string | undefined;
  /** What is in the file; undefined when there is none yet. */
  readonly held: CardImage | undefined;
  /** As far as it is known: those of ready cards. */
  readonly pin: string | undefined;
  readonly puk: string | undefined;
  /** Those of its other PINs and PUKs whose value is known. */
  readonly morePins: readonly MorePin[];
}

const NO_SECRETS: Pick<ChosenCard, 'pin' | 'puk' | 'morePins'> = { pin: undefined, puk: undefined, morePins: [] };

/** What `start` and `run` say of every card. */
export interface CardSettings {
  readonly edgeVersion?: EdgeVersion | undefined;
  readonly quirks?: readonly QuirkName[];
}

/** Looks into the image, if there is one. Throws what is wrong with it. */
export function chooseCard(card: CardArgument, { edgeVersion, quirks = [] }: CardSettings = {}): ChosenCard {
  const { image } = card;
  const fallback = image === undefined ? undefined : zorgId;
  const asked = card.profile && { ...card.profile, quirks };
  const held = image === undefined ? undefined : readImage(image, asked, quirks);
  const found =
    (asked && { ...asked, quirks, ...(held && formOf(held)) }) ??
    held?.profile ??
    (fallback && { ...fallback, quirks });
  if (found === undefined) return { text: card.text, profile: undefined, image, held, ...NO_SECRETS };
  const text = asked === undefined ? found.name : card.text;
  const profile = edgeVersion === undefined ? found : { ...found, edgeVersion };
  return { text, profile, image, held, ...secretsOf(profile, held) };
}

/** The card in memory: a new one, or a copy of what is in the file. Undefined for an empty reader. */
export function copyOf({ profile, held }: ChosenCard, seed?: Uint8Array | string): Card | undefined {
  return (
    profile && createCard({ profile, ...(held && { flash: held.copy.fork() }), ...(seed !== undefined && { seed }) })
  );
}

/** What a new card of a profile follows from, besides. */
export interface CardMaking {
  readonly seed?: Uint8Array | undefined;
  readonly holder?: string | undefined;
}

/** What an argument CARD names, and that card in memory. Throws `UsageError` for an empty reader, and what is wrong with an image. */
export function answeringCard(
  text: string,
  { seed, holder }: CardMaking = {},
): { readonly chosen: ChosenCard; readonly card: Card } {
  const chosen = chooseCard(withHolderOf(parseCardArgument(text), holder));
  const card = copyOf(chosen, seed);
  if (card === undefined) throw new UsageError('an empty reader answers nothing; name a card');
  return { chosen, card };
}

/** What a card keeps of its form, whatever was asked for. */
const formOf = ({ profile: { quirks, layout, atr } }: CardImage): Partial<CardProfile> => ({ quirks, layout, atr });

function secretsOf(profile: CardProfile, held: CardImage | undefined): typeof NO_SECRETS {
  if (profile.content === 'blank') return NO_SECRETS;
  if (held === undefined) return { pin: READY_PIN, puk: READY_PUK, morePins: profile.morePins };
  const { pin, puk, morePins } = hasReadySecrets(held);
  return { pin: pin ? READY_PIN : undefined, puk: puk ? READY_PUK : undefined, morePins };
}
