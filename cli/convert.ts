/** `proefpas convert`: a trace, or a log, in the format of another program. */
import { type ExportFormat, exchangesOf, exportTrace } from '../conformance/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { writePrivateFile } from './private-file.ts';
import { readTrace, tellRemarks } from './read-trace.ts';
import { setting } from './setting.ts';

export interface ConvertOrder {
  readonly trace: string;
  readonly to: ExportFormat;
  /** Standard output when left out. */
  readonly output: string | undefined;
  /** NAME=VALUE each. */
  readonly set: readonly string[];
  readonly keepSecrets: boolean;
}

const SHOWN = 12;

/** Says what could not be written: commands with a value that nobody gives. */
export async function convert({ trace: path, to, output, set, keepSecrets }: ConvertOrder): Promise<number> {
  const values = new Map(set.map(setting));
  const read = await readTrace(path, keepSecrets);
  const { file } = read;
  const { passed, left } = exchangesOf(read.trace, values);
  if (!passed.some(({ kind }) => kind === 'exchange'))
    throw new UsageError(`no command of ${file} is known to its last byte`);
  const bytes = exportTrace(to, passed);
  if (output === undefined) process.stdout.write(bytes);
  else writePrivateFile(output, bytes);
  tellRemarks(read);
  const more = left.length > SHOWN ? ` and ${left.length - SHOWN} more` : '';
  if (left.length > 0)
    process.stderr.write(
      `proefpas: ${file}: left out, since a value is not known, line ${left.slice(0, SHOWN).join(', ')}${more}; --set PIN=… gives it\n`,
    );
  return EXIT.success;
}
