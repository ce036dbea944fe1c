/** What a replay finds out. docs/replay-report.schema.json has the same in JSON Schema. */

/** A place where the card did otherwise than recorded, or where that cannot be told. */
export interface Finding {
  readonly verdict: 'different' | 'inconclusive' | 'explained';
  readonly file: string;
  /** Line of the answer in the trace or log, from 1; where there is none, that of the command. */
  readonly line: number;
  /** Which command of the trace, from 1. */
  readonly exchange: number;
  /** The case it belongs to, where the trace has cases. */
  readonly case?: string;
  /** The command in words, secrets masked. */
  readonly command: string;
  readonly field: 'status word' | 'data' | 'signature' | 'public key' | 'ATR' | 'answer' | 'check' | 'command';
  /** Undefined where it may be a secret, or where there is nothing to show. */
  readonly recorded?: string;
  readonly answered?: string;
  /** Where the standard speaks of it; empty where nothing was sent. */
  readonly clause: string;
  /** The likely cause, or what explains it. */
  readonly cause: string;
  /** Where what explains it is written down, when it is a decision of ours. */
  readonly source?: string;
  /** What a host would notice; of what is explained, nothing. */
  readonly effect?: string;
}

/** One command with both answers, for reports that show the whole session. */
export interface SessionExchange {
  readonly exchange: number;
  /** Line of the command. */
  readonly line: number;
  /** The case it begins, if it is the first one of it. */
  readonly begins?: string;
  readonly command: string;
  /** Hexadecimal; undefined where it is secret. */
  readonly sent?: string;
  /** Data in hexadecimal, undefined where it is secret or where the trace gives a pattern. */
  readonly recorded: { readonly data?: string; readonly status: string; readonly text: string };
  readonly answered: { readonly data?: string; readonly status: string };
  readonly milliseconds: number;
  /** Resets and power, in words, since the exchange before. */
  readonly events: readonly string[];
}

export interface ReplayReport {
  readonly file: string;
  /** Commands that were sent. */
  readonly exchanges: number;
  /** Answers that were held against the trace. */
  readonly judged: number;
  readonly verdict: 'same' | 'different' | 'inconclusive';
  readonly findings: readonly Finding[];
  /** The cases of the trace with how they ended. */
  readonly cases: readonly { readonly id: string; readonly title: string; readonly verdict: ReplayReport['verdict'] }[];
  /** Every exchange, when it was asked for. */
  readonly session?: readonly SessionExchange[];
}

/** What findings come to: one difference is enough. */
export function verdictOf(findings: readonly Finding[]): ReplayReport['verdict'] {
  if (findings.some(({ verdict }) => verdict === 'different')) return 'different';
  return findings.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'same';
}
