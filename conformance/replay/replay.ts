/** Plays a trace to a card and judges what it answers. Any card will do that is a `CardLink`. */
import {
  ApduError,
  type CardLink,
  CardMute,
  type Command,
  INS,
  parseCommand,
  parseResponse,
  sameBytes,
  toHex,
} from '../../apdu/index.ts';
import { hidesData, SecretAnswers } from '../decode/secrets.ts';
import { evaluate, namesIn, UnknownName } from '../trace/evaluate.ts';
import { formatPattern } from '../trace/format-trace.ts';
import { literalResponse } from '../trace/literal.ts';
import { matchPattern, matchStatus } from '../trace/match.ts';
import type { Bytes, ResponseStatement, Statement, Trace } from '../trace/trace.ts';
import { likelyCause } from './causes.ts';
import { failedCheck } from './checks.ts';
import { type AboutExchange, describeExchange, type Sent } from './describe-exchange.ts';
import { type Finding, type ReplayReport, verdictOf } from './findings.ts';
import { judge, type Unlike } from './judge.ts';
import { Learning } from './learning.ts';
import { masked } from './masked.ts';
import { play } from './play.ts';

export interface ReplayOptions {
  /** What the trace is called in findings. */
  readonly file: string;
  /** Values for names; they go before those of the trace. */
  readonly values?: ReadonlyMap<string, Uint8Array>;
  /** Every answer has to be the recorded one, byte for byte. */
  readonly literal?: boolean;
}

/** Plays the whole trace; the card is powered on before and off after it. */
export async function replay(trace: Trace, card: CardLink, options: ReplayOptions): Promise<ReplayReport> {
  const player = new Player(card, options);
  await card.powerOn();
  for (const statement of trace.statements) await player.statement(statement);
  await card.powerOff();
  return player.report();
}

const NOTHING = new Uint8Array(0);
const hex4 = (sw: number): string => toHex(Uint8Array.of(sw >> 8, sw));

class Player {
  readonly #card: CardLink;
  readonly #options: ReplayOptions;
  readonly #names = new Map<string, Uint8Array>();
  readonly #learning = new Learning();
  readonly #findings: Finding[] = [];
  readonly #later: { readonly finding: AboutExchange; readonly unlike: Unlike }[] = [];
  readonly #cases: { readonly id: string; readonly title: string }[] = [];
  /** What the trace itself says of names, also of those that a value was given for. */
  readonly #lets = new Map<string, Uint8Array>();
  readonly #masks: string[] = [];
  #secretAnswers = new SecretAnswers();
  #sent: Sent | 'not sent' | undefined;
  #exchanges = 0;
  #judged = 0;
  #raw = false;
  #afterGap = false;

  constructor(card: CardLink, options: ReplayOptions) {
    this.#card = card;
    this.#options = options;
    for (const [name, value] of options.values ?? []) this.#names.set(name, value);
  }

