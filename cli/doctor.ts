/** `proefpas doctor`: what on this computer can be reached, what is missing, what to type. */
import type { Check } from './doctor/check.ts';
import { checkLibraries } from './doctor/libraries.ts';
import { checkOwnSocket, checkVariable } from './doctor/own-socket.ts';
import { PLATFORM_ADVICE } from './doctor/platform-advice.ts';
import { checkPrograms } from './doctor/programs.ts';
import { checkVpcd } from './doctor/vpcd.ts';
import { EXIT } from './exit-status.ts';

const MIN_NODE = [20, 19] as const;

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  const detail = `${process.versions.node} on ${process.platform} ${process.arch}`;
  const common = { name: 'Node', detail, required: true } as const;
  return enough
    ? { ...common, status: 'ok' }
    : { ...common, status: 'wrong', advice: `install Node ${MIN_NODE.join('.')} or later` };
}

/** Of computers whose programs reach PC/SC through pcsc-lite. */
async function checkPcscliteHost(): Promise<Check[]> {
  const [socket, variable, libraries, programs] = await Promise.all([
    checkOwnSocket(),
    checkVariable(),
    checkLibraries(),
    checkPrograms(),
  ]);
  return [socket, ...libraries, variable, ...programs, checkVpcd()];
}

function describe(checks: readonly Check[], advice: readonly string[], runWorks: boolean): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, status, detail, advice }) => [
    `${status.padEnd(7)}  ${name.padEnd(width)}  ${detail}`,
    ...(advice === undefined ? [] : [`${' '.repeat(width + 11)}→ ${advice}`]),
  ]);
  const verdict = runWorks
    ? 'proefpas run works here. Try: proefpas run -- opensc-tool --list-readers'
    : 'proefpas run does not work here yet.';
  return `${[...lines, '', ...advice, ...(advice.length > 0 ? [''] : []), verdict].join('\n')}\n`;
}

/** Returns the exit status: success when `proefpas run` would work. */
export async function doctor(json: boolean): Promise<number> {
  const advice = PLATFORM_ADVICE[process.platform];
  const checks = [checkNode(), ...(advice === undefined ? await checkPcscliteHost() : [])];
  const runWorks = advice === undefined && !checks.some(({ status, required }) => required && status !== 'ok');
  process.stdout.write(
    json
      ? `${JSON.stringify({ event: 'doctor', runWorks, checks, advice: advice ?? [] })}\n`
      : describe(checks, advice ?? [], runWorks),
  );
  return runWorks ? EXIT.success : EXIT.failure;
}
