/** Holds an answer against the trace's own pattern. */
import { parseResponse, toHex, u16 } from '../../apdu/index.ts';
import { type Names, UnknownName } from '../trace/evaluate.ts';
import { type Captures, matchPattern, matchStatus } from '../trace/match.ts';
import type { ResponseStatement } from '../trace/trace.ts';
import { likelyCause } from './causes.ts';
import type { Finding } from './findings.ts';

export type Mismatch = Pick<Finding, 'verdict' | 'field' | 'cause' | 'recorded' | 'answered'>;

/**
 * What an answer that fits leaves behind, or what is wrong with it; inconclusive when the pattern has a name that nobody gave a
 * value. `ins` is that of the command.
 */
export function matchAnswer(
  answer: Uint8Array,
  response: ResponseStatement,
  names: Names,
  ins: number,
): { readonly captures: Captures } | Mismatch {
  try {
    return matched(answer, response, names, ins);
  } catch (error) {
    if (!(error instanceof UnknownName)) throw error;
    return { verdict: 'inconclusive', field: 'answer', cause: `--set ${error.unknown}=…` };
  }
}

function matched(
  answer: Uint8Array,
  response: ResponseStatement,
  names: Names,
  ins: number,
): { readonly captures: Captures } | Mismatch {
  const { data, sw } = parseResponse(answer);
  const found = matchPattern(response.pattern, data, names);
  const captures: Captures = found instanceof Map ? found : new Map<string, Uint8Array>();
  const words = response.statuses.map(({ digits }) => digits).join(' or ');
  if (!matchStatus(response.statuses, sw, captures)) {
    const answered = toHex(u16(sw));
    return {
      verdict: 'different',
      field: 'status word',
      recorded: words,
      answered,
      cause: likelyCause(ins, words, sw),
    };
  }
  if (found instanceof Map) return { captures };
  return { verdict: 'different', field: 'data', cause: `at offset ${found.offset}: ${found.message}` };
}
