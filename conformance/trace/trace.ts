/**
 * A trace as it is written down: format `cardtrace 1`, docs/trace-format.md. Nothing here is evaluated; comments and the
 * order of lines are kept, so that a trace can be read, changed and written again.
 */

export interface Trace {
  readonly statements: readonly Statement[];
}

/** One statement, where it begins, and what is remarked beside it. */
export type Statement = StatementBody & {
  /** Line in its file, from 1. */
  readonly line: number;
  /** The text after `#`, without it. */
  readonly comment?: string;
};

export type StatementBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'meta' | 'need' | 'policy'; readonly key: string; readonly value: string }
  | { readonly kind: 'let'; readonly name: string; readonly value: Bytes }
  | { readonly kind: 'secret'; readonly names: readonly string[] }
  | CaseStatement
  | { readonly kind: 'command'; readonly bytes: Bytes }
  | ResponseStatement
  | { readonly kind: 'check'; readonly check: string; readonly operands: readonly Operand[] }
  | { readonly kind: 'gap'; readonly reason: string; readonly command?: Bytes }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'reset'; readonly how: 'cold' | 'warm'; readonly atr?: Pattern }
  | { readonly kind: 'power'; readonly on: boolean }
  | { readonly kind: 'remove' | 'insert' };

/** A test case begins: what follows, up to the next one, belongs to it. */
export interface CaseStatement {
  readonly kind: 'case';
  readonly id: string;
  readonly title: string;
  /** The clause it tests, as the author names it. */
  readonly clause?: string;
  readonly tags: readonly string[];
}

/** What was answered to the command before it. */
export interface ResponseStatement {
  readonly kind: 'response';
  /** False for `<?`: recorded, and any other answer will do. */
  readonly judged: boolean;
  readonly pattern: Pattern;
  /** The status words that will do; none at all where the card gave no answer. */
  readonly statuses: readonly StatusPattern[];
  readonly milliseconds?: number;
  readonly quality?: Quality;
}

/** How far an importer could trust its log: answers joined from several, cut short, or put together by guesswork. */
export type Quality = (typeof QUALITIES)[number];
export const QUALITIES = ['exact', 'folded', 'partial', 'guessed'] as const;

export interface StatusPattern {
  /** Four characters, 0–9, A–F, or `.` for any digit. */
  readonly digits: string;
  /** The name that the last digit, which is then any digit, is kept under. */
  readonly capture?: string;
}

export type Operand =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'text'; readonly text: string };

/** Bytes to be built: the terms joined. */
export type Bytes = readonly BytesTerm[];

export type BytesTerm =
  | { readonly kind: 'hex'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'tlv'; readonly tag: number; readonly value: Bytes }
  /** The argument, behind its length: one byte, or 00 and two as in an extended Lc. */
  | { readonly kind: 'lc'; readonly argument: Bytes }
  | { readonly kind: 'pad'; readonly argument: Bytes; readonly length: number; readonly filler: number }
  | { readonly kind: 'hash'; readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512'; readonly argument: Bytes };

/** What an answer has to look like: the terms one after the other. Only the last may be of no fixed length. */
export type Pattern = readonly PatternTerm[];

export type PatternTerm =
  /** As many bytes as `bits`; a byte b fits when b AND mask = bits. */
  | { readonly kind: 'masked'; readonly bits: Uint8Array; readonly mask: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  /** Any bytes to the end. */
  | { readonly kind: 'rest' }
  /** Bytes that are kept under a name, to the end when no length is given. */
  | { readonly kind: 'capture'; readonly name: string; readonly least: number; readonly most: number }
  | PatternObject;

/** One data object: its value by a pattern, or a set of data objects in any order, `open` to others. */
export type PatternObject =
  | { readonly kind: 'object'; readonly tag: number; readonly value: Pattern }
  | { readonly kind: 'set'; readonly tag: number; readonly members: readonly PatternObject[]; readonly open: boolean };

/** The file is no trace. The message begins with file:line:column. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  constructor(file: string, line: number, column: number, message: string) {
    super(`${file}:${line}:${column}: ${message}`);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}
