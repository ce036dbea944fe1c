/**
 * A reader with room for one card: card in, card out, power, commands strictly one after the other, and a report of all of
 * it to whoever listens.
 */
import { type CardChannel, type CardLink, CardMute } from '../apdu/index.ts';

/** What happened in a slot. */
export interface SlotEvents {
  /** A command was answered; with `error` it was not. */
  apdu: (event: { readonly command: Uint8Array; readonly response?: Uint8Array; readonly error?: unknown }) => void;
  /** A card came or went; its ATR is known by then, unless it is mute. */
  change: (event: 'inserted' | 'removed') => void;
}

type Done = (error: unknown, bytes: Uint8Array) => void;

/** One piece of work on the card: here and now, or elsewhere and later. */
// biome-ignore lint/suspicious/noConfusingVoidType: power-off answers nothing, here or elsewhere
type Work = () => Uint8Array | undefined | void | Promise<Uint8Array | void>;

const NO_BYTES = new Uint8Array(0);

export class Slot {
  /** As PC/SC tells it; ends in two index pairs, such as "Proefpas 00 00". */
  readonly name: string;
  /** Insertions and removals so far. */
  eventCount = 0;
  #card: CardChannel | CardLink | undefined;
  #atr: Uint8Array = NO_BYTES;
  #mute = false;
  #powered = false;
  #busy = false;
  readonly #waiting: (() => void)[] = [];
  readonly #listeners: { [Name in keyof SlotEvents]: Set<SlotEvents[Name]> } = { apdu: new Set(), change: new Set() };

  constructor(name: string) {
    this.name = name;
  }

  /** Whether a card is in the slot whose ATR is known, or that is mute. */
  get hasCard(): boolean {
    return this.#card !== undefined && (this.#atr.length > 0 || this.#mute);
  }

  /** A card is in the slot, but gave no ATR. */
  get isMute(): boolean {
    return this.#card !== undefined && this.#mute;
  }

  get isPowered(): boolean {
    return this.#powered;
  }

  /** The card's ATR; empty without a card. */
  get atr(): Uint8Array {
    return this.#atr;
  }

  on<Name extends keyof SlotEvents>(name: Name, listener: SlotEvents[Name]): this {
    this.#listeners[name].add(listener);
    return this;
  }

  off<Name extends keyof SlotEvents>(name: Name, listener: SlotEvents[Name]): this {
    this.#listeners[name].delete(listener);
    return this;
  }

  /** Puts a card in and powers it on. Throws `Error` when there is one already. */
  insert(card: CardChannel | CardLink): void {
    if (this.#card !== undefined) throw new Error(`there is a card in ${this.name} already`);
    this.#card = card;
    this.eventCount++;
    this.#power('powerOn', () => {
      if (this.#card === card) this.#tell('inserted');
    });
  }

  /** Takes the card out. */
  remove(): void {
    const card = this.#card;
    if (card === undefined) return;
    this.#card = undefined;
    this.#atr = NO_BYTES;
    this.#mute = false;
    this.#powered = false;
    this.eventCount++;
    this.#run(
      () => card.powerOff(),
      () => undefined,
    );
    this.#tell('removed');
  }

  /** Warm reset. Rejects with `CardMute` when there is no answer. */
  reset(): Promise<void> {
    return new Promise((resolve, reject) => this.power('reset', (error) => (error ? reject(error) : resolve())));
  }

  /** Cold or warm reset; `done` is told when the ATR is there, or why not. */
  power(kind: 'powerOn' | 'reset', done: (error: unknown) => void): void {
    this.#power(kind, done);
  }

  /** Takes the card's power away. */
  powerOff(done: () => void): void {
    const card = this.#card;
    this.#powered = false;
    this.#run(
      () => card?.powerOff(),
      () => done(),
    );
  }

  /** Sends a command; `done` is told the answer, at once when the card is on this thread and idle. */
  transmit(command: Uint8Array, done: Done): void {
    const card = this.#card;
    const answered: Done = (error, response) => {
      if (this.#listeners.apdu.size > 0) {
        for (const listener of this.#listeners.apdu) listener(error ? { command, error } : { command, response });
      }
      done(error, response);
    };
    if (card === undefined) answered(new CardMute('there is no card'), NO_BYTES);
    else this.#run(() => card.transmit(command), answered);
  }

  /** Settles when nothing is under way: a card that was put in has told its ATR. */
  settled(): Promise<void> {
    return new Promise((resolve) =>
      this.#run(
        () => undefined,
        () => resolve(),
      ),
    );
  }

  #power(kind: 'powerOn' | 'reset', done: (error: unknown) => void): void {
    const card = this.#card;
    if (card === undefined) {
      done(new CardMute('there is no card'));
      return;
    }
    this.#run(
      () => card[kind](),
      (error, atr) => {
        if (card !== this.#card) {
          done(new CardMute('the card was taken out'));
          return;
        }
        this.#mute = Boolean(error);
        this.#powered = !error;
        this.#atr = error ? NO_BYTES : atr;
        done(error);
      },
    );
  }

  #tell(event: 'inserted' | 'removed'): void {
    for (const listener of this.#listeners.change) listener(event);
  }

  /** One piece of work after the other; a card on this thread is done before this returns, unless one elsewhere is busy. */
  #run(work: Work, done: Done): void {
    if (this.#busy) {
      this.#waiting.push(() => this.#run(work, done));
      return;
    }
    let outcome: ReturnType<typeof work>;
    try {
      outcome = work();
    } catch (error) {
      done(error, NO_BYTES);
      return;
    }
    if (!(outcome instanceof Promise)) {
      done(undefined, outcome ?? NO_BYTES);
      return;
    }
    this.#busy = true;
    const next = (error: unknown, bytes: Uint8Array): void => {
      this.#busy = false;
      done(error, bytes);
      while (!this.#busy && this.#waiting.length > 0) this.#waiting.shift()!();
    };
    outcome.then(
      (bytes) => next(undefined, bytes ?? NO_BYTES),
      (error) => next(error, NO_BYTES),
    );
  }
}
