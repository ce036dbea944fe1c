import { expect, it } from 'vitest';
import { createCard } from './create-card.ts';
import { sw } from './host.test-support.ts';
import { zorgIdBlank } from './profile/zorg-id-blank.ts';

it.each([
  ['auto', '9000'],
  ['v1', '9000'],
  ['v0', '6D00'],
] as const)('a card of generation %s answers GET DATA of the version object %s', (edgeVersion, answer) => {
  const card = createCard({ profile: { ...zorgIdBlank, edgeVersion } });
  card.powerOn();
  expect(sw(card, '00CA010103')).toBe(answer);
});
