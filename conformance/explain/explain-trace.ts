/** A whole trace in words: every command and answer, and what happens between them. */
import { describeStatusWord, INS, instructionName, parseResponse, toHex } from '../../apdu/index.ts';
import { Decoder, type DecoderOptions } from '../decode/decoder.ts';
import { evaluate, namesIn, UnknownName } from '../trace/evaluate.ts';
import { formatPattern, formatStatement } from '../trace/format-trace.ts';
import { literalData, literalResponse } from '../trace/literal.ts';
import type { Bytes, ResponseStatement, Statement, Trace } from '../trace/trace.ts';
import { clauseOf } from './clause.ts';
import { FileContents } from './file-contents.ts';
import { tlvTree } from './tlv-tree.ts';

/** Lines of text, made as the trace is read. */
export function* explainTrace(trace: Trace, options: DecoderOptions = {}): Generator<string> {
  const explainer = new Explainer(options);
  for (const statement of trace.statements) yield* explainer.statement(statement);
  yield* explainer.end();
}

class Explainer {
  readonly #options: DecoderOptions;
  readonly #names = new Map<string, Uint8Array>();
  readonly #files = new FileContents();
  #decoder: Decoder;
  /** A command whose answer has not come yet. */
  #command: Bytes | undefined;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#decoder = new Decoder(options);
  }

  *statement(statement: Statement): Generator<string> {
    if (statement.kind === 'response') {
      yield* this.#answered(statement);
      return;
    }
    if (statement.kind === 'command' || (statement.kind === 'gap' && statement.command !== undefined)) {
      yield* this.#unanswered();
      if (statement.kind === 'gap') yield `gap: ${statement.reason}`;
      this.#command = statement.kind === 'gap' ? statement.command : statement.bytes;
      return;
    }
    if (statement.kind === 'let') {
      const value = this.#evaluate(statement.value);
      if (value !== undefined) this.#names.set(statement.name, value);
    } else if (statement.kind === 'empty') {
      if (statement.comment !== undefined) yield `# ${statement.comment}`;
    } else if (statement.kind !== 'secret') {
      yield* this.#unanswered();
      if (statement.kind === 'reset' || statement.kind === 'power') {
        yield* this.#files.end();
        this.#decoder = new Decoder(this.#options);
      }
      if (statement.kind === 'case') yield '';
      yield formatStatement(statement);
    }
  }

  *end(): Generator<string> {
    yield* this.#unanswered();
    yield* this.#files.end();
  }

  /** A command that nothing has answered. */
  *#unanswered(): Generator<string> {
    if (this.#command === undefined) return;
    const bytes = this.#evaluate(this.#command);
    yield bytes === undefined ? unfilled(this.#command) : this.#decoder.exchange(bytes, new Uint8Array(0))[0]!;
    yield '< no answer in the trace';
    this.#command = undefined;
  }

  *#answered(response: ResponseStatement): Generator<string> {
    const command = this.#command;
    this.#command = undefined;
    const answer = literalResponse(response);
    const bytes = command === undefined ? undefined : this.#evaluate(command);
    if (bytes === undefined) {
      yield command === undefined ? '> no command in the trace' : unfilled(command);
      yield `< ${patternText(response)}`;
      return;
    }
    const [asked, answered] = this.#decoder.exchange(bytes, answer ?? new Uint8Array(0));
    yield asked!;
    if (response.statuses.length === 0) yield '< no answer';
    else if (answer === undefined) yield `< ${patternText(response, bytes[1])}`;
    else {
      yield `${answered!}${clauseText(parseResponse(answer).sw, bytes[1])}`;
      yield* this.#explained(bytes, answer);
    }
  }

  /** What stands in the answer: the content of a file, once it is whole, or data objects. */
  *#explained(command: Uint8Array, answer: Uint8Array): Generator<string> {
    const lines = this.#files.exchange(command, answer);
    if (lines.length > 0 || !ANSWERS_OBJECTS.has(command[1] ?? -1)) yield* lines;
    else for (const line of tlvTree(parseResponse(answer).data) ?? []) yield `  ${line}`;
  }

  #evaluate(bytes: Bytes): Uint8Array | undefined {
    try {
      return evaluate(bytes, this.#names);
    } catch (error) {
      if (error instanceof UnknownName || error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

/** A command with a value that only playing it gives. */
function unfilled(command: Bytes): string {
  const [header] = command;
  const ins = header?.kind === 'hex' ? header.bytes[1] : undefined;
  const name = ins === undefined ? undefined : instructionName(ins);
  const values = namesIn(command);
  return `> ${name ?? 'a command'} ${header?.kind === 'hex' ? toHex(header.bytes.subarray(2, 4)) : ''}: with the value of ${values.join(', ')}`;
}

function patternText({ pattern, statuses }: ResponseStatement, ins?: number): string {
  const data = literalData(pattern)?.length === 0 ? '' : `${formatPattern(pattern)}  `;
  const words = statuses.map(({ digits }) => {
    if (digits.includes('.')) return digits;
    const sw = Number.parseInt(digits, 16);
    return `${digits} ${describeStatusWord(sw)}${clauseText(sw, ins)}`;
  });
  return `${data}${words.join(', or ')}`;
}

/** Instructions whose answers are data objects as a rule; those of SELECT are told in the line of the answer. */
const ANSWERS_OBJECTS: ReadonlySet<number> = new Set<number>([
  INS.getData,
  INS.getDataOdd,
  INS.readRecord,
  INS.generateAsymmetricKeyPair,
  INS.generateAsymmetricKeyPairOdd,
]);

/** Of success nothing has to be looked up. */
const clauseText = (sw: number, ins?: number): string => (sw === 0x9000 ? '' : ` (${clauseOf(sw, ins)})`);
