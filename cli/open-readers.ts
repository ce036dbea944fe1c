/** Opens what `start` and `run` were asked for: cards, in readers of a socket of ours or of vsmartcard's driver. */

import { type CardLink, encodeCommand, INS, linkTo, parseResponse, toHex } from '../apdu/index.ts';
import { behaviourOf, type CardProfile } from '../applet/index.ts';
import {
  type Card,
  createCard,
  openImageCard,
  readerName,
  readerSeed,
  startReader,
  startWorkerCard,
  unhurried,
} from '../index.ts';
import { type ChosenCard, chooseCard } from './chosen-card.ts';
import type { ReadersOrder } from './readers-order.ts';
import type { Trace } from './trace.ts';
import type { VpcdAddress } from './vpcd-address.ts';

/** A PIN or PUK besides the user's. */
export interface PinReport {
  readonly reference: number;
  readonly label: string;
  readonly kind: 'pin' | 'puk';
  readonly value: string;
}

/** One reader, as it is told to people and to programs. Null: there is none. */
export interface ReaderReport {
  readonly name: string | null;
  /** The argument CARD; of an image alone, its profile. */
  readonly card: string;
  readonly description: string | null;
  /** Path of the file that the card lives in. */
  readonly image: string | null;
  /** Null also for those of an image that were changed. */
  readonly pin: string | null;
  readonly puk: string | null;
  /** The other PINs and PUKs whose value is known; left out of a card that has none. */
  readonly morePins?: readonly PinReport[];
  /** In hexadecimal. */
  readonly serial: string | null;
}

export interface OpenReaders {
  readonly socket: string | undefined;
  /** HOST:PORT of the first virtual reader. */
  readonly vpcd: string | undefined;
  /** For whoever is to reach the cards. */
  readonly env: { readonly PCSCLITE_CSOCK_NAME?: string };
  /** In hexadecimal, when the system was asked for it. */
  readonly randomSeed: string | undefined;
  readonly readers: readonly ReaderReport[];
  /** Settles, with a sentence, when a virtual reader has gone away. */
  readonly lost: Promise<string>;
  /** Nothing is left behind. */
  close(): Promise<void>;
}

type Way = Pick<OpenReaders, 'socket' | 'vpcd' | 'env' | 'lost'>;
type Closer = () => Promise<void> | void;

