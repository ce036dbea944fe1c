/** Writes down what passes between host and card, and makes a trace of it. */
import { type CardLink, CardMute } from '../../apdu/index.ts';
import { Folding } from '../import/folding.ts';
import { type Heading, type MadeTrace, TraceMaker } from '../import/trace-maker.ts';
import type { Statement } from '../trace/trace.ts';

export interface RecorderOptions {
  /** Leave PINs, PUKs and keys as they are. */
  readonly keepSecrets?: boolean;
}

const NO_BYTES = new Uint8Array(0);

/** One recording, of any number of cards. GET RESPONSE and chains become one exchange, as in an imported log. */
export class TraceRecorder {
  readonly #maker: TraceMaker;
  readonly #folding: Folding;
  #events = 0;

  constructor({ keepSecrets = false }: RecorderOptions, give: (statement: Statement) => void) {
    this.#maker = new TraceMaker(keepSecrets, give);
    this.#folding = new Folding(this.#maker);
  }

  /** The same card, recorded under the name of its reader. */
  around(card: CardLink, reader: string): CardLink {
    const restarted = async (how: 'cold' | 'warm', restart: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const atr = await restart();
      this.#folding.reset({ line: ++this.#events, session: reader, reader, how, atr: atr.slice() });
      return atr;
    };
    return {
      powerOn: () => restarted('cold', () => card.powerOn()),
      reset: () => restarted('warm', () => card.reset()),
      powerOff: () => card.powerOff(),
      transmit: async (command) => {
        const line = ++this.#events;
        const sent = command.slice();
        try {
          const answer = await card.transmit(command);
          this.#exchange(line, reader, sent, answer.slice());
          return answer;
        } catch (error) {
          if (error instanceof CardMute) this.#exchange(line, reader, sent, NO_BYTES);
          throw error;
        }
      },
    };
  }

  #exchange(line: number, reader: string, command: Uint8Array, response: Uint8Array): void {
    const rare = { hidden: undefined, status: undefined, remark: undefined, quality: undefined };
    this.#folding.exchange({ line, answerLine: line, session: reader, reader, command, response, ...rare });
  }

  /** Gives the statements. Nothing is recorded any more. */
  end(headings: readonly Heading[]): MadeTrace {
    this.#folding.end();
    return this.#maker.write(headings);
  }
}
