/**
 * A trace that plays the card to a host. Commands are found by their content, in any order or only in that of the trace; of
 * equal ones the first answer is given first. Whatever the transport needs is done as a card does it: GET RESPONSE and chains.
 */
import {
  type CardChannel,
  CardMute,
  concat,
  fromHex,
  INS,
  parsedCommand,
  parseResponse,
  toHex,
  u16,
} from '../../apdu/index.ts';
import type { Trace } from '../trace/trace.ts';
import { nearest, type Recorded, recordedIn } from './recorded.ts';

export interface MockOptions {
  /** Commands must come in the order of the trace. */
  readonly strict?: boolean;
  /** Values for names; they go before those of the trace. */
  readonly values?: ReadonlyMap<string, Uint8Array>;
}

/** What did not go as recorded. */
export interface MockReport {
  /** One sentence for each command that found no answer. */
  readonly misses: readonly string[];
  /** One sentence for each recorded command that was never asked. */
  readonly left: readonly string[];
}

export interface MockCard extends CardChannel {
  report(): MockReport;
}

/** Of a trace that tells no ATR: T=1, nothing else. */
const PLAIN_ATR = fromHex('3B800181');
const MORE = 0x6100;
const CHAINING = 0x10;
const GET_RESPONSE_PIECE = 256;

/** Throws `RangeError` for a trace in which there are no commands. */
export function mockCard(trace: Trace, { strict = false, values = new Map() }: MockOptions = {}): MockCard {
  const { exchanges, atr = PLAIN_ATR } = recordedIn(trace, values);
  if (exchanges.length === 0) throw new RangeError('no commands in the trace');
  return new Mock(exchanges, atr, strict);
}

class Mock implements MockCard {
  readonly #left: Recorded[];
  readonly #atr: Uint8Array;
  readonly #strict: boolean;
  readonly #misses: string[] = [];
  /** Chained data so far, and an answer that waits to be fetched. */
  #chain: Uint8Array = NO_BYTES;
  #waiting: Uint8Array = NO_BYTES;
  #powered = false;

  constructor(exchanges: readonly Recorded[], atr: Uint8Array, strict: boolean) {
    this.#left = [...exchanges];
    this.#atr = atr;
    this.#strict = strict;
  }

  powerOn(): Uint8Array {
    this.#powered = true;
    this.#chain = NO_BYTES;
    this.#waiting = NO_BYTES;
    return this.#atr.slice();
  }

  reset(): Uint8Array {
    if (!this.#powered) throw new CardMute('the card has no power');
    return this.powerOn();
  }

  powerOff(): void {
    this.#powered = false;
  }

  transmit(command: Uint8Array): Uint8Array {
    if (!this.#powered) throw new CardMute('the card has no power');
    if (command[1] === INS.getResponse && this.#waiting.length > 0) return this.#piece(lengthWanted(command));
    this.#waiting = NO_BYTES;
    const asIs = this.#take(command);
    if (asIs !== undefined) return this.#answer(command, asIs);
    const parts = parsedCommand(command);
    if (parts !== undefined && (parts.cla & CHAINING) !== 0) {
      this.#chain = concat(this.#chain, parts.data);
      return u16(0x9000);
    }
    const whole =
      parts === undefined || this.#chain.length === 0 ? undefined : { ...parts, data: concat(this.#chain, parts.data) };
    this.#chain = NO_BYTES;
    const chained = whole === undefined ? undefined : this.#take(command, whole.data);
    if (chained !== undefined) return this.#answer(command, chained);
    const sentence = nearest(command, this.#strict ? this.#left.slice(0, 1) : this.#left, whole?.data);
    this.#misses.push(sentence);
    throw new CardMute(sentence);
  }

  report(): MockReport {
    return {
      misses: this.#misses,
      left: this.#left.map(
        ({ line, command }) => `line ${line}: ${toHex(command, ' ').slice(0, 60)} was never asked for`,
      ),
    };
  }

  /** The first recorded command that is this one, `data` in the place of its own. */
  #take(command: Uint8Array, data?: Uint8Array): Recorded | undefined {
    const candidates = this.#strict ? this.#left.slice(0, 1) : this.#left;
    const index = candidates.findIndex((recorded) => recorded.fits(command, data));
    return index === -1 ? undefined : this.#left.splice(index, 1)[0];
  }

  #answer(command: Uint8Array, { answer }: Recorded): Uint8Array {
    this.#chain = NO_BYTES;
    if (answer.length === 0) throw new CardMute('the recorded card gave no answer');
    const wanted = lengthWanted(command);
    if (parseResponse(answer).data.length <= wanted) return answer.slice();
    this.#waiting = answer;
    return this.#piece(wanted);
  }

  /** The next bytes of what waits, and 61xx for those behind them. ISO/IEC 7816-4:2005 §5.1.3 */
  #piece(wanted: number): Uint8Array {
    const { data } = parseResponse(this.#waiting);
    const piece = data.slice(0, wanted);
    const rest = this.#waiting.slice(piece.length);
    this.#waiting = piece.length === data.length ? NO_BYTES : rest;
    if (piece.length === data.length) return concat(piece, rest);
    return concat(piece, u16(MORE | (Math.min(rest.length - 2, GET_RESPONSE_PIECE) % GET_RESPONSE_PIECE)));
  }
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Ne; a command that is malformed gets everything. */
function lengthWanted(command: Uint8Array): number {
  return parsedCommand(command)?.ne ?? 65536;
}
