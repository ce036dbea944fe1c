import { expect, it } from 'vitest';
import { linkTo } from '../../apdu/index.ts';
import { createCard, zorgId } from '../../applet/index.ts';
import { replay } from '../replay/replay.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import { answersOf } from './answers-of.ts';

const SCRIPT = parseTrace(`cardtrace 1
reset cold -> *
> 00 84 00 00 08
< {r:8} [9000]
! len r 8
> 00 A4 00 0C 02 3F 00
< [6A82]
> 00 A4 04 00 0C F276A288BCFBA69D34F31001 00
< * [....]
> 00 CA 01 01 03
< {edge} [9000]
`);

const clock = { now: () => 0 };
const card = (seed: string, edgeVersion?: 'v0') =>
  linkTo(createCard({ profile: edgeVersion === undefined ? zorgId : { ...zorgId, edgeVersion }, seed, clock }));

it('two cards of a kind differ in nothing but what belongs to each', async () => {
  const first = await answersOf(SCRIPT, card('01'), new Map());
  const report = await replay(first, card('02'), { file: 'script' });
  expect(report).toMatchObject({ verdict: 'same', exchanges: 4 });
  expect(report.findings.map(({ verdict, cause }) => [verdict, cause])).toEqual([
    ['explained', "this card's own value stands where the recorded card's stood"],
  ]);
});

it('two cards of other kinds are told apart where they are, and lines are those of the script', async () => {
  const first = await answersOf(SCRIPT, card('01'), new Map());
  const report = await replay(first, card('01', 'v0'), { file: 'script' });
  expect(report.verdict).toBe('different');
  expect(report.findings.map(({ line }) => line)).toEqual([11]);
});
