/** Reads one statement from left to right. What does not fit is an error at its own place in the file. */
import { TraceError } from './trace.ts';

/** A statement's text: its first line and those that continue it, joined by line feeds. */
export interface Source {
  readonly file: string;
  /** Line of the file on which the text begins, from 1. */
  readonly line: number;
  readonly text: string;
}

const SPACE = /(?:\s+(?:#[^\n]*)?)+|#[^\n]*/y;
const COMMENT = /#[^\n]*/g;

export class Scanner {
  readonly #source: Source;
  #at = 0;
  #comments: string[] = [];

  constructor(source: Source) {
    this.#source = source;
    this.space();
  }

  /** Skips white space and comments. True when there was some. */
  space(): boolean {
    const start = this.#at;
    SPACE.lastIndex = start;
    const found = SPACE.exec(this.#source.text)?.[0];
    // A hash in the middle of a word is no comment.
    if (found === undefined || (found.startsWith('#') && start > 0)) return false;
    this.#at += found.length;
    for (const [comment] of found.matchAll(COMMENT)) this.#comments.push(comment.slice(1).trim());
    return true;
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.text.length;
  }

  /** What was remarked so far, of several lines joined; undefined when nothing was. */
  get comment(): string | undefined {
    return this.#comments.length === 0 ? undefined : this.#comments.join(' ');
  }

  /** Takes the text a sticky expression matches here; undefined, and nothing taken, when it does not. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Takes exactly this text. */
  take(text: string): boolean {
    if (!this.#source.text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** The text that a sticky expression matches here; otherwise an error that says what was expected. */
  expect(expression: RegExp, what: string): string {
    return this.match(expression) ?? this.fail(`${what} expected`);
  }

  /** A string in double quotes: `\"`, `\\` and `\n` as in JSON, no line end within. Undefined when there is none here. */
  string(): string | undefined {
    if (this.#source.text[this.#at] !== '"') return undefined;
    const start = this.#at;
    const quoted = this.match(/"(?:[^"\\\n]|\\["\\n])*"/y);
    if (quoted === undefined)
      return this.failAt(start, 'string without its end, or with a backslash before something else');
    // Not by a parser of JSON, which refuses control characters that may stand here.
    return quoted.slice(1, -1).replaceAll(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }

  /** Where the next character stands, for `failAt`. */
  get position(): number {
    return this.#at;
  }

  fail(message: string): never {
    const next = this.#source.text.slice(this.#at).match(/^\S+/)?.[0];
    this.failAt(this.#at, next === undefined ? `${message}, but the statement ends` : `${message}, not ${next}`);
  }

  failAt(position: number, message: string): never {
    const lines = this.#source.text.slice(0, position).split('\n');
    throw new TraceError(this.#source.file, this.#source.line + lines.length - 1, lines.at(-1)!.length + 1, message);
  }
}