/** `around` is put around each card. Rejects with what is wrong, having closed what was open by then. */
export async function openReaders(
  order: ReadersOrder,
  around: (card: CardLink, reader: string) => CardLink = (card) => card,
): Promise<OpenReaders> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const trace = order.trace === undefined ? undefined : await openTrace(order.trace, closers);
    const chosen = order.cards.map((card) => chooseCard(card, order));
    const links = await makeCards(chosen, order, closers);
    const names = order.cards.map((_, index) => (order.vpcd === undefined ? readerName(order.reader, index) : null));
    const readers = await Promise.all(chosen.map((card, i) => report(card, names[i]!, links[i])));
    const served = links.map(
      (link, i) =>
        link &&
        traced(
          trace,
          around(link, names[i] ?? `virtual reader ${i + 1}`),
          links.length > 1 ? (names[i] ?? `${i + 1}`) : undefined,
        ),
    );
    const way = await (order.vpcd === undefined ? serve(order, served, closers) : connect(order.vpcd, served, closers));
    const randomSeed = order.seedIsRandom && order.seed !== undefined ? toHex(order.seed) : undefined;
    return { ...way, randomSeed, readers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openTrace(target: true | string, closers: Closer[]): Promise<Trace> {
  const { openTrace } = await import('./trace.ts');
  const trace = openTrace(target);
  closers.push(() => trace.close());
  return trace;
}

function traced(trace: Trace | undefined, link: CardLink, reader: string | undefined): CardLink {
  return trace === undefined ? link : trace.around(link, reader);
}

function linkOf(card: Card): CardLink {
  return unhurried(linkTo(card), card.behaviour);
}

/** The cards in order; undefined for an empty reader. Each is in a thread of its own when there are several readers. */
async function makeCards(
  cards: readonly ChosenCard[],
  order: ReadersOrder,
  closers: Closer[],
): Promise<(CardLink | undefined)[]> {
  const threads = order.isolate || cards.length > 1;
  const made = await Promise.allSettled(
    cards.map(async ({ profile, image }, reader) => {
      if (profile === undefined) return undefined;
      const cardOrder =
        image === undefined
          ? { profile, seed: readerSeed(order.seed ?? profile.defaultSeed, reader) }
          : imageOrder(profile, image, order);
      if (threads) {
        const card = await startWorkerCard(cardOrder);
        closers.push(() => card.close());
        return unhurried(card, behaviourOf(profile.quirks));
      }
      if (!('image' in cardOrder)) return linkOf(createCard(cardOrder));
      const { card, close } = openImageCard(cardOrder);
      closers.push(close);
      return linkOf(card);
    }),
  );
  return made.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** A card in a file keeps its seed; one that is given must be that one. */
function imageOrder(profile: CardProfile, image: string, { seed }: ReadersOrder) {
  return { profile, image, ...(seed === undefined ? {} : { seed }) };
}

async function report(card: ChosenCard, name: string | null, link: CardLink | undefined): Promise<ReaderReport> {
  const morePins = card.morePins.flatMap(({ reference, label, kind, value }) =>
    value === undefined ? [] : [{ reference, label, kind, value }],
  );
  return {
    name,
    card: card.text,
    description: card.profile?.description ?? null,
    image: card.image ?? null,
    pin: card.pin ?? null,
    puk: card.puk ?? null,
    ...(morePins.length === 0 ? {} : { morePins }),
    serial: link === undefined ? null : toHex(await serialNumber(link)),
  };
}

/** The card's unique number, which draws nothing and changes nothing. */
async function serialNumber(card: CardLink): Promise<Uint8Array> {
  await card.powerOn();
  const answer = await card.transmit(encodeCommand({ ins: INS.getData, p1: 0x01, p2: 0x00, ne: 256 }));
  await card.powerOff();
  return parseResponse(answer).data;
}

async function serve(order: ReadersOrder, links: readonly (CardLink | undefined)[], closers: Closer[]): Promise<Way> {
  if (process.platform === 'win32') {
    throw new Error(
      'on Windows no program can be pointed at a socket of ours; use --vpcd, as proefpas doctor explains',
    );
  }
  const readers = await startReader({
    cards: links.map((link) => link ?? null),
    ...(order.socket === undefined ? {} : { socket: order.socket }),
    ...(order.reader === undefined ? {} : { name: order.reader }),
  });
  closers.push(() => readers.close());
  return {
    socket: readers.env.PCSCLITE_CSOCK_NAME,
    vpcd: undefined,
    env: readers.env,
    lost: new Promise(() => undefined),
  };
}

/** The n-th card goes to the n-th port, as vsmartcard numbers its readers. */
async function connect(
  { host, port }: VpcdAddress,
  links: readonly (CardLink | undefined)[],
  closers: Closer[],
): Promise<Way> {
  const { connectVpcd } = await import('../reader-bridge/index.ts');
  let closing = false;
  let lose: (sentence: string) => void;
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  for (const [index, link] of links.entries()) {
    if (link === undefined) continue;
    const address = { host, port: port + index };
    const place = `the virtual reader at ${host}:${address.port}`;
    const connection = await connectVpcd(link, address).catch((error: Error) => {
      // Without a cause the address itself was refused, and no driver would help.
      if (error.cause === undefined) throw error;
      throw new Error(`${error.message}; proefpas doctor says how to get one`, { cause: error });
    });
    closers.push(() => {
      closing = true;
      return connection.close();
    });
    const ended = () => closing || lose(`${place} went away`);
    void connection.closed.then(ended, ended);
  }
  return { socket: undefined, vpcd: `${host}:${port}`, env: {}, lost };
}
