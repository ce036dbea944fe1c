/** Cards that live in files: which card a file holds, and the opening or making of one. */
import { type CardChannel, concat, encodeCommand, INS, parseResponse, SW } from '../apdu/index.ts';
import {
  type Card,
  type CardProfile,
  flashSize,
  createCard as formatOrOpen,
  type HeldCard,
  heldCard,
  LAYOUTS,
  type LayoutName,
  type MorePin,
  QUIRKS,
  type QuirkName,
  WrongCard,
  withQuirks,
} from '../applet/index.ts';
import { FileFlash, withRefusals } from '../emulator/file-flash/index.ts';
import type { MemoryFlash } from '../emulator/index.ts';
import { paddedValue, READY_PIN, READY_PUK } from '../issuer/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';

/** What a file holds. */
export interface CardImage {
  readonly profile: CardProfile;
  readonly card: HeldCard;
  /** A copy of the whole file. */
  readonly copy: MemoryFlash;
}

/** A card and the file it lives in. */
export interface ImageCard {
  readonly card: Card;
  /** Gives the file free for others; the card is dead then. */
  close(): void;
}

export interface ImageCardOrder {
  /** Path of the file. */
  readonly image: string;
  readonly profile: CardProfile;
  /** 1–64 bytes, as such or in hexadecimal. Left out: the profile's own for a new card, any for an existing one. */
  readonly seed?: Uint8Array | string;
}

/** Whether not just any card of the profile is meant. */
const isParticular = ({ variant, holder }: CardProfile): boolean => variant !== '' || Object.keys(holder).length > 0;

/**
 * The card that a file holds, which is not changed and may be read-only; undefined when there is no such file, or no card in it
 * yet. Throws `DeviceError` for a file that is damaged, in use or no card image, and `WrongCard` when it holds another card than
 * `asked` for, or one of other quirks, all naming the file.
 */
export function readImage(
  path: string,
  asked?: CardProfile,
  quirks: readonly QuirkName[] = asked?.quirks ?? [],
): CardImage | undefined {
  const copy = FileFlash.readExisting(path);
  if (copy === undefined) return undefined;
  const card = withRefusals(path, () => heldCard(copy));
  if (card === undefined) return undefined;
  const named = Object.values(profiles).find(({ name }) => name === card.profileName);
  if (named === undefined) {
    throw new WrongCard(`${path} holds a card of profile "${card.profileName}", which this version does not know`);
  }
  const unknown = card.quirks.find((name) => !Object.hasOwn(QUIRKS, name));
  if (unknown !== undefined) {
    throw new WrongCard(`${path} holds a card with the quirk "${unknown}", which this version does not know`);
  }
  if (card.layout !== '' && !Object.hasOwn(LAYOUTS, card.layout)) {
    throw new WrongCard(`${path} holds a card of layout "${card.layout}", which this version does not know`);
  }
  const layout = (card.layout || 'iso') as LayoutName;
  const profile = withQuirks({ ...named, layout, atr: card.atr }, card.quirks);
  if (quirks.length > 0 && quirks.join() !== card.quirks.join()) {
    const had = card.quirks.length === 0 ? 'without quirks' : `with ${card.quirks.join(' and ')}`;
    throw new WrongCard(`${path} holds a card that was made ${had}; name no quirks to open it as it is`);
  }
  if (asked !== undefined && asked.name !== profile.name) {
    throw new WrongCard(`${path} holds a ${profile.name} card, not ${asked.name}; leave ${asked.name} out to open it`);
  }
  if (asked !== undefined && isParticular(asked) && !card.isOf({ ...asked, quirks: profile.quirks })) {
    const wanted = [asked.name, asked.variant].filter((part) => part !== '').join(':');
    const whose = Object.keys(asked.holder).length === 0 ? '' : ' for this holder';
    throw new WrongCard(
      `${path} holds a ${profile.name} card that was not made as ${wanted}${whose}; leave ${wanted}${whose && ' and the holder'} out to open it`,
    );
  }
  return { profile, card, copy };
}

/**
 * Opens the card in a file as it is; makes file and card, whole or not at all, when there is no file. Throws `DeviceError`, or
 * `WrongCard` when profile or seed are not those of the card.
 */
export function openImageCard({ image, profile, seed }: ImageCardOrder): ImageCard {
  const order = { profile, ...(seed === undefined ? {} : { seed }) };
  const flash = FileFlash.open(image, { size: flashSize(profile), content: () => createCard(order).image() });
  try {
    const card = withRefusals(image, () => createCard({ ...order, flash }));
    return { card, close: () => flash.close() };
  } catch (error) {
    flash.close();
    if (error instanceof WrongCard) throw new WrongCard(`${image}: ${error.message}`);
    throw error;
  }
}

/** Which secrets of a ready card still are those that were published. */
export interface ReadySecrets {
  readonly pin: boolean;
  readonly puk: boolean;
  /** Those of its other PINs and PUKs that are. */
  readonly morePins: readonly MorePin[];
}

/** They are tried on a copy; a PIN that is blocked cannot be known. */
export function hasReadySecrets({ profile, copy }: CardImage): ReadySecrets {
  const card: CardChannel = formatOrOpen({ profile, flash: copy.fork(), withoutQuirks: true });
  const isRight = (ins: number, p2: number, ...secrets: string[]): boolean =>
    parseResponse(card.transmit(encodeCommand({ ins, p2, data: concat(...secrets.map(paddedValue)) }))).sw === SW.ok;
  const isRightOf = ({ kind, reference, value }: MorePin): boolean => {
    if (value === undefined) return false;
    if (kind === 'pin') return isRight(INS.verify, reference, value);
    const pin = profile.morePins.find(({ resetBy }) => resetBy === reference);
    return pin?.value !== undefined && isRight(INS.resetRetryCounter, pin.reference, value, pin.value);
  };
  const { pinReference } = LAYOUTS[profile.layout];
  card.powerOn();
  const pin = isRight(INS.verify, pinReference, READY_PIN);
  const puk = isRight(INS.resetRetryCounter, pinReference, READY_PUK, READY_PIN);
  return { pin, puk, morePins: profile.morePins.filter(isRightOf) };
}
