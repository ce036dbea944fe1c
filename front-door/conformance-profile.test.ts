/** docs/conformance-profile.md against the card itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type CardChannel, concat, encodeCommand, fromHex, INS, parseResponse, toHex } from '../apdu/index.ts';
import type { CardView, MorePin } from '../applet/index.ts';
import { createCard } from './create-card.ts';
import { profiles } from './profiles.ts';

const DOCS = readFileSync(new URL('../docs/conformance-profile.md', import.meta.url), 'utf8');
const profile = profiles.conformance;
const card = createCard({ profile });
const view = card.inspect();
type FileView = CardView['files'];

/** The rows of the table under a heading, without its first two lines, as cells. */
function table(heading: string): string[][] {
  const section = DOCS.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!;
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const hex = (byte: number): string => toHex(Uint8Array.of(byte));
const padded = (value: string): Uint8Array => concat(new TextEncoder().encode(value), new Uint8Array(16)).slice(0, 16);

/** The one condition of several operations, or all of them. */
const condition = ({ access }: FileView, ...operations: string[]): string =>
  [...new Set(operations.map((operation) => access[operation]!))].join(' / ');

const isDf = ({ kind }: FileView): boolean => kind === 'MF' || kind === 'DF';
const dfs = [view.files, ...view.files.children.filter(isDf)];
const efs = dfs.flatMap((df) =>
  df.children
    .filter((child) => !isDf(child))
    .map((file) => ({ file, path: df === view.files ? file.fid : `${df.fid} ${file.fid}` })),
);

it('PINs', () => {
  const policies = new Map([
    [1, { ...profile.pin, resetBy: '02' }],
    [2, { ...profile.puk, resetBy: '–' }],
    ...profile.morePins.map(
      ({ reference, policy, resetBy }: MorePin) =>
        [reference, { ...policy, resetBy: resetBy === undefined ? '–' : hex(resetBy) }] as const,
    ),
  ]);
  const rows = view.pins.map(({ reference, label, tryLimit }) => {
    const { minLength, maxLength, alphabet, resetBy, mayBeDisabled = false } = policies.get(reference)!;
    const length = minLength === maxLength ? `${minLength}` : `${minLength}–${maxLength}`;
    return [hex(reference), label, `${tryLimit}`, length, alphabet, resetBy, mayBeDisabled ? 'yes' : 'no'];
  });
  expect(table('PINs and PUKs').map((cells) => cells.toSpliced(2, 1))).toEqual(rows);
});

it('their values', () => {
  const send = (to: CardChannel, ins: number, p2: number, ...secrets: string[]): number =>
    parseResponse(to.transmit(encodeCommand({ ins, p2, data: concat(...secrets.map(padded)) }))).sw;
  const rows = table('PINs and PUKs');
  const values = new Map(rows.map(([reference, , value]) => [reference!, value!]));
  const fork = card.fork();
  fork.powerOn();
  for (const [reference, , value, , , , resetBy] of rows) {
    if (resetBy === '–') continue;
    const p2 = Number.parseInt(reference!, 16);
    expect(send(fork, INS.verify, p2, value!)).toBe(0x9000);
    expect(send(fork, INS.resetRetryCounter, p2, values.get(resetBy!)!, value!)).toBe(0x9000);
  }
});

it('keys', () => {
  const digests = new Map(efs.map(({ file, path }) => [file.sha256, path]));
  const rows = view.keys.map(({ reference, kind, usage, publicKey }) => [
    hex(reference),
    kind,
    usage.join(', '),
    'user',
    digests.get(createHash('sha256').update(publicKey).digest('hex')),
  ]);
  expect(table('Keys')).toEqual(rows);
});

it('DFs', () => {
  const rows = dfs.map((df) => [
    df.fid,
    df.name ?? '–',
    condition(df, 'createDf', 'createEf'),
    condition(df, 'deleteChild'),
    condition(df, 'deactivate', 'activate'),
    condition(df, 'terminate'),
    condition(df, 'deleteSelf'),
  ]);
  expect(table('DFs').map((cells) => cells.slice(0, 7))).toEqual(rows);
});

it('EFs', () => {
  const rows = efs.map(({ file, path }) => [
    path,
    file.kind.replace(/ EF$/, ''),
    `${file.size}`,
    condition(file, 'read'),
    condition(file, 'write'),
    condition(file, 'update'),
    condition(file, 'deactivate', 'activate'),
    condition(file, 'terminate', 'deleteSelf'),
  ]);
  expect(table('EFs')).toEqual(rows);
});

it('the words about the format of the security attributes, the short identifiers and the data object', () => {
  const fork = card.fork();
  fork.powerOn();
  const send = (command: string) => toHex(fork.transmit(fromHex(command)));
  const attribute = (path: string): string => {
    const template = parseResponse(
      fork.transmit(encodeCommand({ ins: INS.select, p1: 0x08, p2: 0x04, data: fromHex(path), ne: 256 })),
    ).data;
    return /8608FF|8C0407|AB0[0-9A-F]80/.exec(toHex(template))![0].slice(0, 2);
  };
  const formats = [...dfs.slice(1).map(({ fid }) => fid), ...efs.map(({ path }) => path)].map(
    (path) => `${path} ${attribute(path.replace(' ', ''))}`,
  );
  // biome-ignore format: a table reads best with its columns aligned
  expect(formats).toEqual([
    '7F01 86', '7F02 86', '7F03 86', '7F04 86', '7F05 86', '2F00 8C',
    '7F03 0101 86', '7F03 0102 86', '7F03 0103 86', '7F03 0104 86',
    '7F04 0201 8C', '7F04 0202 8C', '7F04 0203 8C', '7F04 0204 AB', '7F04 0205 AB', '7F04 0206 8C',
    '7F05 0301 8C', '7F05 0302 8C',
  ]);
  send('00A4000C023F00');
  expect(send('00B09E0002')).toBe('611A9000');
  send('00A4080C027F03');
  expect(send('00CADF2100')).toBe('544553549000');
});
