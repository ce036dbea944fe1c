/** Plays a trace to a card and judges what it answers. Any card will do that is a `CardLink`. */
import {
  type CardLink,
  CardMute,
  type Command,
  INS,
  parsedCommand,
  parseResponse,
  sameBytes,
  toHex,
} from '../../apdu/index.ts';
import { hidesData, SecretAnswers } from '../decode/secrets.ts';
import { evaluated, namesIn, UnknownName } from '../trace/evaluate.ts';
import { formatPattern, formatStatement } from '../trace/format-trace.ts';
import { literalResponse } from '../trace/literal.ts';
import { matchPattern } from '../trace/match.ts';
import type { CaseStatement, ResponseStatement, Statement, Trace } from '../trace/trace.ts';
import { failedCheck } from './checks.ts';
import { type AboutExchange, describeExchange, type Sent } from './describe-exchange.ts';
import { type Finding, type ReplayReport, verdictOf } from './findings.ts';
import { answerAfter, folded } from './folded.ts';
import { judge } from './judge.ts';
import type { Unlike } from './judgement.ts';
import { Learning } from './learning.ts';
import { Masks } from './masked.ts';
import { matchAnswer } from './matching.ts';
import { play, wanting } from './play.ts';
import { SessionLog } from './session-log.ts';
import { withOwnValues } from './written-pieces.ts';

export interface ReplayOptions {
  /** What the trace is called in findings. */
  readonly file: string;
  /** Values for names; they go before those of the trace. No report shows them. */
  readonly values?: ReadonlyMap<string, Uint8Array>;
  /** Every answer has to be the recorded one, byte for byte. */
  readonly literal?: boolean;
  /** Keep every exchange in the report, not only findings. */
  readonly session?: boolean;
  /** Show PINs, keys and deciphered data. */
  readonly keepSecrets?: boolean;
}

/** Plays the whole trace; the card is powered on before and off after it. */
export async function replay(trace: Trace, card: CardLink, options: ReplayOptions): Promise<ReplayReport> {
  const player = new Player(folded(trace.statements), card, options);
  await card.powerOn();
  await player.play();
  await card.powerOff();
  return player.report();
}

const NOTHING = new Uint8Array(0);

type Response = ResponseStatement & { readonly line: number };

class Player {
  readonly #statements: readonly Statement[];
  readonly #card: CardLink;
  readonly #options: ReplayOptions;
  readonly #names = new Map<string, Uint8Array>();
  /** What the trace itself says of names, also of those that a value was given for. */
  readonly #lets = new Map<string, Uint8Array>();
  readonly #secrets: string[] = [];
  readonly #learning = new Learning();
  readonly #findings: Finding[] = [];
  readonly #later: { readonly about: AboutExchange; readonly unlike: Unlike }[] = [];
  readonly #cases: CaseStatement[] = [];
  readonly #masks = new Masks();
  readonly #log: SessionLog | undefined;
  #secretAnswers = new SecretAnswers();
  #sent: Sent | undefined;
  #exchanges = 0;
  #judged = 0;
  #raw = false;
  #afterGap = false;

  constructor(statements: readonly Statement[], card: CardLink, options: ReplayOptions) {
    this.#statements = statements;
    this.#card = card;
    this.#options = options;
    this.#log = options.session ? new SessionLog() : undefined;
    for (const [name, value] of options.values ?? []) {
      this.#names.set(name, value);
      this.#masks.add(name, value);
    }
  }

  async play(): Promise<void> {
    for (const [index, statement] of this.#statements.entries()) {
      switch (statement.kind) {
        case 'command':
        case 'gap':
          await this.#send(statement, index);
          break;
        case 'response':
          this.#answered(statement);
          break;
        case 'reset':
        case 'power':
        case 'remove':
        case 'insert':
          await this.#interrupt(statement);
          break;
        default:
          this.#note(statement);
      }
    }
  }