  async statement(statement: Statement): Promise<void> {
    switch (statement.kind) {
      case 'command':
        return await this.#send(statement.bytes, statement.line);
      case 'gap':
        return await this.#gap(statement);
      case 'response':
        return this.#answered(statement);
      case 'secret':
        this.#masks.push(...statement.names);
        return;
      case 'let':
        this.#lets.set(statement.name, evaluate(statement.value, this.#names));
        if (this.#options.values?.has(statement.name) !== true)
          this.#names.set(statement.name, evaluate(statement.value, this.#names));
        return;
      case 'case':
        this.#cases.push(statement);
        return;
      case 'policy':
        if (statement.key === 'transport') this.#raw = statement.value === 'raw';
        return;
      case 'check':
        return this.#check(statement);
      case 'reset':
        return await this.#reset(statement);
      case 'power':
      case 'remove':
      case 'insert':
        return await this.#power(statement.kind === 'insert' || (statement.kind === 'power' && statement.on));
    }
  }

  /** Commands with a value that nobody gave are left out; the answer is then not judged. */
  async #send(bytes: Bytes, line: number): Promise<void> {
    this.#sent = undefined;
    let command: Uint8Array;
    try {
      command = this.#learning.substitution.apply(evaluate(bytes, this.#names));
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      this.#sent = 'not sent';
      this.#afterGap = true;
      const needs = namesIn(bytes).filter((name) => !this.#names.has(name));
      this.#say({
        verdict: 'inconclusive',
        line,
        command: `a command with ${needs.join(', ')}`,
        field: 'command',
        clause: '',
        cause: needs.map((name) => `--set ${name}=…`).join(' '),
      });
      return;
    }
    this.#exchanges++;
    const answer = await this.#transmit(command);
    const secret = this.#secretAnswers.next(command) || hidesData(command);
    this.#sent = { exchange: this.#exchanges, bytes: command, command: parsed(command), answer, secret };
  }

  async #transmit(command: Uint8Array): Promise<Uint8Array> {
    try {
      return await play(this.#card, command, this.#raw);
    } catch (error) {
      if (error instanceof CardMute) return NOTHING;
      throw error;
    }
  }

  async #gap({ command, reason, line }: Statement & { kind: 'gap' }): Promise<void> {
    if (command !== undefined) return await this.#send(command, line);
    this.#sent = 'not sent';
    this.#afterGap = true;
    this.#say({
      verdict: 'inconclusive',
      line,
      command: reason,
      field: 'command',
      clause: '',
      cause: 'the trace does not say what was sent',
    });
  }

  #answered(response: ResponseStatement & { readonly line: number }): void {
    const sent = this.#sent;
    this.#sent = undefined;
    if (sent === undefined || sent === 'not sent') return;
    const { answer, command } = sent;
    const recorded = literalResponse(response);
    if (command !== undefined && recorded !== undefined && recorded.length >= 2 && answer.length >= 2) {
      this.#learning.exchange(command, parseResponse(recorded), parseResponse(answer));
    }
    if (command?.ins === INS.verify && command.data.length > 0 && answer.at(-2) === 0x90) this.#afterGap = false;
    if (response.judged) this.#judged++;
    if (recorded !== undefined && sameBytes(recorded, answer)) return;
    if (answer.length < 2 || response.statuses.length === 0) {
      if (response.judged) this.#silence(sent, response);
    } else if (recorded !== undefined && !this.#options.literal && command !== undefined) {
      if (response.judged)
        this.#later.push({ finding: this.#about(sent, response), unlike: this.#unlike(sent, command, recorded) });
    } else this.#match(sent, response);
  }

  #unlike({ answer }: Sent, command: Command, recorded: Uint8Array): Unlike {
    return {
      command,
      recorded: parseResponse(recorded),
      answered: parseResponse(answer),
      file: this.#learning.files.fileOf(command),
      afterGap: this.#afterGap,
    };
  }

  /** By the trace's own pattern. */
  #match(sent: Sent, response: ResponseStatement & { readonly line: number }): void {
    const { data, sw } = parseResponse(sent.answer);
    const found = matchPattern(response.pattern, data, this.#names);
    const captures = found instanceof Map ? found : new Map<string, Uint8Array>();
    const isStatus = matchStatus(response.statuses, sw, captures);
    if (found instanceof Map && isStatus) {
      for (const [name, value] of captures) this.#names.set(name, value);
      return;
    }
    if (!response.judged) return;
    const about = this.#about(sent, response);
    const words = response.statuses.map(({ digits }) => digits).join(' or ');
    if (!isStatus) {
      const answered = hex4(sw);
      const cause = likelyCause(sent.bytes[1] ?? 0, words, sw);
      this.#findings.push({ ...about, verdict: 'different', field: 'status word', recorded: words, answered, cause });
    } else if (!(found instanceof Map)) {
      const cause = `at offset ${found.offset}: ${found.message}`;
      this.#findings.push({ ...about, verdict: 'different', field: 'data', cause });
    }
  }

  #silence(sent: Sent, response: ResponseStatement & { readonly line: number }): void {
    const cause = sent.answer.length < 2 ? 'the card gave no answer' : 'the recorded card gave no answer';
    this.#findings.push({ ...this.#about(sent, response), verdict: 'different', field: 'answer', cause });
  }

  #about(sent: Sent, response: ResponseStatement & { readonly line: number }): AboutExchange {
    return { file: this.#options.file, line: response.line, ...this.#inCase(), ...describeExchange(sent, response) };
  }

  #inCase(): { case?: string } {
    const last = this.#cases.at(-1);
    return last === undefined ? {} : { case: last.id };
  }

  #say(finding: Omit<Finding, 'file' | 'exchange'>): void {
    this.#findings.push({ ...finding, file: this.#options.file, exchange: this.#exchanges, ...this.#inCase() });
  }

  #check({ check, operands, line }: Statement & { kind: 'check' }): void {
    const command = `check ${check}`;
    try {
      const wrong = failedCheck(check, operands, this.#names);
      this.#judged++;
      if (wrong !== undefined)
        this.#say({ verdict: 'different', line, command, field: 'check', clause: '', cause: wrong });
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      this.#say({ verdict: 'inconclusive', line, command, field: 'check', clause: '', cause: error.message });
    }
  }

  async #reset({ how, atr, line }: Statement & { kind: 'reset' }): Promise<void> {
    if (how === 'cold') await this.#card.powerOff();
    const answered = await (how === 'cold' ? this.#card.powerOn() : this.#card.reset());
    this.#forget();
    const found = atr === undefined ? new Map() : matchPattern(atr, answered, this.#names);
    if (found instanceof Map || atr === undefined) return;
    this.#say({
      verdict: 'different',
      line,
      command: `${how} reset`,
      field: 'ATR',
      recorded: formatPattern(atr),
      answered: toHex(answered),
      clause: '7816-3:2006',
      cause: 'the card is another one',
      effect: 'the host may choose another driver',
    });
  }

  async #power(on: boolean): Promise<void> {
    await this.#card.powerOff();
    if (on) await this.#card.powerOn();
    this.#forget();
  }

  #forget(): void {
    this.#learning.files.reset();
    this.#secretAnswers = new SecretAnswers();
  }

  report(): ReplayReport {
    const knowledge = this.#learning.finished();
    for (const { finding, unlike } of this.#later) this.#findings.push({ ...finding, ...judge(unlike, knowledge) });
    const findings = masked(this.#findings, this.#masks, [this.#lets, this.#names]).sort((a, b) => a.line - b.line);
    const cases = this.#cases.map(({ id, title }) => ({
      id,
      title,
      verdict: verdictOf(findings.filter((finding) => finding.case === id)),
    }));
    return {
      file: this.#options.file,
      exchanges: this.#exchanges,
      judged: this.#judged,
      verdict: verdictOf(findings),
      findings,
      cases,
    };
  }
}

function parsed(bytes: Uint8Array): Command | undefined {
  try {
    return parseCommand(bytes);
  } catch (error) {
    if (error instanceof ApduError) return undefined;
    throw error;
  }
}
