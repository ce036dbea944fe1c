/** Who has locked a file, as Linux tells it in /proc. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';

/** A line of fdinfo about a flock that is held through this very descriptor. */
const HELD = /^lock:.*\bFLOCK\b/m;

/** What to call the process that has locked a file; "another process" where the system does not tell. */
export function lockHolder(path: string): string {
  const pid = holderOf(path);
  if (pid === undefined) return 'another process';
  if (pid === process.pid) return `this very process, ${pid}`;
  const command = commandOf(pid);
  return `process ${pid}${command === undefined ? '' : ` (${command})`}`;
}

/** What a look at another process gives, which may be forbidden or too late. */
function attempt<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function holderOf(path: string): number | undefined {
  const file = attempt(() => statSync(path));
  if (file === undefined) return undefined;
  const holds = (process: string, descriptor: string): boolean => {
    const open = attempt(() => statSync(`/proc/${process}/fd/${descriptor}`));
    if (open?.ino !== file.ino || open.dev !== file.dev) return false;
    return HELD.test(attempt(() => readFileSync(`/proc/${process}/fdinfo/${descriptor}`, 'latin1')) ?? '');
  };
  const processes = (attempt(() => readdirSync('/proc')) ?? []).filter((name) => /^[0-9]+$/.test(name));
  const found = processes.find((process) =>
    (attempt(() => readdirSync(`/proc/${process}/fd`)) ?? []).some((descriptor) => holds(process, descriptor)),
  );
  return found === undefined ? undefined : Number(found);
}

/** The program, its script and the word behind that; no more, because arguments may hold what is secret. */
function commandOf(pid: number): string | undefined {
  const [program, ...rest] = attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split('\0') ?? [];
  if (!program) return undefined;
  const script = rest.findIndex((word) => /\.[cm]?[jt]s$|\/proefpas$/.test(word));
  const words = script === -1 ? [] : [basename(rest[script]!), rest[script + 1] ?? ''];
  return [basename(program), ...words].join(' ').trim();
}
