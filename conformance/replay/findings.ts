/** What a replay finds out. */

/** A place where the card did otherwise than recorded, or where that cannot be told. */
export interface Finding {
  readonly verdict: 'different' | 'inconclusive' | 'explained';
  readonly file: string;
  /** Line of the answer in the trace or log, from 1. */
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
  readonly clause: string;
  readonly cause: string;
  /** What a host would notice. */
  readonly effect?: string;
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
}

/** What findings come to: one difference is enough. */
export function verdictOf(findings: readonly Finding[]): ReplayReport['verdict'] {
  if (findings.some(({ verdict }) => verdict === 'different')) return 'different';
  return findings.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'same';
}
