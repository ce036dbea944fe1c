/** The option `--set NAME=VALUE`: values for the names of a trace. */
import { fromHex } from '../apdu/index.ts';
import { UsageError } from './exit-status.ts';

/** `PIN=123456` is text, `KEY=hex:00FF` bytes. Throws `UsageError`. */
export function setting(text: string): [string, Uint8Array] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--set takes NAME=VALUE, as in --set PIN=123456`);
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (!value.startsWith('hex:')) return [name, new TextEncoder().encode(value)];
  try {
    return [name, fromHex(value.slice(4))];
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`--set ${name}=hex:… is not hexadecimal: ${error.message}`);
    throw error;
  }
}
