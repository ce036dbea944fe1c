/** The card in a PC/SC reader of this computer, as a link like any other card. */
import { ApduError, type CardLink, CardMute, parseCommand } from '../../../apdu/index.ts';
import { DISPOSITION, PROTOCOL, SCARD, SHARE } from '../constants.ts';
import type { PcscConnection } from './pcsc-connection.ts';
import { PcscContext, pcscSocket } from './pcsc-context.ts';
import { PcscError } from './pcsc-error.ts';

export interface PcscReaderOptions {
  /** Where the PC/SC service listens; as PCSCLITE_CSOCK_NAME says, or pcscd's own place, when left out. */
  readonly socket?: string;
  /** How long another program's transaction is waited for, milliseconds. */
  readonly patienceMs?: number;
}

/**
 * From `powerOn`, which is a cold reset, to `powerOff` no other program reaches the card. Calls reject with `CardMute` when
 * the card gives no answer, and with `PcscError` when the reader or its service is at fault.
 */
export interface PcscReader extends CardLink {
  readonly name: string;
  /** Leaves the card without power. */
  close(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/** What comes of a card that gives no answer, and not of the reader. */
const MUTE: ReadonlySet<number> = new Set<number>([
  SCARD.noSmartcard,
  SCARD.notTransacted,
  SCARD.unresponsiveCard,
  SCARD.unpoweredCard,
  SCARD.removedCard,
]);

/** The names of the readers that the PC/SC service knows. Rejects with `PcscError`. */
export async function listPcscReaders(socket: string = pcscSocket()): Promise<string[]> {
  const context = await PcscContext.open(socket);
  try {
    return (await context.readers()).map(({ name }) => name);
  } finally {
    await context.close();
  }
}

/** Opens the reader of exactly this name; rejects with `PcscError`, of an unknown one with the names of those there are. */
export async function openPcscReader(
  name: string,
  { socket = pcscSocket(), patienceMs = PATIENCE_MS }: PcscReaderOptions = {},
): Promise<PcscReader> {
  const first = await PcscContext.open(socket);
  await first.reader(name).finally(() => first.close());
  let inUse: InUse | undefined;

  const powered = (): InUse => {
    if (inUse === undefined) throw new CardMute('the card has no power');
    return inUse;
  };
  const restart = async ({ context, card }: InUse, how: number): Promise<Uint8Array> => {
    await card.reconnect(how);
    const { atr } = await context.reader(name);
    if (atr.length === 0) throw new PcscError(SCARD.unresponsiveCard);
    return atr;
  };
  const powerOff = async (): Promise<void> => {
    const ended = inUse;
    inUse = undefined;
    // A card that was taken out meanwhile has lost its power as well.
    await ended?.card.end(DISPOSITION.leave).catch(() => undefined);
    await ended?.card.disconnect(DISPOSITION.unpower).catch(() => undefined);
    await ended?.context.close();
  };
  return {
    name,
    powerOn: () =>
      telling(async () => {
        inUse ??= await take(name, socket, patienceMs);
        return await restart(inUse, DISPOSITION.unpower);
      }),
    reset: () => telling(async () => await restart(powered(), DISPOSITION.reset)),
    powerOff,
    transmit: (command) =>
      telling(async () => {
        const { card } = powered();
        return await card.transmit(card.protocol === PROTOCOL.t0 ? forT0(command) : command);
      }),
    close: powerOff,
  };
}

/** A connection that holds the card, and the context it is made in. */
interface InUse {
  readonly context: PcscContext;
  readonly card: PcscConnection;
}

/** Connects and begins a transaction. A server is silent while another program has one, so the patience is counted here. */
async function take(name: string, socket: string, patienceMs: number): Promise<InUse> {
  const context = await PcscContext.open(socket);
  let impatience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    impatience = setTimeout(() => reject(new PcscError(SCARD.sharingViolation)), patienceMs);
  });
  const taken = async (): Promise<PcscConnection> => {
    const card = await context.connect(name, SHARE.shared, PROTOCOL.t0 | PROTOCOL.t1);
    await card.begin(patienceMs);
    return card;
  };
  try {
    return { context, card: await Promise.race([taken(), tooLate]) };
  } catch (error) {
    context.abandon();
    throw error;
  } finally {
    clearTimeout(impatience);
  }
}

/** Tells a card that gives no answer from a reader that fails. */
async function telling(call: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PcscError && MUTE.has(error.code)) throw new CardMute(error.message, { cause: error });
    throw error;
  }
}

/** T=0 carries data one way only, and always a fifth byte. ISO/IEC 7816-3:2006 §12.2 */
function forT0(command: Uint8Array): Uint8Array {
  try {
    const { encoding } = parseCommand(command);
    if (encoding === '4S') return command.subarray(0, -1);
    return encoding === '1' ? Uint8Array.of(...command, 0x00) : command;
  } catch (error) {
    if (error instanceof ApduError) return command;
    throw error;
  }
}
