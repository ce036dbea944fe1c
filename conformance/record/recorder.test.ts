import { expect, it } from 'vitest';
import { fromHex, linkTo, toHex } from '../../apdu/index.ts';
import { createCard, zorgId } from '../../applet/index.ts';
import { replay } from '../replay/replay.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import type { Statement } from '../trace/trace.ts';
import { TraceRecorder } from './recorder.ts';

const clock = { now: () => Date.UTC(2026, 0, 1) };
const card = (seed: string) => createCard({ profile: zorgId, seed, clock });

/** Generates a key, draws challenges over two power-ups, and tries a PIN that is not set. */
async function recorded(keepSecrets: boolean): Promise<string> {
  const statements: Statement[] = [];
  const recorder = new TraceRecorder({ keepSecrets }, (statement) => statements.push(statement));
  const link = recorder.around(linkTo(card('2A')), 'R 00 00');
  await link.powerOn();
  for (const command of [
    '0084000010',
    '00A4000C023F00',
    `0020000110${Buffer.from('Zz9Zz9').toString('hex')}${'00'.repeat(10)}`,
    '0084000008',
  ])
    await link.transmit(fromHex(command));
  await link.powerOff();
  await expect(link.transmit(fromHex('0084000008'))).rejects.toThrow('no power');
  await link.powerOn();
  await link.transmit(fromHex('0084000010'));
  recorder.end([['need', 'profile', 'zorg-id-blank']]);
  return formatTrace({ statements });
}

it('replays byte for byte on the same seed, and on another as far as values may differ', async () => {
  const text = await recorded(true);
  const trace = parseTrace(text.replace(/^.*\n< none\n/m, ''));
  const same = await replay(trace, linkTo(card('2A')), { file: 't', literal: true });
  expect(same).toMatchObject({ verdict: 'same', findings: [] });
  expect(same.exchanges).toBe(5);
  const other = await replay(trace, linkTo(card('2B')), { file: 't' });
  expect(other.verdict).toBe('same');
  expect(other.findings).not.toEqual([]);
  expect((await replay(trace, linkTo(card('2B')), { file: 't', literal: true })).verdict).toBe('different');
});

it('has no PIN in it unless secrets are kept, and the ATR of each power-up', async () => {
  const pin = toHex(Buffer.from('Zz9Zz9'), ' ');
  const text = await recorded(false);
  expect(text).not.toContain(pin);
  expect(text.replaceAll(' ', '')).not.toContain(pin.replaceAll(' ', ''));
  expect(text.match(/^reset cold -> 3B/gm)).toHaveLength(2);
  expect(text).toContain('< none');
  expect((await recorded(true)).replaceAll(' ', '')).toContain(pin.replaceAll(' ', ''));
});
