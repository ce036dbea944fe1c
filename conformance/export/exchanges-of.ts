/** What passed between host and card by a trace, byte for byte, for formats that know no names and no patterns. */
import { evaluated } from '../trace/evaluate.ts';
import { literalData, literalResponse } from '../trace/literal.ts';
import type { Bytes, Statement, Trace } from '../trace/trace.ts';

export type Passed =
  | { readonly kind: 'reset'; readonly atr: Uint8Array | undefined }
  /** The answer is empty where the card gave none. */
  | { readonly kind: 'exchange'; readonly command: Uint8Array; readonly answer: Uint8Array };

export interface PassedExchanges {
  readonly passed: readonly Passed[];
  /** Lines of commands that are left out: a value is missing, or the answer is no literal one. */
  readonly left: readonly number[];
}

export function exchangesOf(trace: Trace, values: ReadonlyMap<string, Uint8Array>): PassedExchanges {
  const names = new Map(values);
  const passed: Passed[] = [];
  const left: number[] = [];
  let asked: { readonly command: Uint8Array | undefined; readonly line: number } | undefined;
  const ask = (bytes: Bytes | undefined, line: number): void => {
    if (asked !== undefined) left.push(asked.line);
    asked = { command: bytes && evaluated(bytes, names), line };
  };
  const each = (statement: Statement): void => {
    switch (statement.kind) {
      case 'let': {
        const value = evaluated(statement.value, names);
        if (value !== undefined && !values.has(statement.name)) names.set(statement.name, value);
        return;
      }
      case 'command':
        return ask(statement.bytes, statement.line);
      case 'gap':
        return ask(statement.command, statement.line);
      case 'reset':
        passed.push({ kind: 'reset', atr: statement.atr && literalData(statement.atr) });
        return;
      case 'response': {
        if (asked === undefined) return;
        const { command, line } = asked;
        asked = undefined;
        const pattern = statement.pattern.map((term) => {
          const value = term.kind === 'name' ? names.get(term.name) : undefined;
          return value === undefined ? term : { kind: 'masked' as const, bits: value, mask: value.map(() => 0xff) };
        });
        const answer = literalResponse({ ...statement, pattern });
        if (command === undefined || answer === undefined) left.push(line);
        else passed.push({ kind: 'exchange', command, answer });
      }
    }
  };
  for (const statement of trace.statements) each(statement);
  if (asked !== undefined) left.push(asked.line);
  return { passed, left };
}
