import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linkTo, parsedCommand } from '../../apdu/index.ts';
import { createCard } from '../../index.ts';
import { LogImport } from '../import/import-log.ts';
import type { Statement } from '../trace/trace.ts';
import type { Finding } from './findings.ts';
import { DIFFERENCES, evidenceOfReference, KNOWN_DIFFERENCES } from './known-differences.ts';
import { replay } from './replay.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

interface Row {
  readonly recording: string;
  readonly exchange: number;
  readonly statuses: string;
  readonly why: string;
}

const ROWS: readonly Row[] = read(`../../${DIFFERENCES}`)
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, recording]) => recording !== undefined && /^(v[01]|any)/.test(recording))
  .map(([, recording, exchange, , reference, ours, why]) => ({
    recording: recording!,
    exchange: Number(exchange),
    statuses: `${reference} ${ours}`,
    why: why!,
  }));

/** What T=0 takes apart is joined before it is judged, so that these differences are none. */
const isTransport = ({ statuses }: Row): boolean => /\b6[1C]|^9000 6985$|^6900 9000$/.test(statuses);

interface Played {
  readonly verdict: string;
  readonly findings: readonly Finding[];
  /** Line of the answer to each command of the recording, from 1. */
  readonly lines: ReadonlyMap<number, number>;
}

/** The part of a recording before it comes to keys, which take time to make. */
const withoutKeys = (text: string): string => text.split('\n').slice(0, 720).join('\n');

async function played(recording: string, alter = (text: string): string => text): Promise<Played> {
  const text = alter(read(`../recordings/isoapplet-${recording}.trace`)).split('\n');
  const statements: Statement[] = [];
  const log = new LogImport({ name: recording, keepSecrets: true }, (statement) => statements.push(statement));
  const lines = new Map<number, number>();
  let exchange = 0;
  for (const [i, line] of text.entries()) {
    log.line(line);
    if (line.startsWith('> ')) exchange++;
    if (line.startsWith('< ')) lines.set(exchange, i + 1);
  }
  log.end();
  const { verdict, findings } = await replay({ statements }, linkTo(createCard({ profile: 'zorg-id-blank' })), {
    file: recording,
  });
  return { verdict, findings, lines };
}

describe.each(['v0', 'v1'])('recording %s of the reference card', (recording) => {
  it('differs in nothing that the document does not explain, row by row', async () => {
    const { verdict, findings, lines } = await played(recording);
    expect(findings.filter((finding) => finding.verdict !== 'explained')).toEqual([]);
    expect(verdict).toBe('same');
    const told = findings.filter(({ source }) => source !== undefined);
    expect(new Set(told.map(({ source }) => source))).toEqual(new Set([DIFFERENCES]));
    const ofRecording = ROWS.filter((row) => row.recording.startsWith(recording));
    const expected = ofRecording.filter((row) => !isTransport(row)).map(({ exchange, why }) => `${exchange}: ${why}`);
    const exchangeAt = new Map([...lines].map(([exchange, line]) => [line, exchange]));
    const found = told.map(({ line, cause }) => `${exchangeAt.get(line)}: ${cause}`);
    expect(expected.filter((row) => !found.includes(row))).toEqual([]);
    const allowed = new Set(ofRecording.map(({ exchange, why }) => `${exchange}: ${why}`));
    const surplus = told.filter(({ recorded = '' }, i) => !allowed.has(found[i]!) && !/\[6[1C]/.test(recorded));
    expect(surplus).toEqual([]);
  });
});

it('the rows and the document tell the same reasons', () => {
  const documented = new Set(ROWS.map(({ why }) => why));
  const known = new Set(KNOWN_DIFFERENCES.map(({ why }) => why));
  expect([...known].filter((why) => !documented.has(why))).toEqual([]);
  const unknown = [...documented].filter((why) => !known.has(why));
  const isOnlyTransport = (why: string): boolean => ROWS.filter((row) => row.why === why).every(isTransport);
  expect(unknown.filter((why) => !isOnlyTransport(why))).toEqual([]);
});

it('a recording of another card is explained by no row', async () => {
  // 6A88 where the reference has no such word, often enough to outweigh what speaks for it.
  const { verdict, findings } = await played('v1', (text) => withoutKeys(text).replaceAll('\n< 6A86', '\n< 6A88'));
  expect(verdict).toBe('different');
  expect(findings.filter(({ source }) => source !== undefined)).toEqual([]);
});

it('a change that is no decision of ours is a difference in a recording of the reference too', async () => {
  const { findings } = await played('v0', (text) =>
    text.replace('\n# wrong 3\n', '\n# wrong 3\n> 0020000106393939393939\n< 63C1\n'),
  );
  expect(findings.filter(({ verdict }) => verdict === 'different').length).toBeGreaterThan(0);
});

describe('the reference card is told by what it answers', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['its own word for an unknown application',         '00A4040009A0000003080000100000',     0x6999, '',       1],
    ['a version though nothing was asked for',          '00A4040C0CF276A288BCFBA69D34F31001', 0x9000, '000606', 1],
    ['no version though it was',                        '00A404000CF276A288BCFBA69D34F31001', 0x9000, '',       1],
    ['the version, as both cards do',                   '00A404000CF276A288BCFBA69D34F31001', 0x9000, '000606', 0],
    ['no GET DATA',                                     '00CA010103',                         0x6d00, '',       1],
    ['a blocked PIN in the words of the standard',      '00200001',                           0x6983, '',      -1],
    ['a read beyond the end in those',                  '00B0000010',                         0x6282, 'AA',    -1],
  ])('%s', (_, command, sw, data, expected) => {
    const bytes = Buffer.from(command, 'hex');
    expect(evidenceOfReference(parsedCommand(bytes)!, sw, Buffer.from(data, 'hex'))).toBe(expected);
  });
});
