import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { createCard, zorgIdBlank } from '../../applet/index.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Rows "exchange: reference → this card" that docs/differences-from-reference.md lists for a recording. */
function documented(recording: string): string[] {
  const rows = read('../../docs/differences-from-reference.md')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.filter((cells) => cells[1] === recording).map((cells) => `${cells[2]}: ${cells[4]} → ${cells[5]}`);
}

/** Exchanges of a recording whose status word a blank card does not give. */
function differences(recording: string): string[] {
  const card = createCard({ profile: zorgIdBlank });
  card.powerOn();
  const found: string[] = [];
  let exchange = 0;
  let answer = '';
  for (const line of read(`./isoapplet-${recording}.trace`).split('\n')) {
    if (line.startsWith('! RESET')) card.reset();
    if (line.startsWith('> ')) {
      exchange++;
      answer = toHex(card.transmit(fromHex(line.slice(2)))).slice(-4);
    }
    if (line.startsWith('< ') && answer !== line.slice(-4)) found.push(`${exchange}: ${line.slice(-4)} → ${answer}`);
  }
  expect(exchange).toBeGreaterThan(400);
  return found;
}

it.each(['v0', 'v1'])(
  'recording %s of the reference card: the same status words, but for the documented ones',
  (name) => {
    expect(differences(name)).toEqual(documented(name));
  },
);
