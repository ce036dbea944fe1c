/** Measures what the documentation claims: ratios against Node's own figures in the same run, and rates. `npm run bench`. */

import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flashSize } from '../dist/applet/index.js';
import { FileFlash } from '../dist/emulator/file-flash/index.js';
import { CURVES, generateRsaKey, HmacDrbg, nativeEngine } from '../dist/emulator/index.js';
import { createCard, openImageCard, profiles, startReader, startWorkerCard } from '../dist/index.js';
import { issue, registerSource } from '../dist/issuer/issuance/index.js';
import { CertificateStatuses } from '../dist/issuer/pki/index.js';
import { openPortal } from '../dist/issuer/portal-store/index.js';
import { SCENARIOS } from '../dist/issuer/scenario/index.js';
import { traces } from './bench-traces.mjs';

const hex = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const row = (what, value) => console.log(`${what.padEnd(62)} ${value}`);

/** Median microseconds of one call. */
function time(runs, work) {
  return median(
    Array.from({ length: runs }, () => {
      const start = process.hrtime.bigint();
      work();
      return Number(process.hrtime.bigint() - start) / 1000;
    }),
  );
}

/** Median microseconds of a request and its whole reply on a Unix socket. */
async function roundTrip(path, prepare, request, replyLength, runs = 20_000) {
  const socket = createConnection(path);
  const waiting = { resolve: undefined, left: 0 };
  socket.on('data', (bytes) => {
    waiting.chunk = waiting.chunk ? Buffer.concat([waiting.chunk, bytes]) : bytes;
    if (waiting.chunk.length >= waiting.left) {
      const { chunk, resolve } = waiting;
      waiting.chunk = undefined;
      resolve(chunk);
    }
  });
  const ask = (bytes, length) =>
    new Promise((resolve) => {
      waiting.left = length;
      waiting.resolve = resolve;
      socket.write(bytes);
    });
  const message = await prepare(ask, request);
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint();
    await ask(message, replyLength);
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  socket.destroy();
  return median(times.slice(runs / 10));
}

const u32 = (...values) => Buffer.from(Uint32Array.from(values).buffer);

async function connectFirst(ask) {
  await ask(u32(12, 0x11, 4, 4, 0), 12);
  const context = (await ask(u32(12, 0x01, 2, 0, 0), 12)).readUInt32LE(4);
  const name = Buffer.alloc(128);
  name.write('Proefpas 00 00');
  const reply = await ask(Buffer.concat([u32(152, 0x04, context), name, u32(2, 3, 0, 0, 0)]), 152);
  const card = reply.readUInt32LE(140);
  return Buffer.concat([u32(32, 0x09, card, 2, 16, 5, 3, 16, 65548, 0), hex('00CA010103')]);
}

async function bridge() {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-bench-'));
  const bare = createServer((socket) => socket.on('data', () => socket.write(Buffer.alloc(37))));
  await new Promise((done) => bare.listen(join(folder, 'bare'), done));
  const idle = await roundTrip(join(folder, 'bare'), async () => Buffer.alloc(45), undefined, 37);
  const readers = await startReader({ cards: [createCard()] });
  const ours = await roundTrip(readers.env.PCSCLITE_CSOCK_NAME, connectFirst, undefined, 37);
  await readers.close();
  const worker = await startWorkerCard({ profile: profiles['zorg-id'] });
  const second = await startReader({ cards: [worker] });
  const threaded = await roundTrip(second.env.PCSCLITE_CSOCK_NAME, connectFirst, undefined, 37, 5_000);
  await second.close();
  await worker.close();
  bare.close();
  rmSync(folder, { recursive: true });
  row('SCardTransmit round trip ÷ do-nothing server', `${(ours / idle).toFixed(2)} × (${ours.toFixed(1)} µs)`);
  row('the same, card in a worker', `${(threaded / idle).toFixed(2)} × (${threaded.toFixed(1)} µs)`);
}

function inProcess() {
  const card = createCard({ profile: 'zorg-id' });
  card.powerOn();
  const commands = [hex('00A4080C0450154331'), hex('00B00000C8')];
  const round = (n) => {
    for (let i = 0; i < n; i++) {
      card.transmit(commands[0]);
      card.transmit(commands[1]);
    }
  };
  round(200_000);
  const rates = Array.from({ length: 5 }, () => {
    const start = performance.now();
    round(200_000);
    return 400_000 / (performance.now() - start);
  });
  row('SELECT + READ BINARY of 200 bytes, in process', `${Math.round(median(rates))}k APDUs/s`);
}

