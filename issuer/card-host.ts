/** A host's end of the channel: sends commands to a card and insists on their success. */
import {
  type CardChannel,
  type CommandFields,
  describeStatusWord,
  encodeCommand,
  parseResponse,
} from '../apdu/index.ts';

/** The card refused a step. */
export class CardRefused extends Error {
  override readonly name = 'CardRefused';
  readonly sw: number;
  constructor(step: string, sw: number) {
    super(`${step}: the card answered ${sw.toString(16).toUpperCase()}, ${describeStatusWord(sw)}`);
    this.sw = sw;
  }
}

export class CardHost {
  readonly #card: CardChannel;

  constructor(card: CardChannel) {
    this.#card = card;
  }

  /** Sends a command that must be answered 9000; returns the response data. Throws `CardRefused` naming the step. */
  send(step: string, command: CommandFields): Uint8Array {
    const { data, sw } = parseResponse(this.#card.transmit(encodeCommand(command)));
    if (sw !== 0x9000) throw new CardRefused(step, sw);
    return data;
  }
}
