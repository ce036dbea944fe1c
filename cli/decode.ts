/** `proefpas decode`: a trace, a log, or some pasted hexadecimal in plain words. */
import { existsSync } from 'node:fs';
import { ApduError, fromHex, parseCommand, parsedCommand, toHex } from '../apdu/index.ts';
import { commandParts, explainBytes, explainExchange, explainTrace, type Trace } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { painted, wantsColour } from './paint.ts';
import { readTrace, tellRemarks } from './read-trace.ts';

export interface DecodeOrder {
  /** Paths or `-`, or a command in hexadecimal and perhaps its answer. */
  readonly what: readonly string[];
  readonly keepSecrets: boolean;
  readonly json: boolean;
}

/** Writes the explanation to standard output. Throws `UsageError` for what is neither a file nor hexadecimal. */
export async function decode({ what, keepSecrets, json }: DecodeOrder): Promise<number> {
  const options = { showSecrets: keepSecrets };
  const isFile = what.map((word) => word === '-' || existsSync(word));
  if (isFile.includes(true) && isFile.includes(false))
    throw new UsageError(`there is no file ${what[isFile.indexOf(false)]}`);
  if (isFile.includes(true)) {
    for (const path of what) await decodeFile(path, options.showSecrets, json);
    return EXIT.success;
  }
  // Bytes that a shell has taken apart at their spaces.
  const isInBytes = what.length > 2 && what.every((word) => /^[0-9A-Fa-f]{2}$/.test(word));
  const [first, second, ...others] = (isInBytes ? [what.join('')] : what).map(bytesOf);
  if (first === undefined || others.length > 0)
    throw new UsageError(
      'decode takes files, or a command and its answer in one word each: put quotes around bytes with spaces',
    );
  if (json) say(JSON.stringify(jsonOf(first, second, keepSecrets)));
  else show(explain(first, second, options));
  return EXIT.success;
}

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

/** In colour where people look at it. */
function show(lines: Iterable<string>): void {
  const isColoured = wantsColour(process.stdout, process.env);
  for (const line of lines) say(isColoured ? painted(line) : line);
}

async function decodeFile(path: string, showSecrets: boolean, json: boolean): Promise<void> {
  const { trace, file, report } = await readTrace(path, showSecrets);
  const bytes = report === undefined ? undefined : onlyBytes(trace);
  const lines = (bytes && explainBytes(bytes, { showSecrets })) ?? explainTrace(trace, { showSecrets });
  if (json) say(JSON.stringify({ file, lines: [...lines], ...(report !== undefined && { report }) }));
  else show(lines);
  tellRemarks({ file, ...(report !== undefined && { report }) });
}

/** Of a file with nothing in it but some bytes in hexadecimal: these. */
function onlyBytes({ statements }: Trace): Uint8Array | undefined {
  const [only, ...others] = statements.filter(({ kind }) => kind !== 'meta' && kind !== 'empty');
  const [term, ...more] = only?.kind === 'command' ? only.bytes : [];
  return others.length === 0 && more.length === 0 && term?.kind === 'hex' ? term.bytes : undefined;
}

function bytesOf(word: string): Uint8Array {
  const digits = word.replace(/\b0x/gi, '').replace(/[:,]/g, ' ');
  if (/[^0-9A-Fa-f\s]/.test(digits)) throw new UsageError(`${word} is no file, and not hexadecimal either`);
  try {
    return fromHex(digits);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${word} is no file and not hexadecimal: ${error.message}`);
    throw error;
  }
}

function explain(
  first: Uint8Array,
  second: Uint8Array | undefined,
  options: { readonly showSecrets: boolean },
): string[] {
  if (second !== undefined) return explainExchange(command(first), second, options);
  const lines = explainBytes(first, options);
  if (lines === undefined) throw new UsageError('these bytes are no command, no answer and no data objects');
  return lines;
}

function command(bytes: Uint8Array): Uint8Array {
  try {
    parseCommand(bytes);
    return bytes;
  } catch (error) {
    if (error instanceof ApduError) throw new UsageError(`this is no command: ${error.message}`);
    throw error;
  }
}

function jsonOf(first: Uint8Array, second: Uint8Array | undefined, showSecrets: boolean): object {
  if (second === undefined && parsedCommand(first) === undefined)
    return { explanation: explain(first, undefined, { showSecrets }) };
  const parts = commandParts(command(first), { showSecrets });
  const explanation = explainExchange(first, second, { showSecrets });
  if (second === undefined) return { ...parts, explanation };
  return { ...parts, sw: toHex(second.subarray(-2)), explanation };
}
