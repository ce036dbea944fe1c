/**
 * Kills the real program, which serves a card in an image, with `kill -9` at random moments, starts it again and compares: what
 * was answered is there, what was not answered is one of the command's own durable steps, and nothing else is; no more wrong
 * PINs are compared between two successes than the counter allows.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { concat, encodeCommand, fromHex, INS, parseResponse, sameBytes } from '../../apdu/index.ts';
import { CardClient, ServerGone } from './card-client.test-support.ts';
import {
  type Action,
  afterAnswer,
  afterKill,
  type CardState,
  isGrantedTry,
  mayRestoreTries,
  PIN_LIMIT,
  PUK,
  PUK_LIMIT,
} from './kill-model.test-support.ts';
import { randomNumbers } from './random-numbers.test-support.ts';

/** The program as it is packaged. */
const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Milliseconds after the client has connected within which the program is killed. */
const KILLED_WITHIN = 25;

/** One kill in so many comes while the program starts. */
const KILL_WHILE_STARTING = 10;

const FILE_LENGTH = 200;

export interface Kills {
  readonly kills: number;
  /** Kills while a command was not yet answered. */
  readonly underWay: number;
  readonly answered: number;
  /** What was not as it must be; with the seed and the number of the kill. */
  readonly violations: readonly string[];
}

/** A program that serves the card. */
interface Server {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
}

const secret = (number: number): Uint8Array =>
  concat(new TextEncoder().encode(`secret${number % 10}`), new Uint8Array(9));

const contentOf = (number: number): Uint8Array =>
  Uint8Array.from({ length: FILE_LENGTH }, (_, i) => number * 31 + i * 7);

function commandOf(action: Action): Uint8Array {
  switch (action.kind) {
    case 'verify':
      return encodeCommand({ ins: INS.verify, p2: 0x01, data: secret(action.pin) });
    case 'change':
      return encodeCommand({
        ins: INS.changeReferenceData,
        p2: 0x01,
        data: concat(secret(action.from), secret(action.to)),
      });
    case 'unblock':
      return encodeCommand({
        ins: INS.resetRetryCounter,
        p2: 0x01,
        data: concat(secret(action.puk), secret(action.pin)),
      });
    case 'write':
      return encodeCommand({ ins: INS.updateBinary, data: contentOf(action.content) });
    case 'askPin':
      return encodeCommand({ ins: INS.verify, p2: 0x01 });
    case 'read':
      return encodeCommand({ ins: INS.readBinary, ne: 256 });
  }
}

/** The answer in the words of the model; a content is named by the state that it is that of. */
function answerOf(action: Action, response: Uint8Array, states: readonly CardState[]): string {
  const { data, sw } = parseResponse(response);
  const status = sw.toString(16).toUpperCase();
  if (action.kind !== 'read' || status !== '9000') return status;
  const found = states.find(({ content }) => sameBytes(contentOf(content), data));
  return found === undefined ? 'some other content' : `content ${found.content}`;
}

class Campaign {
  readonly folder = mkdtempSync(join(tmpdir(), 'kills-'));
  readonly image = join(this.folder, 'card.img');
  readonly violations: string[] = [];
  readonly #random: (limit: number) => number;
  states: readonly CardState[] = [{ pin: 1, pinTries: PIN_LIMIT, pukTries: PUK_LIMIT, content: 0 }];
  answered = 0;
  underWay = 0;
  #round = 0;
  #written = 0;
  /** Wrong PINs that were compared since the last success. */
  #granted = 0;
  /** The command that was killed may have given all tries back; the next look at the counter tells. */
  #mayHaveSucceeded = false;

  constructor(random: (limit: number) => number) {
    this.#random = random;
  }

  get socket(): string {
    return join(this.folder, `socket-${this.#round}`);
  }

  start(): Server {
    this.#round++;
    const args = [PROGRAM, 'start', 'zorg-id-blank', '--image', this.image, '--socket', this.socket, '--json'];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    return { process: started, ended: once(started, 'close') };
  }

  /** A client of a program once that is ready. */
  async connect({ process: program, ended }: Server): Promise<CardClient> {
    let said = '';
    const ready = new Promise<void>((resolve) => {
      program.stdout!.on('data', (text) => {
        said += text;
        if (said.includes('\n')) resolve();
      });
      program.stderr!.on('data', (text) => {
        said += text;
      });
    });
    await Promise.race([ready, ended]);
    if (!said.startsWith('{"event":"ready"')) throw new Error(`the program did not start: ${said}`);
    const client = await CardClient.open(this.socket, 'Proefpas 00 00');
    await client.transmit(encodeCommand({ ins: INS.select, p2: 0x0c, data: fromHex('AAAA') }));
    return client;
  }

