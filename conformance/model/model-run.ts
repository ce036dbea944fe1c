/** One card and the model beside it: performs a sequence on both and compares them after every command. */
import { CardMute, encodeCommand, fromHex, INS, parseResponse, toHex } from '../../apdu/index.ts';
import { type Card, createCard } from '../../applet/index.ts';
import { CuttingFlash, coin, equalSecrets, type MemoryFlash, nativeEngine } from '../../emulator/index.ts';
import type { ModelCounts, ReachedState } from './counts.ts';
import { apduOf, FIRST, firstImage, MODEL_PROFILE, secretBytes } from './model-card.ts';
import {
  afterCut,
  afterReset,
  type Command,
  type Durable,
  PIN_LIMIT,
  PUK_LIMIT,
  type SecurityModel,
  step,
} from './security-model.ts';

/** A command, or something that happens to the card. */
export type Action =
  | Command
  | { readonly kind: 'reset' | 'power cycle' | 'fork' | 'reopen' }
  /** The power goes, or the process dies, at the `at`-th device operation from here, if the command gets that far. */
  | { readonly kind: 'cut' | 'kill'; readonly command: Command; readonly at: number; readonly survivors: number };

/** Made once; every run begins with it. */
let first: MemoryFlash | undefined;

/** Disagreement of card and model; the message ends with the commands, as a script that shows it again. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

export class ModelRun {
  readonly #counts: ModelCounts;
  readonly #script: string[] = [];
  #model: SecurityModel = afterReset({ durable: FIRST, channels: new Map() });
  #device: CuttingFlash;
  #card: Card;
  /** Wrong values that were compared since the last success, which no counter may ever exceed. */
  readonly #wrong = { pin: 0, puk: 0 };
  #comparing: 'pin' | 'puk' = 'pin';

  constructor(counts: ModelCounts) {
    this.#counts = counts;
    first ??= firstImage();
    this.#device = new CuttingFlash(first);
    this.#card = this.#open();
  }

  perform(action: Action): void {
    this.#counts.commands++;
    const before = this.#model;
    switch (action.kind) {
      case 'reset':
        this.#event('reset');
        this.#card.reset();
        this.#model = afterReset(before);
        break;
      case 'power cycle':
        this.#event('power off, power on');
        this.#card.powerOff();
        this.#card.powerOn();
        this.#model = afterReset(before);
        break;
      case 'fork':
        this.#event('go on with a fork');
        this.#reopen(new CuttingFlash(this.#card.fork().image()));
        break;
      case 'reopen':
        this.#event('go on with the image');
        this.#reopen(new CuttingFlash(this.#card.image()));
        break;
      case 'cut':
      case 'kill':
        this.#cut(action);
        break;
      default:
        this.#command(action);
    }
    this.#compare();
    this.#note(before);
  }

  #command(command: Command): void {
    const { sw, next } = step(this.#model, command);
    const answered = this.#send(command);
    if (answered !== sw) this.#disagree(`${command.kind} was answered ${hex(answered)}, by the rules ${hex(sw)}`);
    this.#model = next;
    if (command.kind === 'sign' && sw === 0x9000) this.#counts.reached.signed++;
  }

  #cut({ kind, command, at, survivors }: Extract<Action, { kind: 'cut' | 'kill' }>): void {
    this.#event(`${kind === 'cut' ? 'the power goes' : 'the process dies'} at device operation ${at} of:`);
    this.#device.cutAt(this.#device.operations + at);
    try {
      this.#command(command);
      this.#device.cutAt(Number.POSITIVE_INFINITY);
      return;
    } catch (error) {
      if (!(error instanceof CardMute)) throw error;
    }
    const legal = afterCut(this.#model, command);
    const chip = () => new CuttingFlash(this.#device.afterCut(coin(survivors)));
    this.#reopen(kind === 'cut' ? chip() : this.#device.afterKill());
    const found = legal.find((durable) => this.#agreesWith(durable));
    if (found === undefined)
      this.#disagree(`after a ${kind} in ${command.kind} the card is in no state that it may be in`);
    this.#noteCut(kind, legal, found);
    this.#model = afterReset({ ...this.#model, durable: found });
  }

  #open(): Card {
    const compare = (a: Uint8Array, b: Uint8Array): boolean => {
      const same = equalSecrets(a, b);
      this.#wrong[this.#comparing] = same ? 0 : this.#wrong[this.#comparing] + 1;
      return same;
    };
    const card = createCard({ profile: MODEL_PROFILE, flash: this.#device, compare });
    card.powerOn();
    return card;
  }

  #reopen(device: CuttingFlash): void {
    this.#device = device;
    this.#card = this.#open();
    this.#model = afterReset(this.#model);
  }

  /** Sends a command, and the SELECT that it needs before it; its status word. */
  #send(command: Command): number {
    this.#comparing = command.kind === 'unblock' ? 'puk' : 'pin';
    const needsFile = command.kind === 'deactivate' || command.kind === 'activate' || command.kind === 'terminate';
    if (needsFile) this.#transmit(command.on, INS.select, 0x02, 0x0c, fromHex('2F05'));
    return this.#transmit(command.on, ...apduOf(command, this.#model.durable));
  }

  #transmit(channel: number, ins: number, p1: number, p2: number, data?: Uint8Array, ne = 0): number {
    const cla = channel < 4 ? channel : 0x40 + channel - 4;
    const apdu = encodeCommand({ cla, ins, p1, p2, ...(data && { data }), ne });
    this.#script.push(toHex(apdu));
    return parseResponse(this.#card.transmit(apdu)).sw;
  }

  #event(text: string): void {
    this.#script.push(`# ${text}`);
  }

  /** Whether the card shows this state. A blocked PIN shows its value to nobody. */
  #agreesWith(durable: Durable): boolean {
    const { lifeCycle, pins, files } = this.#card.inspect();
    const [pin, puk] = pins;
    const ef = files.children[0];
    return (
      (lifeCycle === 'terminated') === durable.terminated &&
      pin?.triesLeft === durable.pinTries &&
      pin.disabled === !durable.required &&
      puk?.triesLeft === durable.pukTries &&
      ef?.lifeCycle === durable.file &&
      ef.sha256 === sha256OfByte(durable.content) &&
      (durable.pinTries === 0 || durable.terminated || this.#takes(durable.pin))
    );
  }

  /** Whether VERIFY takes a PIN, tried on a fork. */
  #takes(pin: number): boolean {
    const fork = this.#card.fork();
    fork.powerOn();
    const kept = { ...this.#wrong };
    const { sw } = parseResponse(fork.transmit(encodeCommand({ ins: INS.verify, p2: 1, data: secretBytes(pin) })));
    Object.assign(this.#wrong, kept);
    return sw === 0x9000;
  }

  #compare(): void {
    const { durable, channels } = this.#model;
    const { pins } = this.#card.inspect();
    const shown = [pins[0]?.triesLeft, pins[1]?.triesLeft, pins[0]?.disabled, pins[0]?.verified];
    const wanted = [durable.pinTries, durable.pukTries, !durable.required, channels.get(0)?.verified];
    if (JSON.stringify(shown) !== JSON.stringify(wanted)) {
      this.#disagree(
        `[PIN tries, PUK tries, disabled, verified] is ${JSON.stringify(shown)}, by the rules ${JSON.stringify(wanted)}`,
      );
    }
    if (this.#wrong.pin > PIN_LIMIT || this.#wrong.puk > PUK_LIMIT) {
      this.#disagree(`more wrong values were compared than there are tries: ${JSON.stringify(this.#wrong)}`);
    }
    // A new PIN by the PUK begins a new budget for it.
    if (durable.pinTries === PIN_LIMIT) this.#wrong.pin = 0;
    if (durable.pukTries === PUK_LIMIT) this.#wrong.puk = 0;
  }

  #disagree(what: string): never {
    throw new Disagreement(`${what}\nThe commands, on a new card of the model:\n${this.#script.join('\n')}`);
  }

  #note(before: SecurityModel): void {
    const { durable, channels } = this.#model;
    const verified = (model: SecurityModel) =>
      [...model.channels.values()].filter((channel) => channel.verified).length;
    const reach = (name: ReachedState, when: boolean) => {
      if (when) this.#counts.reached[name]++;
    };
    reach('pinBlocked', durable.pinTries === 0);
    reach('pukBlocked', durable.pukTries === 0);
    reach('unblocked', before.durable.pinTries === 0 && durable.pinTries > 0);
    reach('notRequired', !durable.required);
    reach('verifiedTwo', verified(this.#model) > 1);
    reach('revoked', durable.pinTries < before.durable.pinTries && verified(before) > 1 && channels.size > 1);
    reach('deactivated', durable.file === 'deactivated');
    reach('terminated', durable.file === 'terminated');
    reach('cardEnded', durable.terminated);
  }

  #noteCut(kind: 'cut' | 'kill', [before, after]: readonly Durable[], found: Durable): void {
    const { reached } = this.#counts;
    if (kind === 'kill') reached.killed++;
    else if (found === before && before !== after) reached.cutBefore++;
    else if (found === after && before !== after) reached.cutAfter++;
    else if (found !== before) reached.cutPaid++;
  }
}

function hex(sw: number): string {
  return sw.toString(16).toUpperCase().padStart(4, '0');
}

function sha256OfByte(byte: number): string {
  return toHex(nativeEngine.hash('sha256', Uint8Array.of(byte))).toLowerCase();
}
