/** The same log-in, repaired: every PIN that is sent passes one place, which checks the tries and forgets what was wrong. */
import { type AskPin, isPin, type Outcome, type Transmit, triesLeft, verify } from './card-pin.ts';

export class LogIn {
  readonly #transmit: Transmit;
  #rememberedPin: string | undefined;

  constructor(transmit: Transmit) {
    this.#transmit = transmit;
  }

  async logIn(askPin: AskPin): Promise<Outcome> {
    try {
      if (this.#rememberedPin !== undefined && (await this.#present(this.#rememberedPin)) === 'logged in')
        return 'logged in';
      const left = await triesLeft(this.#transmit);
      if (left <= 1) return 'go to the help desk';
      const pin = await askPin(left);
      return pin === undefined ? 'cancelled' : await this.#present(pin);
    } catch {
      return 'no card';
    }
  }

  /** Sends a PIN, unless that could block the card; remembers it only once the card has taken it. */
  async #present(pin: string): Promise<Outcome> {
    this.#rememberedPin = undefined;
    if (!isPin(pin)) return 'wrong PIN';
    if ((await triesLeft(this.#transmit)) <= 1) return 'go to the help desk';
    if (!(await verify(this.#transmit, pin))) return 'wrong PIN';
    this.#rememberedPin = pin;
    return 'logged in';
  }
}
