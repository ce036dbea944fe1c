import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkPinStates, pinStates, pinStatesDocument } from './pin-states.ts';
import { PIN_LIMIT, PUK_LIMIT } from './security-model.ts';

const states = pinStates();

it('every state of the counters is reached', () => {
  const counters = new Set(states.map(({ model: { durable } }) => `${durable.pinTries} ${durable.pukTries}`));
  expect(counters.size).toBe((PIN_LIMIT + 1) * (PUK_LIMIT + 1));
});

it('the card answers every command in every state as the table says', () => checkPinStates(states));

it('docs/pin-states.md is that table', () => {
  expect(readFileSync(new URL('../../docs/pin-states.md', import.meta.url), 'utf8')).toBe(pinStatesDocument(states));
});
