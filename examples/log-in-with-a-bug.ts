/** A log-in that looks careful: it asks how many tries are left before it prompts, and checks again before it sends. */
import { type AskPin, isPin, type Outcome, type Transmit, triesLeft, verify } from './card-pin.ts';

export class LogInWithABug {
  readonly #transmit: Transmit;
  #rememberedPin: string | undefined;

  constructor(transmit: Transmit) {
    this.#transmit = transmit;
  }

  async logIn(askPin: AskPin): Promise<Outcome> {
    try {
      // They typed it before; do not trouble them again.
      if (this.#rememberedPin !== undefined && (await verify(this.#transmit, this.#rememberedPin))) return 'logged in';
      const left = await triesLeft(this.#transmit);
      if (left <= 1) return 'go to the help desk';
      const pin = await askPin(left);
      if (pin === undefined) return 'cancelled';
      if (!isPin(pin)) return 'wrong PIN';
      if ((await triesLeft(this.#transmit)) <= 1) return 'go to the help desk';
      this.#rememberedPin = pin;
      return (await verify(this.#transmit, pin)) ? 'logged in' : 'wrong PIN';
    } catch {
      return 'no card';
    }
  }
}
