/**
 * The guard: every command to the card passes here, and what could harm it does not.
 *
 *   - A try is only spent when the PIN's value is known and was accepted, and when the counter, read anew, stays at the floor.
 *   - A value that the card has not accepted yet is only presented when one try less would still be at the floor.
 *   - A card whose counter goes down by asking, or by more than one for a wrong value, is tried no more.
 *   - On a card that is not disposable nothing is created, deleted, terminated, changed or blocked; a write is only let through when
 *     it writes what was read at the same place, a new PIN when it is the present one.
 *   - `restore` gives back tries, values and requirements.
 */
import {
  type CardLink,
  type Command,
  concat,
  encodeCommand,
  INS,
  parseClass,
  parseResponse,
  type Response,
  SW,
} from '../../apdu/index.ts';
import { Inapplicable } from './assertion.ts';
import { comparesSecret, isHarmless, LOG_OUT, partsOf } from './command-kinds.ts';
import { formatted, isBlocked, newPinState, type PinFormat, type PinState, reading } from './pin-state.ts';
import { isRight, isValue, keepsValue, newValue } from './pin-values.ts';
import { exchange } from './transport.ts';
import { WriteMemory } from './write-memory.ts';

export interface GuardOptions {
  /** Tries that stay, at least. */
  readonly floor: number;
  readonly disposable: boolean;
}

/** One command as it reached the card, and its answer; undefined when there was none. */
export interface RawExchange {
  readonly command: Uint8Array;
  readonly answer: Uint8Array | undefined;
}

export class Guard implements CardLink {
  /** Everything that reached the card, and what came back. */
  readonly log: RawExchange[] = [];
  readonly pins = new Map<number, PinState>();
  /** How this card wants PINs. */
  format: PinFormat = { length: 0, filler: 0 };
  readonly floor: number;
  readonly disposable: boolean;
  readonly #link: CardLink;
  readonly #memory = new WriteMemory();
  /** The links of a chain so far as one command, by channel, of commands that compare a secret. */
  readonly #links = new Map<number, Command>();
  /** An empty VERIFY was answered as a wrong value without a counter: it is one, on all PINs there are or are not. */
  #noQuestions = false;

  constructor(link: CardLink, { floor, disposable }: GuardOptions) {
    this.#link = link;
    this.floor = floor;
    this.disposable = disposable;
  }

  async powerOn(): Promise<Uint8Array> {
    this.#forget();
    return this.#link.powerOn();
  }

  async reset(): Promise<Uint8Array> {
    this.#forget();
    return this.#link.reset();
  }

  async powerOff(): Promise<void> {
    await this.#link.powerOff();
  }

  /** Gives a PIN its secrets, as far as they are known. */
  know(reference: number, value: Uint8Array | undefined, code: Uint8Array | undefined): PinState {
    const before = this.pins.get(reference);
    const known = newPinState(reference, value, code);
    if (before !== undefined) Object.assign(known, { first: before.first, left: before.left, touched: before.touched });
    this.pins.set(reference, known);
    return known;
  }

  /** Passes a command on, or throws `Inapplicable`, saying why not. */
  async transmit(bytes: Uint8Array): Promise<Uint8Array> {
    const command = partsOf(bytes);
    const { channel } = parseClass(command.cla);
    if (comparesSecret(command.cla, command.ins)) return this.#secret(bytes, command, channel);
    this.#links.delete(channel);
    if (!this.disposable && !isHarmless(command) && !this.#memory.isSame(command)) {
      throw new Inapplicable('the card would be changed, and it was not declared disposable');
    }
    return this.#send(bytes, command);
  }

