/** `proefpas decode`: a trace, a log, or some pasted hexadecimal in plain words. */
import { existsSync } from 'node:fs';
import { ApduError, fromHex, parseCommand, toHex } from '../apdu/index.ts';
import { commandParts, explainBytes, explainExchange, explainTrace } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
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
  const [first, second, ...others] = what.map(bytesOf);
  if (first === undefined || others.length > 0)
    throw new UsageError('decode takes a file, or a command and its answer');
  if (json) say(JSON.stringify(jsonOf(first, second, keepSecrets)));
  else for (const line of explain(first, second, options)) say(line);
  return EXIT.success;
}

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

async function decodeFile(path: string, showSecrets: boolean, json: boolean): Promise<void> {
  const { trace, file, report } = await readTrace(path, showSecrets);
  const lines = explainTrace(trace, { showSecrets });
  if (json) say(JSON.stringify({ file, lines: [...lines], ...(report !== undefined && { report }) }));
  else for (const line of lines) say(line);
  tellRemarks({ file, ...(report !== undefined && { report }) });
}

function bytesOf(word: string): Uint8Array {
  try {
    return fromHex(word);
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
  const parts = commandParts(command(first), { showSecrets });
  const explanation = explainExchange(first, second, { showSecrets });
  if (second === undefined) return { ...parts, explanation };
  return { ...parts, sw: toHex(second.subarray(-2)), explanation };
}
