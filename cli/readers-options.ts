/** The arguments that `start` and `run` share, and what they come to: which cards in which readers, reached how. */
import { Argument, type Command, Option } from 'commander';
import type { EdgeVersion } from '../applet/index.ts';
import { randomSeed, seedBytes } from '../emulator/index.ts';
import { type CardArgument, DEFAULT_CARD, namesCard, parseCardArgument } from './card-argument.ts';
import { UsageError } from './exit-status.ts';

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

/** What commander makes of the options. */
export interface RawReadersOptions {
  readonly seed?: string;
  readonly reader?: string;
  readonly socket?: string;
  readonly isolate?: true;
  readonly trace?: true | string;
  readonly json?: true;
  readonly vpcd?: true | string;
  readonly edgeVersion?: EdgeVersion;
}

const VPCD_HOST = '127.0.0.1';
const VPCD_PORT = 35963;

/** Declares the arguments on a command. */
export function addReadersOptions(command: Command): Command {
  return command
    .addArgument(
      new Argument(
        '[CARD...]',
        'zorg-id, zorg-id:pin-blocked, zorg-id:tries=N, zorg-id-blank, or none for an empty reader',
      ).default([DEFAULT_CARD], DEFAULT_CARD),
    )
    .option(
      '--seed <HEX|random>',
      'what keys and serial number follow from (default: a published seed of each profile)',
    )
    .option('--reader <NAME>', 'what the reader is called')
    .option('--socket <PATH>', 'where the socket is made (default: in a new private folder)')
    .option('--vpcd [HOST:PORT]', "put the card in the system's virtual reader (vsmartcard) instead of making a socket")
    .option('--isolate', 'give a single card a thread of its own, as several cards have anyway')
    .option('--trace [FILE]', 'write every command and answer in words, PINs masked, to FILE or standard error')
    .addOption(
      new Option('--edge-version <VERSION>', 'which generation of the IsoApplet interface hosts are taken to speak')
        .choices(['v0', 'v1', 'auto'])
        .default(undefined, 'auto'),
    )
    .option('--json', 'say what happens in JSON, one object a line');
}

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