  /** Reads the counter of a PIN with an empty VERIFY, unless that is known to cost a try. */
  async ask(reference: number, cla = 0x00): Promise<Response | undefined> {
    const pin = this.pins.get(reference) ?? this.know(reference, undefined, undefined);
    if (pin.askingSpends || this.#noQuestions) return undefined;
    const answer = await exchange(this.#plain, encodeCommand({ cla, ins: INS.verify, p2: reference }));
    this.#noQuestions ||= answer.sw === SW.comparisonFailed;
    const left = reading(answer);
    if (left === undefined) return answer;
    if (pin.left !== undefined && left < pin.left) {
      pin.askingSpends = true;
      pin.left = left;
      await this.#bringBack(pin);
      return answer;
    }
    pin.first ??= left;
    pin.left = left;
    return answer;
  }

  /** Brings tries, values and requirements back to what they were, with the right values, and resets the card. */
  async restore(): Promise<void> {
    const borrowed = [...this.pins.values()].filter(
      ({ touched, value, current }) => touched && value !== undefined && current !== undefined,
    );
    if (borrowed.length === 0) return;
    await this.reset();
    for (const pin of borrowed) {
      if (!isValue(formatted(pin.current!, this.format), pin.value, this.format)) await this.#changeBack(pin);
      if (pin.disabled) await this.#enable(pin);
      pin.left = undefined;
      await this.ask(pin.reference);
      await this.#bringBack(pin);
      pin.touched = false;
    }
    await this.reset();
    for (const pin of borrowed.filter(({ askingSpends }) => !askingSpends)) {
      pin.left = undefined;
      await this.ask(pin.reference);
    }
  }

  async #secret(bytes: Uint8Array, link: Command, channel: number): Promise<Uint8Array> {
    const open = this.#links.get(channel);
    const before = open?.ins === link.ins && open.p1 === link.p1 && open.p2 === link.p2 ? open.data : undefined;
    const command = { ...link, data: concat(before ?? new Uint8Array(0), link.data) };
    const pin = this.pins.get(link.p2) ?? this.know(link.p2, undefined, undefined);
    const isLast = !parseClass(link.cla).chaining;
    if (isLast) this.#links.delete(channel);
    else this.#links.set(channel, command);
    if (command.data.length === 0) return this.#asking(bytes, command, pin);
    const right = isRight(command, pin, this.format);
    if (before === undefined) await this.#permit(command, pin, right && isLast);
    else if (isLast && !right) this.#demandTry(pin);
    const { left } = pin;
    pin.touched = true;
    const answer = await this.#send(bytes, link);
    const { sw } = parseResponse(answer);
    if (isLast) this.#learn(command, pin, sw, right);
    else if (sw !== SW.ok) this.#links.delete(channel);
    // A link that is taken must not be followed by a question, which would end the chain.
    if (sw !== SW.ok || (isLast && !right)) await this.#recount(pin, left, link.cla);
    return answer;
  }

  async #asking(bytes: Uint8Array, command: Command, pin: PinState): Promise<Uint8Array> {
    if (command.ins !== INS.verify || command.p1 !== 0x00) {
      const logsOut = command.ins === INS.verify && command.p1 === LOG_OUT;
      if (!this.disposable && !logsOut)
        throw new Inapplicable('the PIN could be changed, and the card was not declared disposable');
      return this.#send(bytes, command);
    }
    if (pin.askingSpends || this.#noQuestions)
      throw new Inapplicable('asking for the tries left costs a try on this card');
    const answer = await this.#send(bytes, command);
    this.#noQuestions ||= parseResponse(answer).sw === SW.comparisonFailed;
    const left = reading(parseResponse(answer));
    if (left === undefined) return answer;
    if (pin.left !== undefined && left < pin.left) pin.askingSpends = true;
    pin.first ??= left;
    pin.left = left;
    if (pin.askingSpends) await this.#bringBack(pin);
    return answer;
  }

  async #permit(command: Command, pin: PinState, right: boolean): Promise<void> {
    if (!this.disposable && !keepsValue(command, pin, this.format)) {
      throw new Inapplicable('the PIN could be changed, and the card was not declared disposable');
    }
    if (this.disposable && (this.floor === 0 || command.ins === INS.resetRetryCounter)) return;
    if (right && (command.ins === INS.changeReferenceData ? pin.changed : pin.proven)) return;
    const asked = await this.ask(command.p2, command.cla & ~0x10);
    if (asked !== undefined && this.#isAbsent(asked)) return;
    if (!right && !pin.proven) throw new Inapplicable('no try is spent on a PIN whose value is not known');
    if (right && pin.left === 0) return;
    if (right && pin.refused) throw new Inapplicable('the card does not accept the value that is known of the PIN');
    this.#demandTry(pin);
  }

  /** Whether an empty VERIFY was answered that there is no such PIN; 6A86 only tells it on a card that knows an empty VERIFY. */
  #isAbsent({ sw }: Response): boolean {
    const isKnown = [...this.pins.values()].some(({ first }) => first !== undefined);
    return sw === SW.referencedDataNotFound || (sw === SW.incorrectP1P2 && isKnown);
  }

