/** Traces, logs and what people paste: whatever it is, it is read or refused in the reader's own words. */
import fc from 'fast-check';
import { ApduError, fromHex, toHex } from '../../../apdu/index.ts';
import { explainBytes, explainExchange } from '../../explain/explain-apdu.ts';
import { explainTrace } from '../../explain/explain-trace.ts';
import { LogImport } from '../../import/import-log.ts';
import { formatTrace } from '../../trace/format-trace.ts';
import { HEADER, parseTrace } from '../../trace/parse-trace.ts';
import { type Statement, TraceError } from '../../trace/trace.ts';
import { bytes, damaged, damagedLines, damagedText, dataObjects, hexOf } from '../arbitraries.ts';
import { commands, isAboutPins, SECRETS } from '../commands.ts';
import { logLines } from '../logs.ts';
import { demand, parsedOrRefused, sequence, single, type Target } from '../target.ts';

const named = (name: string): string => `$\{${name}}`;

/** Statements of the trace language. */
// biome-ignore format: a table reads best with its columns aligned
const STATEMENTS = [
  '# a comment', 'meta title "a log"', 'need profile zorg-id', 'policy transport raw', 'note "a remark"', 'wait 1.5s', 'gap "hidden" > 00 20 00 01',
  'case A-1 "one" clause "7816-4:2005 7.5.6" tag t', 'let X = 01 02', 'let Y = pad("123456", 16, 00)', `let Z = 6F{ 82:(38) 83:(${named('X')}) }`, 'secret X Y',
  '> 00 A4 04 0C lc(A000000063504B43532D3135)', '> 00 B0 00 00 00', `> 00 20 00 01 lc(${named('Y')})`, '> 00D60000 04 "text"', '> 00 84 00 00 08 # eight',
  '> 00 2A 90 80 lc(sha256("abc"))', '< [9000]', '< * [9000|6283]', '< 6F{ 82:(38) * } [90..]', '< {r1:8} [9000] @ 12ms ~ folded', '<? 6. .3 80/F0 [63C{n:n}]',
  '< {a:1..4} [9000]', `< ${named('X')} "text" {rest} [6...]`, '< none', '! eq X Y', '! ne r1 X', '! len X 2', 'reset cold -> 3B *', 'power off', 'remove', 'insert',
  '! verify ecdsa sha256 secp256r1 X Y Z',
] as const;

const traceText = fc
  .array(fc.constantFrom(...STATEMENTS), { maxLength: 12 })
  .map((lines) => [HEADER, ...lines, ''].join('\n'));

/** A trace that was written is read as the same trace. */
function demandSameAgain(statements: readonly Statement[]): string {
  const text = formatTrace({ statements });
  const again = formatTrace(parseTrace(text));
  demand(again === text, 'wrong', 'a trace is another one when it is written and read');
  return text;
}

export const traceTarget: Target = {
  name: 'cardtrace',
  about: 'texts to the parser of traces, and the traces to the writer and to decode',
  oracle:
    'TraceError with line and column, or a trace that is written, read and written the same, and can be explained',
  sources: ['conformance/trace', 'conformance/explain'],
  inputs: damagedText(traceText),
  check: (input) => {
    const trace = parsedOrRefused(() => parseTrace(single(input)), TraceError);
    if (trace === undefined) return;
    demandSameAgain(trace.statements);
    for (const line of explainTrace(trace)) demand(typeof line === 'string', 'wrong', 'a line is no text');
  },
};

export const importTarget: Target = {
  name: 'import',
  about: 'logs of eight kinds, mixed and damaged, to the importer',
  oracle:
    'statements that are written, read and written the same, of which every line of the log has its part or is told as not understood, and the same ones each time',
  sources: ['conformance/import'],
  inputs: damagedText(damagedLines(logLines).map((lines) => lines.join('\n'))).map((text) => text.split('\n')),
  check: (input) => {
    const lines = sequence(input);
    const read = () => {
      const statements: Statement[] = [];
      const importer = new LogImport({ name: 'log' }, (statement) => statements.push(statement));
      for (const line of lines) importer.line(line);
      return { report: importer.end(), statements };
    };
    const { report, statements } = read();
    demand(report.lines === lines.length, 'wrong', `${lines.length} lines are told as ${report.lines}`);
    for (const [first, last] of report.unknown)
      demand(
        first >= 1 && first <= last && last <= lines.length,
        'wrong',
        `lines ${first} to ${last} are not in the log`,
      );
    const text = demandSameAgain(statements);
    demand(
      formatTrace({ statements: read().statements }) === text,
      'state',
      'the same log is another trace the second time',
    );
  },
};

export const decodeTarget: Target = {
  name: 'decode',
  about: 'commands with answers, and bare bytes, to decode',
  oracle: 'ApduError, or lines of text in which no PIN or PUK stands',
  sources: ['conformance/decode', 'conformance/explain'],
  inputs: fc.tuple(hexOf(damaged(commands)), hexOf(damaged(fc.oneof(dataObjects, bytes(30))))),
  check: (input) => {
    const [command = '', answer = ''] = sequence(input);
    explainBytes(fromHex(answer));
    const lines = parsedOrRefused(() => explainExchange(fromHex(command), fromHex(answer)), ApduError);
    if (lines === undefined || !isAboutPins(command)) return;
    const text = lines.join('\n').toUpperCase().replaceAll(' ', '');
    for (const secret of SECRETS) {
      const hex = toHex(new TextEncoder().encode(secret));
      if (command.includes(hex)) demand(!text.includes(hex), 'state', `${command} is explained with its secret`);
    }
  },
};
