/** How fast logs become traces, in how much memory, and how fast traces are played. Part of `npm run bench`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkTo } from '../dist/apdu/index.js';
import { answersOf, exportTrace, replay } from '../dist/conformance/index.js';
import { createCard } from '../dist/index.js';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const MB = 1e6;
const SIZE = 40 * MB;
const hex = (bytes, separator = ' ') =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?!$)/g, `$&${separator}`);

/** A host that selects, reads, verifies and signs; every answer another one. */
function session() {
  const bytes = (length, seed) => Uint8Array.from({ length }, (_, i) => (seed * 31 + i * 17 + (i * seed) / 7) & 255);
  const of = (head, data, answer) => ({
    command: Buffer.concat([Buffer.from(head, 'hex'), data]),
    answer: Buffer.concat([answer, Buffer.from('9000', 'hex')]),
  });
  return Array.from({ length: 400 }, (_, i) => {
    if (i % 10 < 3) return of('00A4080004', bytes(4, i), bytes(25, i));
    if (i % 10 < 9) return of(`00B0${hex([i >> 8, i & 255], '')}`, Buffer.of(0), bytes(230, i));
    return of('002A9E9A33', bytes(51, i), bytes(256, i));
  });
}

const rows16 = (bytes) =>
  Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => bytes.subarray(16 * i, 16 * i + 16));
const dump = (bytes) =>
  rows16(bytes).map(
    (row) =>
      `${hex(row)} `.padEnd(48) +
      Buffer.from(row)
        .toString('latin1')
        .replace(/[^ -~]/g, '.'),
  );
const opensc = (direction, bytes) => [
  'P:42; T:0x140358682462272 22:42:35.479 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: ',
  `${direction} APDU (${bytes.length} bytes):`,
  ...dump(bytes),
  '',
];

// biome-ignore format: a table reads best with its columns aligned
const DIALECTS = {
  'OpenSC debug log':    ({ command, answer }) => [...opensc('Outgoing', command), ...opensc('Incoming', answer)],
  'pcscd --apdu log':    ({ command, answer }) => [`00000005 APDU: ${hex(command)} `, `00127204 SW: ${hex(answer)} `],
  'GlobalPlatformPro log': ({ command, answer }) => [`A>> T=1 (4+0000) ${hex(command, '')}`, `A<< (0000+2) (52ms) ${hex(answer, '')}`],
  'scriptor transcript': ({ command, answer }) => [`> ${hex(command)}`, ...rows16(answer).map((row, i, all) => `${i === 0 ? '< ' : ''}${hex(row)} ${i === all.length - 1 ? ': Normal processing.' : ''}`)],
  'pyscard transcript':  ({ command, answer }) => [`> ${hex(command)}`, `< ${hex(answer)}`],
  'mock transport':      ({ command, answer }) => [`=> ${hex(command, '').toLowerCase()}`, `<= ${hex(answer, '').toLowerCase()}`],
  'scdaemon log':        ({ command, answer }) => [`2026-11-23 23:00:31 scdaemon[94] DBG:   PCSC_data: ${hex(command)}`, `2026-11-23 23:00:31 scdaemon[94] DBG:  response: sw=9000  datalen=${answer.length - 2}`, `2026-11-23 23:00:31 scdaemon[94] DBG:      dump: ${hex(answer.subarray(0, -2))}`],
  'hexadecimal pairs':   ({ command, answer }) => [hex(command, ''), hex(answer, '')],
};

function write(path, block, size) {
  const file = openSync(path, 'w');
  for (let written = 0; written < size; written += block.length) writeSync(file, block);
  closeSync(file);
}

/** MB/s and peak memory in MiB of an import in a process of its own. */
async function imported(path) {
  const start = performance.now();
  // Of its own memory: what getrusage tells begins with that of the process it was forked from.
  const peak = "/VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]";
  const code = `import fs from 'node:fs'; process.on('exit', () => process.stderr.write('peak ' + ${peak})); process.argv.splice(1, 0, '${MAIN}'); await import('${MAIN}')`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, 'import', path, '-o', `${path}.out`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  await once(child, 'close');
  const rate = statSync(path).size / MB / ((performance.now() - start) / 1000);
  rmSync(`${path}.out`, { force: true });
  return { rate, peak: Number(/peak (\d+)/.exec(said)?.[1]) / 1024 };
}

/** `row` prints one figure. */
export async function traces(row) {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-bench-'));
  const path = join(folder, 'log');
  const spoken = session();
  const show = ({ rate, peak }) => `${rate.toFixed(1)} MB/s, peak ${peak.toFixed(0)} MiB`;
  for (const [name, speak] of Object.entries(DIALECTS)) {
    write(path, Buffer.from(`${spoken.flatMap(speak).join('\n')}\n`), SIZE);
    row(`import of ${name}, ${SIZE / MB} MB`, show(await imported(path)));
  }
  const passed = Array.from({ length: (SIZE / MB) * 8 }, () => spoken)
    .flat()
    .map((each) => ({ kind: 'exchange', ...each }));
  write(path, exportTrace('ccid', passed), 1);
  row(`import of a USB capture, ${(statSync(path).size / MB).toFixed(0)} MB`, show(await imported(path)));
  const block = Buffer.from(`${spoken.flatMap(DIALECTS['pcscd --apdu log']).join('\n')}\n`);
  const peaks = [];
  for (const size of [20 * MB, 100 * MB]) {
    write(path, block, size);
    peaks.push(await imported(path));
  }
  row('import of 100 MB', `${show(peaks[1])}, ${(peaks[1].peak - peaks[0].peak).toFixed(0)} MiB more than of 20 MB`);
  rmSync(folder, { recursive: true });
  row('replay in process', `${Math.round((await replayRate()) / 1000)}k exchanges/s`);
}

/** Exchanges a second of a trace of the card itself, selecting and reading. */
async function replayRate() {
  const command = (text) => ({
    kind: 'command',
    line: 1,
    bytes: [{ kind: 'hex', bytes: Uint8Array.from(Buffer.from(text, 'hex')) }],
  });
  const any = { kind: 'response', line: 1, judged: true, pattern: [{ kind: 'rest' }], statuses: [{ digits: '....' }] };
  const statements = Array.from({ length: 50_000 }, () => [
    command('00A4080C0450155031'),
    any,
    command('00B0000020'),
    any,
  ]).flat();
  const trace = await answersOf({ statements }, linkTo(createCard()), new Map());
  const rates = [];
  for (let round = 0; round < 3; round++) {
    const card = linkTo(createCard());
    const start = performance.now();
    const { exchanges } = await replay(trace, card, { file: 'bench' });
    rates.push(exchanges / ((performance.now() - start) / 1000));
  }
  return rates.sort((a, b) => a - b)[1];
}