  /** Throws `Inapplicable` unless one try can be spent. */
  #demandTry(pin: PinState): void {
    if (this.disposable && this.floor === 0) return;
    if (pin.askingSpends) throw new Inapplicable('asking for the tries left costs a try on this card');
    if (pin.countsTwice) throw new Inapplicable('a wrong value costs more than one try on this card');
    if (pin.left === undefined) throw new Inapplicable('the card does not tell how many tries are left');
    if (pin.left - 1 < this.floor) {
      throw new Inapplicable(`the counter stands at ${pin.left}, and ${this.floor} tries have to stay`);
    }
  }

  #learn(command: Command, pin: PinState, sw: number, right: boolean): void {
    const { ins, p1 } = command;
    if (sw !== SW.ok) {
      if (right && !pin.proven && ins === INS.verify) pin.refused = true;
      return;
    }
    if (right && ins !== INS.resetRetryCounter) pin.proven = true;
    if (right && ins === INS.changeReferenceData && p1 === 0x00) pin.changed = true;
    pin.current = newValue(command, pin, this.format)?.slice() ?? pin.current;
    if (ins === INS.disableVerificationRequirement) pin.disabled = true;
    if (ins === INS.enableVerificationRequirement) pin.disabled = false;
  }

  /** Reads the counter after a try, and remembers a card that took more than one. */
  async #recount(pin: PinState, before: number | undefined, cla: number): Promise<void> {
    if (pin.askingSpends) return;
    pin.left = undefined;
    await this.ask(pin.reference, cla & ~0x10);
    if (before !== undefined && pin.left !== undefined && pin.left < before - 1) pin.countsTwice = true;
    pin.left ??= before === undefined ? undefined : before - 1;
  }

  /** Gives the tries back with the right value; with the code when the card has blocked it. */
  async #bringBack(pin: PinState): Promise<void> {
    const { value, first, left, askingSpends } = pin;
    if (value === undefined || pin.refused || !(pin.proven || askingSpends)) return;
    if (!askingSpends && (first === undefined || left === undefined || left >= first)) return;
    const data = formatted(value, this.format);
    const { sw } = await exchange(this.#plain, encodeCommand({ ins: INS.verify, p2: pin.reference, data }));
    if (sw === SW.ok) return;
    if (!pin.proven) pin.refused = true;
    else if (isBlocked(sw)) await this.#unblock(pin);
  }

  /** Sets the value with the code, where one is known; whether the card has done it. */
  async #unblock({ code, value, reference }: PinState): Promise<boolean> {
    if (code === undefined) return false;
    const data = concat(formatted(code, this.format), formatted(value!, this.format));
    const { sw } = await exchange(this.#plain, encodeCommand({ ins: INS.resetRetryCounter, p2: reference, data }));
    return sw === SW.ok;
  }

  async #changeBack(pin: PinState): Promise<void> {
    const data = concat(formatted(pin.current!, this.format), formatted(pin.value!, this.format));
    const command = encodeCommand({ ins: INS.changeReferenceData, p2: pin.reference, data });
    const { sw } = await exchange(this.#plain, command);
    if (sw === SW.ok || (await this.#unblock(pin))) pin.current = pin.value;
    // Its value is known no more, and none is presented.
    else Object.assign(pin, { current: undefined, proven: false, refused: true });
  }

  async #enable(pin: PinState): Promise<void> {
    const data = formatted(pin.value!, this.format);
    await exchange(this.#plain, encodeCommand({ ins: INS.enableVerificationRequirement, p2: pin.reference, data }));
    pin.disabled = false;
  }

  /** The card without the rules, for what the guard itself does. */
  readonly #plain: Pick<CardLink, 'transmit'> = { transmit: (bytes) => this.#send(bytes, partsOf(bytes)) };

  async #send(bytes: Uint8Array, command: Command): Promise<Uint8Array> {
    let answer: Uint8Array | undefined;
    try {
      answer = await this.#link.transmit(bytes);
    } finally {
      this.log.push({ command: bytes, answer });
    }
    if (answer.length >= 2) this.#memory.note(command, parseResponse(answer));
    return answer;
  }

  #forget(): void {
    this.#memory.reset();
    this.#links.clear();
  }
}