  #note(statement: Statement): void {
    switch (statement.kind) {
      case 'let':
        this.#let(statement);
        return;
      case 'secret':
        this.#secrets.push(...statement.names);
        return;
      case 'case':
        this.#cases.push(statement);
        this.#log?.case(statement.id);
        return;
      case 'policy':
        if (statement.key === 'transport') this.#raw = statement.value === 'raw';
        return;
      case 'check':
        this.#check(statement);
    }
  }

  /** A name that others give a value to, which nobody gave one, has none either; a value from outside comes first. */
  #let({ name, value }: Statement & { kind: 'let' }): void {
    const bytes = evaluated(value, this.#names);
    if (bytes === undefined) return;
    this.#lets.set(name, bytes);
    if (this.#options.values?.has(name) !== true) this.#names.set(name, bytes);
  }

  /** Commands with a value that nobody gave are left out; the answer is then not judged. */
  async #send(statement: Statement & { kind: 'command' | 'gap' }, index: number): Promise<void> {
    const { line } = statement;
    const bytes = statement.kind === 'gap' ? statement.command : statement.bytes;
    this.#sent = undefined;
    const command = bytes && evaluated(bytes, this.#names);
    if (command === undefined) {
      this.#afterGap = true;
      const needs = bytes === undefined ? [] : namesIn(bytes).filter((name) => !this.#names.has(name));
      const what =
        statement.kind === 'gap' && bytes === undefined ? statement.reason : `a command with ${needs.join(', ')}`;
      const cause = needs.map((name) => `--set ${name}=…`).join(' ') || 'the trace does not say what was sent';
      this.#say({ verdict: 'inconclusive', line, command: what, field: 'command', clause: '', cause });
      return;
    }
    this.#exchanges++;
    this.#masks.presented(command);
    const response = answerAfter(this.#statements, index);
    const own = withOwnValues(command, this.#statements, index, this.#learning.substitution);
    const apdu = this.#raw ? own : wanting(own, response && literalResponse(response));
    const started = performance.now();
    const answer = await this.#transmit(apdu);
    const milliseconds = performance.now() - started;
    const secret = (this.#secretAnswers.next(command) || hidesData(command)) && !this.#options.keepSecrets;
    const whole = parsedCommand(own);
    this.#sent = {
      exchange: this.#exchanges,
      bytes: own,
      command: whole && this.#learning.whole(whole),
      answer,
      secret,
      milliseconds,
    };
    this.#log?.sent(this.#sent, line);
    if (response === undefined) this.#unanswered(this.#sent, line);
  }

  async #transmit(command: Uint8Array): Promise<Uint8Array> {
    try {
      return await play(this.#card, command, this.#raw);
    } catch (error) {
      if (error instanceof CardMute) return NOTHING;
      throw error;
    }
  }

  #unanswered(sent: Sent, line: number): void {
    const about = this.#about(sent, { kind: 'response', judged: false, pattern: [], statuses: [], line });
    const { recorded: _, ...told } = about;
    const cause = 'the trace has no answer to this command: the log is cut there, or the card was silent';
    this.#findings.push({ ...told, verdict: 'inconclusive', field: 'answer', cause });
  }

  #answered(response: Response): void {
    const sent = this.#sent;
    this.#sent = undefined;
    if (sent === undefined) return;
    this.#log?.recorded(response);
    const { answer, command } = sent;
    const recorded = literalResponse(response);
    if (command !== undefined && recorded !== undefined && recorded.length >= 2 && answer.length >= 2) {
      this.#learning.exchange(command, parseResponse(recorded), parseResponse(answer));
    }
    if (command?.ins === INS.verify && command.data.length > 0 && answer.at(-2) === 0x90) this.#afterGap = false;
    if (response.judged) this.#judged++;
    if (recorded !== undefined && sameBytes(recorded, answer)) return;
    if (answer.length < 2 || response.statuses.length === 0) {
      const cause = answer.length < 2 ? 'the card gave no answer' : 'the recorded card gave no answer';
      if (response.judged)
        this.#findings.push({ ...this.#about(sent, response), verdict: 'different', field: 'answer', cause });
    } else if (recorded !== undefined && !this.#options.literal && command !== undefined) {
      if (response.judged)
        this.#later.push({ about: this.#about(sent, response), unlike: this.#unlike(sent, command, recorded) });
    } else this.#match(sent, response);
  }

  #unlike({ answer, exchange }: Sent, command: Command, bytes: Uint8Array): Unlike {
    const recorded = parseResponse(bytes);
    const standing = this.#learning.standing(command, recorded);
    return { exchange, command, recorded, answered: parseResponse(answer), afterGap: this.#afterGap, ...standing };
  }

  /** By the trace's own pattern. */
  #match(sent: Sent, response: Response): void {
    const result = matchAnswer(sent.answer, response, this.#names, sent.bytes[1] ?? 0);
    if ('captures' in result) for (const [name, value] of result.captures) this.#names.set(name, value);
    else if (response.judged) this.#findings.push({ ...this.#about(sent, response), ...result });
  }

  #about(sent: Sent, response: Response): AboutExchange {
    const described = describeExchange(sent, response, this.#options.keepSecrets === true);
    const clause = this.#cases.at(-1)?.clause ?? described.clause;
    return { file: this.#options.file, line: response.line, ...this.#inCase(), ...described, clause };
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
    const effect = 'the values that the host goes on with do not belong together';
    try {
      const wrong = failedCheck(check, operands, this.#names);
      this.#judged++;
      if (wrong !== undefined)
        this.#say({ verdict: 'different', line, command, field: 'check', clause: '', cause: wrong, effect });
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      this.#say({ verdict: 'inconclusive', line, command, field: 'check', clause: '', cause: error.message });
    }
  }

  async #interrupt(statement: Statement & { kind: 'reset' | 'power' | 'remove' | 'insert' }): Promise<void> {
    this.#log?.event(formatStatement(statement));
    const isReset = statement.kind === 'reset';
    const isWarm = isReset && statement.how === 'warm';
    const comesUp = isReset || statement.kind === 'insert' || (statement.kind === 'power' && statement.on);
    if (!isWarm) await this.#card.powerOff();
    const answered = isWarm ? await this.#card.reset() : comesUp ? await this.#card.powerOn() : NOTHING;
    this.#learning.reset();
    this.#secretAnswers = new SecretAnswers();
    if (!isReset || statement.atr === undefined) return;
    if (matchPattern(statement.atr, answered, this.#names) instanceof Map) return;
    this.#say({
      verdict: 'different',
      line: statement.line,
      command: `${statement.how} reset`,
      field: 'ATR',
      recorded: formatPattern(statement.atr),
      answered: toHex(answered),
      clause: '7816-3:2006',
      cause: 'the card is another one',
      effect: 'the host may choose another driver',
    });
  }

  report(): ReplayReport {
    for (const known of [this.#lets, this.#names]) this.#masks.addNames(this.#secrets, known);
    const knowledge = this.#learning.finished();
    for (const { about, unlike } of this.#later) this.#findings.push({ ...about, ...judge(unlike, knowledge) });
    const { file, keepSecrets } = this.#options;
    const shown = keepSecrets ? this.#findings : this.#findings.map((finding) => this.#masks.finding(finding));
    const findings = shown.toSorted((a, b) => a.line - b.line);
    const cases = this.#cases.map(({ id, title }) => {
      return { id, title, verdict: verdictOf(findings.filter((finding) => finding.case === id)) };
    });
    const session = this.#log?.told(this.#masks, keepSecrets === true);
    const verdict = verdictOf(findings);
    const counts = { exchanges: this.#exchanges, judged: this.#judged };
    return { file, ...counts, verdict, findings, cases, ...(session !== undefined && { session }) };
  }
}
