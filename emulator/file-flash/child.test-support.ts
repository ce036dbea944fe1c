/** Other processes that use image files, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const PRELUDE = `
  import { FileFlash } from './emulator/file-flash/index.ts';
  const say = (text) => process.stdout.write(text + '\\n');
  const open = (path, options) => {
    try {
      return FileFlash.open(path, options);
    } catch (error) {
      say('refused: ' + error.message);
    }
  };
`;

export interface Child {
  readonly process: ChildProcess;
  /** The next line of its output. */
  line(): Promise<string>;
}

/** A process that runs a few lines of code: `open(path, options)` gives a `FileFlash` or says "refused: …", `say` says a line. */
export function child(code: string, shell = ''): Child {
  const args = ['--import', 'tsx', '--input-type=module', '-e', PRELUDE + code];
  const command = [process.execPath, ...args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`)].join(' ');
  const started = spawn('sh', ['-c', `${shell} exec ${command}`], { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
    started.emit('line');
  });
  return {
    process: started,
    line: async () => {
      while (lines.length === 0) await once(started, 'line');
      return lines.shift()!;
    },
  };
}

/** Kills a process as `kill -9` does, and waits until it is gone. */
export async function kill({ process }: Child): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}
