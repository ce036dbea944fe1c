/**
 * Joins what the T=0 protocol takes apart, as importers do with logs: GET RESPONSE after 61xx, and the same command again
 * after 6Cxx. ISO/IEC 7816-4:2005 §5.1.3, §7.6.1. The player fetches what waits itself, whatever the recorded card did.
 */
import { type Command, concat, INS, parsedCommand, sameBytes } from '../../apdu/index.ts';
import { literalData, literalPattern } from '../trace/literal.ts';
import type { Bytes, ResponseStatement, Statement } from '../trace/trace.ts';

type Response = Statement & ResponseStatement;
type Asked = Statement & { readonly kind: 'command' };

/** The statements as logical exchanges. A trace whose transport is `raw` stays as it is. */
export function folded(statements: readonly Statement[]): readonly Statement[] {
  const isRaw = statements.some(
    (statement) => statement.kind === 'policy' && statement.key === 'transport' && statement.value === 'raw',
  );
  if (isRaw || !statements.some(isTransport)) return statements;
  const result: Statement[] = [];
  for (const statement of statements) {
    result.push(statement);
    if (statement.kind === 'response') join(result);
  }
  return result;
}

/** Where an answer speaks of transport, there is something to join. */
const isTransport = (statement: Statement): boolean =>
  statement.kind === 'response' && statement.statuses.some(({ digits }) => /^6[1C]/.test(digits));

/** Joins the last four statements into two when they are one exchange. */
function join(statements: Statement[]): void {
  const [first, answer, second, rest] = statements.slice(-4);
  if (first?.kind !== 'command' || answer?.kind !== 'response') return;
  if (second?.kind !== 'command' || rest?.kind !== 'response') return;
  const joined = fetched(answer, second, rest) ?? repeated(first, answer, second, rest);
  if (joined !== undefined) statements.splice(-4, 4, first, joined);
}

function fetched(answer: Response, second: Asked, rest: Response): Statement | undefined {
  const [before, after] = [literalData(answer.pattern), literalData(rest.pattern)];
  if (!is(answer, '61') || commandOf(second.bytes)?.ins !== INS.getResponse) return undefined;
  if (before === undefined || after === undefined) return undefined;
  return { ...rest, line: answer.line, pattern: literalPattern(concat(before, after)) };
}

/** Of a repeated command only the length of the answer is another one. */
function repeated(first: Asked, answer: Response, second: Asked, rest: Response): Statement | undefined {
  const [before, after] = [commandOf(first.bytes), commandOf(second.bytes)];
  if (!is(answer, '6C') || before === undefined || after === undefined) return undefined;
  const isSame =
    before.cla === after.cla && before.ins === after.ins && before.p1 === after.p1 && before.p2 === after.p2;
  return isSame && sameBytes(before.data, after.data) ? { ...rest, line: answer.line } : undefined;
}

const is = ({ statuses }: ResponseStatement, sw1: string): boolean =>
  statuses.length === 1 && statuses[0]!.digits.startsWith(sw1);

function commandOf(bytes: Bytes): Command | undefined {
  const [only] = bytes;
  return bytes.length === 1 && only!.kind === 'hex' ? parsedCommand(only!.bytes) : undefined;
}

/** What the trace says of the answer to the command at `index`. */
export function answerAfter(statements: readonly Statement[], index: number): ResponseStatement | undefined {
  for (let at = index + 1; at < statements.length; at++) {
    const statement = statements[at]!;
    if (statement.kind === 'response') return statement;
    if (statement.kind === 'command' || statement.kind === 'gap') return undefined;
  }
  return undefined;
}
