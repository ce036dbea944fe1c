/** Puts cards in readers of a pcsc-lite socket of our own. */
import type { CardChannel, CardLink } from '../apdu/index.ts';
import type { Card } from '../applet/index.ts';
import { Slot, servePcscLite } from '../reader-bridge/index.ts';
import { createCard, profileNamed } from './create-card.ts';
import type { ProfileName } from './profiles.ts';
import { readerSeed } from './reader-seed.ts';
import { unhurried } from './unhurried-link.ts';

export interface StartReaderOptions {
  /**
   * One reader each, 1 to 16; one `zorg-id` card when left out. A card object is served itself: no copy, no worker, on this
   * thread. A name makes a card of that profile, in every reader another one. Null is an empty reader.
   */
  readonly cards?: readonly (CardChannel | CardLink | ProfileName | null)[];
  /** Path of the socket to make; one in a new private folder when left out. */
  readonly socket?: string;
  /** What the readers are called, before their number. */
  readonly name?: string;
}

/** Readers that serve until `close`. */
export interface Readers extends AsyncDisposable {
  /** To merge into the environment of whoever is to find the readers. */
  readonly env: { readonly PCSCLITE_CSOCK_NAME: string };
  /** In the order of the cards. */
  readonly slots: readonly Slot[];
  /** Ends every connection, takes the cards out and removes socket and folder. */
  close(): Promise<void>;
}

const DEFAULT_NAME = 'Proefpas';

/** The name of reader 0, 1, 2, …, which ends in reader and slot number, as pcscd's names do. */
export function readerName(name: string = DEFAULT_NAME, reader: number): string {
  return `${name} ${reader.toString(16).toUpperCase().padStart(2, '0')} 00`;
}

/** Rejects with what is wrong: an unknown profile, or a socket that cannot be made. */
export async function startReader(options: StartReaderOptions = {}): Promise<Readers> {
  const { cards = ['zorg-id'], name, socket } = options;
  const slots = cards.map((card, reader) => {
    const slot = new Slot(readerName(name, reader));
    if (card !== null) slot.insert(served(typeof card === 'string' ? readyCard(card, reader) : card));
    return slot;
  });
  const server = await servePcscLite({ slots, ...(socket === undefined ? {} : { socket }) }).catch((error) => {
    for (const slot of slots) slot.remove();
    throw error;
  });
  const close = () => server.close();
  return { env: { PCSCLITE_CSOCK_NAME: server.socket }, slots, close, [Symbol.asyncDispose]: close };
}

/** The card itself; a card of ours that takes its time is waited for. */
function served(card: CardChannel | CardLink): CardChannel | CardLink {
  return 'behaviour' in card ? unhurried(card, (card as Card).behaviour) : card;
}

function readyCard(name: ProfileName, reader: number): CardChannel {
  const profile = profileNamed(name);
  return createCard({ profile, seed: readerSeed(profile.defaultSeed, reader) });
}
