/** The same commands to two cards: a trace with the answers of the first one, by which the other is then judged. */
import { type CardLink, CardMute, toHex } from '../../apdu/index.ts';
import { play } from '../replay/play.ts';
import { evaluated, UnknownName } from '../trace/evaluate.ts';
import { hexTerm, literalPattern } from '../trace/literal.ts';
import { matchPattern } from '../trace/match.ts';
import type { Bytes, ResponseStatement, Statement, Trace } from '../trace/trace.ts';

/**
 * Plays the trace to a card, which is powered on before and off after it. What the trace says of answers is replaced by
 * what the card answers; checks are left out, since they were about other answers.
 */
export async function answersOf(trace: Trace, card: CardLink, values: ReadonlyMap<string, Uint8Array>): Promise<Trace> {
  const names = new Map(values);
  const statements: Statement[] = [];
  let raw = false;
  let answer: Uint8Array | undefined;
  const send = async (bytes: Bytes): Promise<void> => {
    answer = undefined;
    const command = evaluated(bytes, names);
    if (command !== undefined) answer = await answered(card, command, raw);
  };
  await card.powerOn();
  for (const statement of trace.statements) {
    const { line } = statement;
    switch (statement.kind) {
      case 'let': {
        const value = evaluated(statement.value, names);
        if (value !== undefined && !values.has(statement.name)) names.set(statement.name, value);
        break;
      }
      case 'policy':
        if (statement.key === 'transport') raw = statement.value === 'raw';
        break;
      case 'command':
        await send(statement.bytes);
        break;
      case 'gap':
        if (statement.command !== undefined) await send(statement.command);
        break;
      case 'reset':
        if (statement.how === 'cold') await card.powerOff();
        statements.push({
          kind: 'reset',
          how: statement.how,
          line,
          atr: literalPattern(await (statement.how === 'cold' ? card.powerOn() : card.reset())),
        });
        continue;
      case 'power':
      case 'remove':
      case 'insert':
        await card.powerOff();
        if (statement.kind === 'insert' || (statement.kind === 'power' && statement.on)) await card.powerOn();
        break;
      case 'check':
        continue;
      case 'response':
        if (answer !== undefined) statements.push(...literally(statement, line, answer, names));
        continue;
    }
    statements.push(statement);
  }
  await card.powerOff();
  return { statements };
}

async function answered(card: CardLink, command: Uint8Array, raw: boolean): Promise<Uint8Array> {
  try {
    return await play(card, command, raw);
  } catch (error) {
    if (error instanceof CardMute) return new Uint8Array(0);
    throw error;
  }
}

/** The answer as it came; and the names that the trace keeps of it, with the values that they have now. */
function literally(
  response: ResponseStatement,
  line: number,
  answer: Uint8Array,
  names: Map<string, Uint8Array>,
): Statement[] {
  const data = answer.subarray(0, Math.max(0, answer.length - 2));
  const statuses = answer.length < 2 ? [] : [{ digits: toHex(answer.subarray(-2)) }];
  const captured = capturedBy(response, data, names);
  for (const [name, value] of captured) names.set(name, value);
  return [
    { kind: 'response', judged: response.judged, pattern: literalPattern(data), statuses, line },
    ...[...captured].map(([name, value]): Statement => ({ kind: 'let', name, value: [hexTerm(value)], line })),
  ];
}

function capturedBy(
  { pattern }: ResponseStatement,
  data: Uint8Array,
  names: Map<string, Uint8Array>,
): Map<string, Uint8Array> {
  try {
    const found = matchPattern(pattern, data, names);
    return found instanceof Map ? found : new Map();
  } catch (error) {
    if (error instanceof UnknownName) return new Map();
    throw error;
  }
}
