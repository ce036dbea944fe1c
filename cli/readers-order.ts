/** What the arguments of `start` and `run` come to: which cards in which readers, reached how. */
import { resolve } from 'node:path';
import { behaviourOf, type EdgeVersion, type QuirkName, quirksNamed } from '../applet/index.ts';
import { randomSeed, seedBytes } from '../emulator/index.ts';
import { type CardArgument, namesCard, parseCardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';
import { withHolderOf } from './holder.ts';
import { DEFAULT_CARD, type RawReadersOptions } from './readers-options.ts';
import { type VpcdAddress, vpcdAddress } from './vpcd-address.ts';

export interface ReadersOrder {
  readonly cards: readonly CardArgument[];
  /** Undefined: each profile's own. */
  readonly seed: Uint8Array | undefined;
  /** The seed came from the system, so people must be told it to see the same card again. */
  readonly seedIsRandom: boolean;
  readonly reader: string | undefined;
  /** Absolute path. */
  readonly socket: string | undefined;
  readonly isolate: boolean;
  /** True: to standard error. A string: to that file. */
  readonly trace: true | string | undefined;
  readonly json: boolean;
  readonly vpcd: VpcdAddress | undefined;
  readonly edgeVersion: EdgeVersion | undefined;
  /** Of every card. */
  readonly quirks: readonly QuirkName[];
}

const MAX_READERS = 16;

/** What pcsc-lite's 128 bytes leave for a name in front of reader and slot number, and a NUL. */
const MAX_READER_BYTES = 121;

/** What a socket address holds, but for its NUL. */
const MAX_SOCKET_BYTES = 107;

/** Throws `UsageError`. */
export function readersOrder(cards: readonly string[], raw: RawReadersOptions): ReadersOrder {
  for (const option of ['trace', 'vpcd', 'image'] as const) {
    const value = raw[option];
    if (typeof value === 'string' && namesCard(value)) {
      throw new UsageError(`--${option} took ${value} as its own value; write ${value} in front of --${option}`);
    }
  }
  const named = raw.image === undefined ? cardArguments(cards) : [imageArgument(cards, raw.image)];
  const order: ReadersOrder = {
    cards: named.map((card) => withHolderOf(card, raw.holder)),
    seed: raw.seed === undefined ? undefined : seed(raw.seed),
    seedIsRandom: raw.seed === 'random',
    reader: raw.reader === undefined ? undefined : readerTitle(raw.reader),
    socket: raw.socket === undefined ? undefined : socketPath(raw.socket),
    isolate: raw.isolate ?? false,
    trace: raw.trace,
    json: raw.json ?? false,
    vpcd: raw.vpcd === undefined ? undefined : vpcdAddress('--vpcd', raw.vpcd),
    edgeVersion: raw.edgeVersion,
    quirks: quirks(raw.quirk ?? []),
  };
  if (order.vpcd !== undefined) demandSenseWithVpcd(order);
  return order;
}

function cardArguments(cards: readonly string[]): CardArgument[] {
  if (cards.length > MAX_READERS) throw new UsageError(`there are at most ${MAX_READERS} readers; name no more CARDs`);
  return (cards.length === 0 ? [DEFAULT_CARD] : cards).map(parseCardArgument);
}

/** The one card of `--image`. Without a CARD an image that is there says itself what it is. */
function imageArgument([card, ...others]: readonly string[], image: string): CardArgument {
  if (image === '') throw new UsageError('--image takes the name of a file');
  if (others.length > 0) {
    throw new UsageError(
      '--image is for a single CARD; with several, name images as CARDs: proefpas start a.img b.img',
    );
  }
  if (card === undefined) return { text: image, profile: undefined, image };
  const { text, profile, image: named } = parseCardArgument(card);
  if (named !== undefined) throw new UsageError(`${named} is an image itself; leave out --image or ${named}`);
  if (profile === undefined) throw new UsageError(`an empty reader has no image; leave out --image or ${text}`);
  return { text, profile, image };
}

/** The option `--reader`. Throws `UsageError`. */
export function readerTitle(text: string): string {
  if (Buffer.byteLength(text) > MAX_READER_BYTES || !/^\P{Cc}+$/u.test(text)) {
    throw new UsageError(`--reader takes a name of 1 to ${MAX_READER_BYTES} bytes without control characters`);
  }
  return text;
}

/** Absolute, because whoever is to find it may start in another folder. */
function socketPath(text: string): string {
  const path = resolve(text);
  if (Buffer.byteLength(path) > MAX_SOCKET_BYTES) {
    throw new UsageError(`--socket takes a path of at most ${MAX_SOCKET_BYTES} bytes; ${path} is longer`);
  }
  return path;
}

const seed = (text: string): Uint8Array => (text === 'random' ? randomSeed() : givenSeed(text, ', or the word random'));

/** The option `--seed` in hexadecimal; `otherwise` is what else it takes. Throws `UsageError`. */
export function givenSeed(text: string, otherwise = ''): Uint8Array {
  try {
    return seedBytes(text);
  } catch {
    throw new UsageError(`--seed takes 1 to 64 bytes in hexadecimal, such as --seed 2A${otherwise}`);
  }
}

/** Each once; a card can have all of them together. */
function quirks(names: readonly string[]): readonly QuirkName[] {
  try {
    const quirks = quirksNamed(names);
    behaviourOf(quirks);
    return quirks;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function demandSenseWithVpcd({ cards, reader, socket }: ReadersOrder): void {
  if (socket !== undefined) throw new UsageError('--vpcd makes no socket; leave out --socket or --vpcd');
  if (reader !== undefined)
    throw new UsageError('--vpcd uses a reader that has its name already; leave out --reader or --vpcd');
  if (cards.some(({ profile, image }) => profile === undefined && image === undefined)) {
    throw new UsageError('with --vpcd a reader is empty as long as nothing is connected to it; leave out none');
  }
}
