/** How an exchange reads in a finding. */
import { type Command, toHex } from '../../apdu/index.ts';
import { Decoder } from '../decode/decoder.ts';
import { formatPattern } from '../trace/format-trace.ts';
import { literalData } from '../trace/literal.ts';
import type { ResponseStatement } from '../trace/trace.ts';
import { instructionRow } from './clauses.ts';
import type { Finding } from './findings.ts';

/** A command that was sent, and what this card answered. */
export interface Sent {
  /** Which command of the trace, from 1. */
  readonly exchange: number;
  readonly bytes: Uint8Array;
  /** Undefined when the bytes are no command. */
  readonly command: Command | undefined;
  /** Empty when there was none. */
  readonly answer: Uint8Array;
  /** Command or answer hold what must not be shown. */
  readonly secret: boolean;
  /** How long the card took. */
  readonly milliseconds: number;
}

/** A finding, but for what was found. */
export type AboutExchange = Omit<Finding, 'verdict' | 'field' | 'cause' | 'source'>;

/** Longer data is cut. */
const SHOWN = 64;

function shown(bytes: Uint8Array): string {
  return bytes.length <= SHOWN ? toHex(bytes) : `${toHex(bytes.subarray(0, SHOWN))}… (${bytes.length} bytes)`;
}

/** The command in words, both answers without what is secret, the clause and what a host would notice. */
export function describeExchange(
  { exchange, bytes, answer, secret }: Sent,
  { pattern, statuses }: ResponseStatement,
  showSecrets: boolean,
): Omit<AboutExchange, 'file' | 'line' | 'case'> {
  const { clause, effect } = instructionRow(bytes[1] ?? 0);
  const [words] = new Decoder({ showSecrets }).exchange(bytes, answer);
  const data = literalData(pattern);
  const wanted = data === undefined ? formatPattern(pattern) : shown(data);
  const status = statuses.map(({ digits }) => digits).join(' | ');
  const recorded = secret ? `[${status}]` : `${wanted} [${status}]`.trim();
  const given = secret ? '' : shown(answer.subarray(0, -2));
  const answered = answer.length < 2 ? 'no answer' : `${given} [${toHex(answer.subarray(-2))}]`.trim();
  return { exchange, command: words!.slice(2), recorded, answered, clause, effect };
}
