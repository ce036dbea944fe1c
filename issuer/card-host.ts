/** A host's end of the channel: sends commands to a card and insists on their success. */
import {
  type CardChannel,
  type CommandFields,
  concat,
  describeStatusWord,
  encodeCommand,
  INS,
  parseResponse,
  type Response,
} from '../apdu/index.ts';

/** Most GET RESPONSE commands for one answer: 64 KiB by 256 bytes. */
const MAX_PARTS = 256;

/** Bytes that SW2 of 61XX and 6CXX announces. */
const announced = (sw: number): number => sw & 0xff || 256;

/** The card refused a step. */
export class CardRefused extends Error {
  override readonly name = 'CardRefused';
  /** What was to be done. */
  readonly step: string;
  readonly sw: number;
  constructor(step: string, sw: number) {
    super(`${step}: the card answered ${sw.toString(16).toUpperCase()}, ${describeStatusWord(sw)}`);
    this.step = step;
    this.sw = sw;
  }
}

export class CardHost {
  readonly #card: CardChannel;

  constructor(card: CardChannel) {
    this.#card = card;
  }

  /** Sends a command and fetches the whole answer: 6CXX by the same command with that Le, 61XX by GET RESPONSE. */
  exchange(command: CommandFields): Response {
    let { data, sw } = this.#transmit(command);
    if (sw >> 8 === 0x6c) ({ data, sw } = this.#transmit({ ...command, ne: announced(sw) }));
    const parts = [data];
    for (let part = 0; sw >> 8 === 0x61 && part < MAX_PARTS; part++) {
      ({ data, sw } = this.#transmit({ cla: command.cla ?? 0x00, ins: INS.getResponse, ne: announced(sw) }));
      parts.push(data);
    }
    return { data: parts.length === 1 ? data : concat(...parts), sw };
  }

  /** Sends a command that must be answered 9000; returns the response data. Throws `CardRefused` naming the step. */
  send(step: string, command: CommandFields): Uint8Array {
    const { data, sw } = this.exchange(command);
    if (sw !== 0x9000) throw new CardRefused(step, sw);
    return data;
  }

  #transmit(command: CommandFields): Response {
    return parseResponse(this.#card.transmit(encodeCommand(command)));
  }
}
