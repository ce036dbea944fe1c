/** What an argument CARD comes to: a profile, where the card lives, and the secrets that people may be told. */
import { type EdgeVersion, zorgId } from '../applet/index.ts';
import { type CardProfile, hasReadySecrets, READY_PIN, READY_PUK, readImage } from '../index.ts';
import type { CardArgument } from './card-argument.ts';

export interface ChosenCard {
  /** The argument as it was written; the profile's name when only an image was named. */
  readonly text: string;
  /** Undefined for an empty reader. */
  readonly profile: CardProfile | undefined;
  /** Path of the file that the card lives in. */
  readonly image: string | undefined;
  /** As far as it is known: those of ready cards. */
  readonly pin: string | undefined;
  readonly puk: string | undefined;
}

/** Looks into the image, if there is one. Throws what is wrong with it. */
export function chooseCard(card: CardArgument, edgeVersion?: EdgeVersion): ChosenCard {
  const { profile: asked, image } = card;
  const held = image === undefined ? undefined : readImage(image, asked);
  const found = asked ?? held?.profile ?? (image === undefined ? undefined : zorgId);
  if (found === undefined) return { text: card.text, profile: undefined, image, pin: undefined, puk: undefined };
  const text = asked === undefined ? found.name : card.text;
  const profile = edgeVersion === undefined ? found : { ...found, edgeVersion };
  const ready = profile.content !== 'blank';
  const has = held !== undefined && ready ? hasReadySecrets(held) : { pin: ready, puk: ready };
  return { text, profile, image, pin: has.pin ? READY_PIN : undefined, puk: has.puk ? READY_PUK : undefined };
}
