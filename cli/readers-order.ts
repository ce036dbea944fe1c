/** What the arguments of `start` and `run` come to: which cards in which readers, reached how. */
import type { EdgeVersion } from '../applet/index.ts';
import { randomSeed, seedBytes } from '../emulator/index.ts';
import { type CardArgument, namesCard, parseCardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';
import type { RawReadersOptions } from './readers-options.ts';

/** Where a virtual reader driver of vsmartcard listens for its card. */
export interface VpcdAddress {
  readonly host: string;
  readonly port: number;
}

export interface ReadersOrder {
  readonly cards: readonly CardArgument[];
  /** Undefined: each profile's own. */
  readonly seed: Uint8Array | undefined;
  /** The seed came from the system, so people must be told it to see the same card again. */
  readonly seedIsRandom: boolean;
  readonly reader: string | undefined;
  readonly socket: string | undefined;
  readonly isolate: boolean;
  /** True: to standard error. A string: to that file. */
  readonly trace: true | string | undefined;
  readonly json: boolean;
  readonly vpcd: VpcdAddress | undefined;
  readonly edgeVersion: EdgeVersion | undefined;
}

const VPCD_HOST = '127.0.0.1';
const VPCD_PORT = 35963;

/** Throws `UsageError`. */
export function readersOrder(cards: readonly string[], raw: RawReadersOptions): ReadersOrder {
  for (const option of ['trace', 'vpcd'] as const) {
    const value = raw[option];
    if (typeof value === 'string' && namesCard(value)) {
      throw new UsageError(`--${option} took ${value} as its own value; write ${value} in front of --${option}`);
    }
  }
  const order: ReadersOrder = {
    cards: cards.map(parseCardArgument),
    seed: raw.seed === undefined ? undefined : seed(raw.seed),
    seedIsRandom: raw.seed === 'random',
    reader: raw.reader,
    socket: raw.socket,
    isolate: raw.isolate ?? false,
    trace: raw.trace,
    json: raw.json ?? false,
    vpcd: raw.vpcd === undefined ? undefined : vpcdAddress(raw.vpcd),
    edgeVersion: raw.edgeVersion,
  };
  if (order.vpcd !== undefined) demandSenseWithVpcd(order);
  return order;
}

function seed(text: string): Uint8Array {
  if (text === 'random') return randomSeed();
  try {
    return seedBytes(text);
  } catch {
    throw new UsageError('--seed takes 1 to 64 bytes in hexadecimal, such as --seed 2A, or the word random');
  }
}

function vpcdAddress(value: true | string): VpcdAddress {
  if (value === true) return { host: VPCD_HOST, port: VPCD_PORT };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::([0-9]{1,5}))?$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? VPCD_PORT : Number(digits);
  if (host === undefined || port < 1 || port > 65535) {
    throw new UsageError(`--vpcd takes HOST:PORT, such as --vpcd ${VPCD_HOST}:${VPCD_PORT}, not "${value}"`);
  }
  return { host, port };
}

function demandSenseWithVpcd({ cards, reader, socket }: ReadersOrder): void {
  if (socket !== undefined) throw new UsageError('--vpcd makes no socket; leave out --socket or --vpcd');
  if (reader !== undefined)
    throw new UsageError('--vpcd uses a reader that has its name already; leave out --reader or --vpcd');
  if (cards.some(({ profile }) => profile === undefined)) {
    throw new UsageError('with --vpcd a reader is empty as long as nothing is connected to it; leave out none');
  }
}
