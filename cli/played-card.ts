/** The card that a trace is played to. */
import { type CardLink, linkTo } from '../apdu/index.ts';
import { createCard, READY_PIN, READY_PUK, readImage } from '../index.ts';
import { parseCardArgument } from './card-argument.ts';
import { chooseCard } from './chosen-card.ts';
import { UsageError } from './exit-status.ts';
import { pcscReader } from './pcsc-reader.ts';

export interface PlayedCard {
  readonly link: CardLink;
  /** The printed secrets of ready cards. */
  readonly values: ReadonlyMap<string, Uint8Array>;
  readonly close: () => Promise<void>;
}

/** The card in a PC/SC reader, of whose secrets nothing is known. */
export async function cardIn(reader: string): Promise<PlayedCard> {
  const link = await pcscReader(reader);
  return { link, values: new Map(), close: () => link.close() };
}

/** A new card of a profile, or a copy of an image. */
export function cardFor(text: string, seed: string | undefined): PlayedCard {
  const argument = parseCardArgument(text);
  const { profile, pin, puk } = chooseCard(argument);
  if (profile === undefined) throw new UsageError('an empty reader answers nothing; name a card');
  const held = argument.image === undefined ? undefined : readImage(argument.image);
  const values = new Map<string, Uint8Array>();
  if (pin !== undefined) values.set('PIN', new TextEncoder().encode(READY_PIN));
  if (puk !== undefined) values.set('PUK', new TextEncoder().encode(READY_PUK));
  const options = {
    profile,
    ...(held !== undefined && { flash: held.copy.fork() }),
    ...(seed !== undefined && { seed }),
  };
  return { link: linkTo(createCard(options)), values, close: async () => undefined };
}