  /** Sets secrets and makes the file, without being killed. */
  async prepare(): Promise<void> {
    const server = this.start();
    const client = await this.connect(server);
    for (const [p2, number] of [
      [2, PUK],
      [1, 1],
    ] as const) {
      await client.transmit(encodeCommand({ ins: INS.changeReferenceData, p1: 0x01, p2, data: secret(number) }));
    }
    const parameters = fromHex('6F0B 800200C8 820101 8302AAAA');
    await client.transmit(encodeCommand({ ins: INS.createFile, data: parameters }));
    await client.transmit(commandOf({ kind: 'write', content: 0 }));
    await this.observe(client);
    await this.kill(server);
  }

  async kill({ process: program, ended }: Server): Promise<void> {
    program.kill('SIGKILL');
    await ended;
  }

  /** Whatever can be asked of the card is as it may be. */
  async observe(client: CardClient): Promise<void> {
    for (const kind of ['askPin', 'read'] as const) await this.perform(client, { kind });
  }

  async perform(client: CardClient, action: Action): Promise<void> {
    let response: Uint8Array;
    try {
      response = await client.transmit(commandOf(action));
    } catch (error) {
      if (!(error instanceof ServerGone)) throw error;
      this.underWay++;
      this.#mayHaveSucceeded ||= mayRestoreTries(this.states, action);
      this.states = afterKill(this.states, action);
      throw error;
    }
    this.answered++;
    const answer = answerOf(action, response, this.states);
    this.#count(action, answer);
    const states = afterAnswer(this.states, action, answer);
    if (states.length > 0) {
      this.states = states;
      return;
    }
    this.violations.push(
      `round ${this.#round}: ${JSON.stringify(action)} was answered ${answer} in ${JSON.stringify(this.states)}`,
    );
    throw new Error(this.violations.at(-1));
  }

  #count(action: Action, answer: string): void {
    const before = Math.max(...this.states.map(({ pinTries }) => pinTries));
    const isTry = action.kind === 'verify' || action.kind === 'change';
    const unseenSuccess = this.#mayHaveSucceeded && action.kind === 'askPin' && answer === `63C${PIN_LIMIT}`;
    this.#mayHaveSucceeded = false;
    if (unseenSuccess || (answer === '9000' && (isTry || action.kind === 'unblock'))) this.#granted = 0;
    else if (isTry && isGrantedTry(before, answer)) this.#granted++;
    if (this.#granted > PIN_LIMIT)
      this.violations.push(`round ${this.#round}: ${this.#granted} wrong PINs were compared in a row`);
  }

  /** Something to do, such that neither PIN nor PUK stays blocked. */
  choose(): Action {
    const { pin, pinTries } = this.states[0]!;
    const pukTries = Math.min(...this.states.map((state) => state.pukTries));
    const draw = this.#random(12);
    if (pinTries === 0 && draw < 8) {
      const isWrong = pukTries === PUK_LIMIT && draw === 0;
      return { kind: 'unblock', puk: isWrong ? PUK + 5 : PUK, pin: 1 + this.#random(3) };
    }
    if (draw < 4) return { kind: 'verify', pin: 9 };
    if (draw < 7) return { kind: 'verify', pin };
    if (draw < 8) return { kind: 'change', from: pin, to: 1 + this.#random(3) };
    this.#written++;
    return { kind: 'write', content: this.#written };
  }

  /** Starts, looks, works, and is killed. */
  async round(): Promise<void> {
    const server = this.start();
    if (this.#random(KILL_WHILE_STARTING) === 0) {
      const timer = setTimeout(() => server.process.kill('SIGKILL'), this.#random(300));
      await server.ended.finally(() => clearTimeout(timer));
      return;
    }
    const client = await this.connect(server);
    const killing = setTimeout(() => server.process.kill('SIGKILL'), 1 + this.#random(KILLED_WITHIN * 10) / 10);
    try {
      await this.observe(client);
      for (;;) await this.perform(client, this.choose());
    } catch (error) {
      if (!(error instanceof ServerGone)) throw error;
    } finally {
      clearTimeout(killing);
      client.close();
      await this.kill(server);
      rmSync(this.socket, { force: true });
    }
  }
}

/** So many kills, which follow from the seed as far as time allows. */
export async function killRepeatedly(kills: number, seed: number): Promise<Kills> {
  const campaign = new Campaign(randomNumbers(seed));
  try {
    await campaign.prepare();
    let done = 0;
    while (done < kills && campaign.violations.length === 0) {
      await campaign.round().catch((error) => {
        if (campaign.violations.length === 0) campaign.violations.push(`kill ${done}: ${error}`);
      });
      done++;
    }
    const left = readdirSync(campaign.folder).filter((name) => !name.startsWith('socket-') && name !== 'card.img');
    if (left.length > 0) campaign.violations.push(`left behind: ${left.join(', ')}`);
    const { underWay, answered, violations } = campaign;
    return { kills: done, underWay, answered, violations: violations.map((one) => `seed ${seed}, ${one}`) };
  } finally {
    rmSync(campaign.folder, { recursive: true });
  }
}
