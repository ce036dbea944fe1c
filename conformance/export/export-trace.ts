/** Traces in the formats of other programs. What each writes, import reads back. */
import { toHex } from '../../apdu/index.ts';
import type { Passed } from './exchanges-of.ts';
import { gsmtapCapture } from './gsmtap-capture.ts';
import { usbCapture } from './usb-capture.ts';

export const EXPORT_FORMATS = ['scriptor', 'apdu4j', 'hex', 'gsmtap', 'ccid'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The whole file. */
export function exportTrace(format: ExportFormat, passed: readonly Passed[]): Uint8Array {
  switch (format) {
    case 'scriptor':
      return text(['# A script for scriptor; behind #< stands what was answered', ...passed.flatMap(scriptorLines)]);
    case 'apdu4j':
      return text(['# Made by proefpas', ...atrLine(passed), '# PROTOCOL: T=1', '#', ...passed.flatMap(pair)]);
    case 'hex':
      return text(passed.flatMap(pair));
    case 'gsmtap':
      return gsmtapCapture(passed);
    case 'ccid':
      return usbCapture(passed);
  }
}

const text = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));

function scriptorLines(passed: Passed): string[] {
  if (passed.kind === 'reset')
    return ['reset', ...(passed.atr === undefined ? [] : [`# ATR: ${toHex(passed.atr, ' ')}`])];
  const { command, answer } = passed;
  return [toHex(command, ' '), `#< ${answer.length === 0 ? 'none' : toHex(answer, ' ')}`];
}

function atrLine(passed: readonly Passed[]): string[] {
  const [first] = passed;
  return first?.kind === 'reset' && first.atr !== undefined ? [`# ATR: ${toHex(first.atr)}`] : [];
}

/** A command and its answer; dumps cannot say that there was none. */
function pair(passed: Passed): string[] {
  if (passed.kind === 'reset') return [];
  const { command, answer } = passed;
  return answer.length === 0 ? [`# no answer to ${toHex(command)}`] : [toHex(command), toHex(answer)];
}
