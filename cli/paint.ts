/** Colours for explained lines, for people at a terminal. What is piped or written to a file has none. */
import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Whether the stream shows colours was decided before. */
const paint = (style: Style, text: string): string =>
  text === '' ? '' : styleText(style, text, { validateStream: false });

/**
 * Whether to write in colour: FORCE_COLOR says so, 0 and false not; else NO_COLOR, with any value, says not; else it
 * is for terminals that can show it.
 */
export function wantsColour(
  { isTTY }: { readonly isTTY?: boolean },
  { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTTY === true && TERM !== 'dumb';
}

/** A command: its name in capitals, and the rest. */
const COMMAND = /^(> )((?:[A-Z]{2,} ?)*)(.*)$/;
/** The status word of an answer with what it means, behind the data. */
const ANSWER = /^(< |< .*? {2})([0-9A-F]{4}) (.*)$/;
/** A data object, a field of a command or of a file. */
const OBJECT = /^( +)([0-9A-F]{2,6}|CLA|INS|P1|P2|Lc|Le|SW|data)( .*)$/;
const FIELD = /^( +)([A-Za-z]+:?)( .*)$/;

/** The line in colours; without them it reads the same. */
export function painted(line: string): string {
  const command = COMMAND.exec(line);
  if (command !== null) return command[1]! + paint('bold', command[2]!) + command[3]!;
  const answer = ANSWER.exec(line);
  if (answer !== null) return answer[1]! + paint(statusStyle(answer[2]!), `${answer[2]} ${answer[3]}`);
  if (line.startsWith('#') || /^(?:gap|case|note|meta|need|policy|reset|power|wait) /.test(line))
    return paint('dim', line);
  const part = OBJECT.exec(line) ?? FIELD.exec(line);
  return part === null ? line : part[1]! + paint('cyan', part[2]!) + part[3]!;
}

function statusStyle(digits: string): Style {
  if (digits === '9000' || digits.startsWith('61')) return 'green';
  return digits.startsWith('62') || digits.startsWith('63') ? 'yellow' : 'red';
}
