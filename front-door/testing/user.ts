/**
 * A user in front of log-in code: what they type when they are asked for the PIN, what they do with the card, and what
 * another program does to it meanwhile. Everything is told in words, so that a counterexample reads as a story.
 */
import { CardMute, SW } from '../../apdu/index.ts';
import type { Slot } from '../../reader-bridge/index.ts';
import { changePin, otherValue, verify } from './pin-commands.ts';
import type { ReadyCard } from './ready-card.ts';

/** What is typed, by the PIN that is right. Undefined: the prompt is cancelled. */
// biome-ignore format: a table reads best with its columns aligned
const TYPED = {
  'types the right PIN':   (pin: string): string | undefined => pin,
  'types a wrong PIN':     (pin: string): string | undefined => otherValue(pin, 0),
  'types a PIN too short': (pin: string): string | undefined => pin.slice(0, 5),
  'types a PIN too long':  (pin: string): string | undefined => pin.repeat(3),
  'types nothing':         (): string | undefined => '',
  'cancels':               (): string | undefined => undefined,
} as const;

/** What happens to the card. What needs a card, or tries, does nothing without. */
// biome-ignore format: a table reads best with its columns aligned
const HAPPENS = {
  'takes the card out':              (scene: Scene) => scene.takeOut(),
  'puts the card back':              (scene: Scene) => scene.putBack(),
  'another program spends a try':    (scene: Scene) => scene.spendTry(),
  'another program logs in':         (scene: Scene) => scene.logIn(),
  'another program changes the PIN': (scene: Scene) => scene.changePin(),
  'another program resets the card': (scene: Scene) => scene.reset(),
} as const;

export type Typed = keyof typeof TYPED;
export type Happening = keyof typeof HAPPENS;
export type UserAct = 'starts to log in' | Typed | Happening;

/** All that can be typed, and all that can happen; the plainest first. */
export const TYPED_ACTS: readonly Typed[] = Object.keys(TYPED) as Typed[];
export const HAPPENINGS: readonly Happening[] = Object.keys(HAPPENS) as Happening[];

/** The host's PIN prompt: what the user types, or undefined when they cancel. */
export type AskPin = () => string | undefined;

/** Prompts in a row that a user who has left cancels, before it is taken for a loop without end. */
const PATIENCE = 1000;

const isTyped = (act: UserAct): act is Typed => Object.hasOwn(TYPED, act);

/**
 * Plays the acts in order. At each "starts to log in" it calls `logIn`, which gets the prompt. A prompt plays on until
 * something is typed: what happens before that, happens while the prompt is open. When nothing more is typed, it is
 * cancelled. What is typed with no prompt open is lost.
 *
 * The card is that of `readyCard`; the other program never spends its last try, and the user knows a PIN that it changed. A
 * card that is taken out answers every command with `CardMute`; with `slot`, the reader that holds the card, it is taken
 * out of that. Rejects with what `logIn` throws, and with an `Error` when a prompt is opened again for ever.
 */
export async function actAsUser(
  card: ReadyCard,
  acts: readonly UserAct[],
  logIn: (askPin: AskPin) => unknown,
  slot?: Slot,
): Promise<void> {
  const scene = new Scene(card, slot);
  let next = 0;
  let patience = PATIENCE;
  const askPin: AskPin = () => {
    for (;;) {
      const act = acts[next];
      if (act === undefined || act === 'starts to log in') {
        if (--patience === 0) throw new Error(`the PIN was asked for ${PATIENCE} times after it was cancelled`);
        return undefined;
      }
      next++;
      if (isTyped(act)) return TYPED[act](scene.pin);
      HAPPENS[act](scene);
    }
  };
  while (next < acts.length) {
    const act = acts[next++]!;
    if (act === 'starts to log in') {
      patience = PATIENCE;
      await logIn(askPin);
    } else if (!isTyped(act)) HAPPENS[act](scene);
  }
}

/** The card, where it lies, and the PIN that is right by now. */
class Scene {
  readonly #card: ReadyCard;
  readonly #slot: Slot | undefined;
  #isIn = true;
  #pin: string;

  constructor(card: ReadyCard, slot: Slot | undefined) {
    this.#card = card;
    this.#slot = slot;
    this.#pin = card.pin;
  }

  get pin(): string {
    return this.#pin;
  }

  takeOut(): void {
    if (!this.#isIn) return;
    this.#isIn = false;
    if (this.#slot === undefined) this.#card.powerOff();
    else this.#slot.remove();
  }

  putBack(): void {
    if (this.#isIn) return;
    this.#isIn = true;
    if (this.#slot === undefined) this.#card.powerOn();
    else this.#slot.insert(this.#card);
  }

  spendTry(): void {
    this.#otherProgram(() => {
      if (this.#card.pinTries > 1) verify(this.#card, otherValue(this.#pin, 0));
    });
  }

  logIn(): void {
    this.#otherProgram(() => verify(this.#card, this.#pin));
  }

  changePin(): void {
    const { pin } = this.#card;
    const newPin = this.#pin === pin ? otherValue(pin, -1) : pin;
    this.#otherProgram(() => {
      if (changePin(this.#card, this.#pin, newPin) === SW.ok) this.#pin = newPin;
    });
  }

  reset(): void {
    this.#otherProgram(() => {
      if (this.#slot === undefined) this.#card.reset();
      else this.#slot.power(this.#slot.isPowered ? 'reset' : 'powerOn', () => undefined);
    });
  }

  /** Works on the card as a program with a connection of its own: power that the host took away is given back. */
  #otherProgram(work: () => void): void {
    if (!this.#isIn) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof CardMute)) throw error;
      if (this.#slot === undefined) this.#card.powerOn();
      else this.#slot.power('powerOn', () => undefined);
      work();
    }
  }
}