function crypto() {
  const card = createCard({ profile: 'zorg-id' });
  card.powerOn();
  card.transmit(hex(`0020000110${'313233343536'.padEnd(32, '0')}`));
  card.transmit(hex('002241B606800111840101'));
  const command = hex(`002A9E9A333031300D060960864801650304020105000420${'5A'.repeat(32)}00`);
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const data = Buffer.alloc(32);
  for (let i = 0; i < 50; i++) card.transmit(command);
  row(
    'RSA-2048 signature through the card ÷ node:crypto',
    `${(time(300, () => card.transmit(command)) / time(300, () => sign('sha256', data, own))).toFixed(2)} ×`,
  );

  const p256 = createPrivateKey(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const curve = CURVES.find(({ name }) => name === 'secp256r1');
  const d = new Uint8Array(32).fill(7);
  const ecdsa = () => nativeEngine.ecdsaSign(curve, d, data);
  for (let i = 0; i < 500; i++) ecdsa();
  row(
    'ECDSA P-256 (deterministic) ÷ node:crypto',
    `${(time(3000, ecdsa) / time(3000, () => sign('sha256', data, p256))).toFixed(2)} ×`,
  );

  const drbg = new HmacDrbg(new Uint8Array(32));
  const seeded = time(30, () => generateRsaKey(2048, drbg, nativeEngine));
  const theirs = time(30, () => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  row(
    'seeded RSA-2048 generation ÷ node:crypto, median of 30',
    `${(seeded / theirs).toFixed(2)} × (${(seeded / 1000).toFixed(0)} ms)`,
  );
}

const VERIFY_READY = hex(`0020000110${'313233343536'.padEnd(32, '0')}`);

/** What VERIFY with the right PIN costs: two commits. On a file, beside two bare fdatasyncs of a block, in turn. */
function verifyCost() {
  const inMemory = createCard();
  inMemory.powerOn();
  for (let i = 0; i < 5_000; i++) inMemory.transmit(VERIFY_READY);
  row(
    'VERIFY with the right PIN, card in memory',
    `${time(20_000, () => inMemory.transmit(VERIFY_READY)).toFixed(1)} µs`,
  );

  const folder = mkdtempSync(join(tmpdir(), 'proefpas-bench-'));
  const flash = FileFlash.open(join(folder, 'card'), { size: flashSize(profiles['zorg-id']), durability: 'power' });
  const card = createCard({ flash });
  card.powerOn();
  const file = openSync(join(folder, 'bare'), 'w');
  const block = new Uint8Array(4096);
  writeSync(file, new Uint8Array(65_536), 0, 65_536, 0);
  fdatasyncSync(file);
  const bare = () => {
    for (let i = 0; i < 2; i++) {
      writeSync(file, block, 0, block.length, i * block.length);
      fdatasyncSync(file);
    }
  };
  const ours = [];
  const theirs = [];
  for (let i = 0; i < 400; i++) {
    theirs.push(time(1, bare));
    ours.push(time(1, () => card.transmit(VERIFY_READY)));
  }
  closeSync(file);
  flash.close();
  rmSync(folder, { recursive: true });
  const [one, two] = [median(ours), median(theirs)];
  row('the same, durable on a file ÷ two bare fdatasyncs', `${(one / two).toFixed(2)} × (${one.toFixed(0)} µs)`);
}

function forks() {
  const card = createCard();
  const before = process.memoryUsage();
  const made = [];
  const start = performance.now();
  for (let i = 0; i < 10_000; i++) made.push(card.fork());
  const each = ((performance.now() - start) / made.length) * 1000;
  const after = process.memoryUsage();
  const bytes = (after.heapUsed + after.external - before.heapUsed - before.external) / made.length;
  row('fork of a personalised card', `${each.toFixed(1)} µs, ${(bytes / 1024).toFixed(1)} KiB`);
}

function sweepRate() {
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'conformance/power-cut/main.ts', '--random', '8', '--recoveries', '40', '--shard', '1/8'],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' },
  );
  row('sweep of power cuts', stderr.trim().split('\n').at(-1));
}

/** A card made from a UZI card, all checks included: keys made on the card, which is kept in a file. Portal in a folder. */
async function issuing() {
  const folder = mkdtempSync(join(tmpdir(), 'proefpas-bench-'));
  const uzi = createCard({ profile: 'uzi-medewerker' });
  const times = [];
  for (let i = 0; i < 20; i++) {
    const portal = await openPortal(join(folder, `portal-${i}`));
    const seed = Uint8Array.of(i + 1);
    const { card, close } = openImageCard({
      image: join(folder, `card-${i}`),
      profile: profiles['zorg-id-blank'],
      seed,
    });
    const start = performance.now();
    await issue({
      workstation: { platform: 'windows', desktopApp: '1.14.8.0', isLoggedIn: false },
      uziCard: uzi.fork(),
      newCard: card,
      uziPin: '123456',
      birthDate: '1980-01-01',
      newPin: 'Geheim12',
      repeated: 'Geheim12',
      portal,
      revocation: registerSource({ statuses: new CertificateStatuses() }, portal.clock),
    });
    times.push(performance.now() - start);
    close();
    await portal.close();
  }
  rmSync(folder, { recursive: true });
  row('issue a card: median of 20, keys generated on the card', `${(median(times) / 1000).toFixed(2)} s (limit 2 s)`);
}

function startUp() {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const spawned = (...args) =>
    median(Array.from({ length: 7 }, () => time(1, () => spawnSync(process.execPath, args))));
  const empty = spawned('-e', '0');
  row(
    '`proefpas run zorg-id -- true` over an empty Node',
    `+${((spawned(main, 'run', 'zorg-id', '--', 'true') - empty) / 1e6).toFixed(2)} s`,
  );
}

/** Every scenario as its user has it: a process of its own, from nothing to a command that ends at once. */
function scenarios() {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const times = Object.keys(SCENARIOS).map((name) => {
    const start = performance.now();
    const args = [main, 'scenario', name, '--port', '0', '--', 'true'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`scenario ${name} ended with ${status}: ${stderr}`);
    return { name, seconds: (performance.now() - start) / 1000 };
  });
  const slowest = times.reduce((one, other) => (other.seconds > one.seconds ? other : one));
  const middle = median(times.map(({ seconds }) => seconds));
  row(
    `prepare a scenario: slowest of ${times.length}, cold process`,
    `${slowest.seconds.toFixed(2)} s (limit 3 s): ${slowest.name}; median ${middle.toFixed(2)} s`,
  );
}

inProcess();
await bridge();
crypto();
verifyCost();
forks();
sweepRate();
await issuing();
scenarios();
startUp();
await traces(row);
