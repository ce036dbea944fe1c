/**
 * START HERE. The card: power, reset, transmit.
 *
 * A command's way: parse → class byte → channel → application → row of its instruction table → chaining → the instruction → at
 * most Ne bytes back. A refusal is answered in one place; a failed assertion is answered 6F00 and reported.
 */
import {
  ApduError,
  type CardChannel,
  CardMute,
  type Command,
  encodeAtr,
  encodeResponse,
  INS,
  parseClass,
  parseCommand,
  type StatusWord,
  SW,
} from '../apdu/index.ts';
import type { Applet } from './applet.ts';
import { applicationFor } from './application-selection.ts';
import type { Behaviour } from './behaviour.ts';
import type { CardOs } from './card-os.ts';
import { type CardView, view } from './card-view.ts';
import { takeLink } from './command-chaining.ts';
import { type Answer, type InstructionRow, Refusal, refuse } from './instruction.ts';
import { StoreFull } from './nvm/index.ts';
import type { Log } from './ports/index.ts';
import { getResponse, respond } from './response-chaining.ts';
import { seedBytes } from './seed.ts';
import { Session } from './session.ts';

const NO_DATA = new Uint8Array(0);

const isExtended = ({ encoding }: Command): boolean => encoding.endsWith('E');

const statusOnly = (sw: StatusWord): Uint8Array => encodeResponse(NO_DATA, sw);

/** A card, and what tests and tools may ask of it besides. */
export interface Card extends CardChannel {
  /** What it does where cards differ. */
  readonly behaviour: Behaviour;
  /** A copy of the whole flash device. Throws `CardMute` on a dead card. */
  image(): Uint8Array;
  /**
   * A card with the same persistent state, independent and in memory, powered off. It draws the same random numbers as this
   * one would after its next power-on, unless it is given a seed. Throws `CardMute` on a dead card.
   */
  fork(options?: { readonly seed?: Uint8Array | string }): Card;
  /** A read-only snapshot for tests and tools. Never a secret. */
  inspect(): CardView;
}

export class CardMachine implements Card {
  readonly behaviour: Behaviour;
  readonly #os: CardOs;
  readonly #makeApplets: () => readonly Applet[];
  readonly #applets: readonly Applet[];
  readonly #log: Log;
  readonly #atr: Uint8Array;
  /** By application, then by instruction code. */
  readonly #rows: readonly ReadonlyMap<number, InstructionRow>[];
  #powered = false;

  /** Applets in the order of the profile's applications. */
  constructor(os: CardOs, makeApplets: () => readonly Applet[], log: Log) {
    this.behaviour = os.behaviour;
    this.#os = os;
    this.#makeApplets = makeApplets;
    this.#applets = makeApplets();
    this.#log = log;
    this.#atr = encodeAtr(os.profile.atr);
    this.#rows = this.#applets.map(({ instructions }) => new Map(instructions.map((row) => [row.ins, row])));
  }

  powerOn(): Uint8Array {
    this.#demandAlive();
    this.#powered = true;
    for (const applet of this.#applets) applet.powerOn();
    this.#os.powerOn();
    return this.#atr.slice();
  }

  reset(): Uint8Array {
    this.#demandPower();
    this.#os.channels.reset();
    return this.#atr.slice();
  }

  powerOff(): void {
    this.#powered = false;
    this.#os.channels.reset();
  }

  transmit(bytes: Uint8Array): Uint8Array {
    this.#demandPower();
    try {
      return this.#answer(parseCommand(bytes));
    } catch (reason) {
      if (reason instanceof Refusal) return statusOnly(reason.sw);
      if (reason instanceof ApduError) return statusOnly(SW.wrongLength);
      if (reason instanceof StoreFull) return statusOnly(SW.notEnoughMemory);
      if (reason instanceof CardMute) throw reason;
      this.#log.bug(reason);
      return statusOnly(SW.noDiagnosis);
    }
  }

  image(): Uint8Array {
    this.#demandAlive();
    return this.#os.store.image();
  }

  fork(options: { readonly seed?: Uint8Array | string } = {}): Card {
    this.#demandAlive();
    return new CardMachine(
      this.#os.fork(options.seed === undefined ? undefined : seedBytes(options.seed)),
      this.#makeApplets,
      this.#log,
    );
  }

  inspect(): CardView {
    return view(this.#os);
  }

  #answer(command: Command): Uint8Array {
    const os = this.#os;
    const { behaviour } = this;
    const { kind, channel, chaining, secureMessaging } = parseClass(command.cla);
    os.commandNumber++;
    if (!behaviour.extendedLength && isExtended(command)) refuse(SW.wrongLength);
    if (kind !== 'interindustry') refuse(SW.classNotSupported);
    if (!os.channels.enter(channel)) refuse(SW.channelNotSupported);
    const { session } = os;
    if (command.ins === INS.getResponse && secureMessaging === 'none' && !chaining) {
      session.chain = undefined;
      return getResponse(session, command, behaviour.exactGetResponse);
    }
    if (session.waiting !== undefined && behaviour.waitingDataRefusal !== undefined)
      refuse(behaviour.waitingDataRefusal);
    session.waiting = undefined;
    const application = applicationFor(command, this.#applets, os);
    const row = this.#rows[application]!.get(command.ins);
    if (session.chain !== undefined && !row?.chaining) session.chain = undefined;
    if (secureMessaging !== 'none') refuse(SW.secureMessagingNotSupported);
    if (chaining && behaviour.chainingRefusal !== undefined) refuse(behaviour.chainingRefusal);
    if (chaining && !row?.chaining) refuse(SW.chainingNotSupported);
    if (row === undefined) refuse(SW.instructionNotSupported);
    const whole = row.chaining ? takeLink(session, command, chaining) : command;
    if (whole === undefined) return statusOnly(SW.ok);
    const answer = this.#run(row, whole, application);
    if (answer === undefined) return statusOnly(SW.ok);
    const { answers } = behaviour;
    if (answer instanceof Uint8Array) return respond(os.session, whole, answer, SW.ok, answers);
    const isGiven = answer.withoutLe === true && whole.ne === 0 && answers !== 'as T=0';
    if (isGiven) return encodeResponse(answer.data, answer.sw);
    return respond(os.session, whole, answer.data, answer.sw, answers);
  }

  /** Runs an instruction; in another application it runs with a new session, which stays only when it is not refused. */
  #run(row: InstructionRow, command: Command, application: number): Answer {
    const os = this.#os;
    const before = os.session;
    os.header = command;
    if (application !== before.application) os.channels.session = new Session(application);
    try {
      if (row.when !== 'always' && os.isTerminated) refuse(SW.conditionsNotSatisfied);
      if (row.when === 'active' && !os.isInUse) refuse(SW.conditionsNotSatisfied);
      return row.run(command, os);
    } catch (reason) {
      if (application !== before.application) os.channels.session = before;
      throw reason;
    }
  }

  #demandAlive(): void {
    if (this.#os.store.dead) throw new CardMute('the card is dead: its flash failed');
  }

  #demandPower(): void {
    this.#demandAlive();
    if (!this.#powered) throw new CardMute('the card has no power');
  }
}
