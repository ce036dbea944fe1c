import { expect, it } from 'vitest';
import {
  type Action,
  afterAnswer,
  afterKill,
  type CardState,
  courseOf,
  PIN_LIMIT,
  PUK_LIMIT,
} from './kill-model.test-support.ts';
import { killRepeatedly } from './kills.test-support.ts';

const NUMBER = 50;

it(`a card in an image is what it may be after each of ${NUMBER} kills`, { timeout: 180_000 }, async () => {
  const { kills, underWay, answered, violations } = await killRepeatedly(NUMBER, Date.now() % 1_000_000);
  expect(violations).toEqual([]);
  expect(kills).toBe(NUMBER);
  // Kills of a card that does nothing would say nothing.
  expect(underWay).toBeGreaterThan(NUMBER / 4);
  expect(answered).toBeGreaterThan(NUMBER);
});

const STATE: CardState = { pin: 1, pinTries: PIN_LIMIT, pukTries: PUK_LIMIT, content: 0 };
const WRONG: Action = { kind: 'verify', pin: 9 };

it('the model takes no card that gives a try back, forgets an answer or makes something up', () => {
  const [paid] = afterAnswer([STATE], WRONG, '63C2');
  expect(paid).toEqual({ ...STATE, pinTries: 2 });
  expect(afterAnswer([paid!], { kind: 'askPin' }, '63C3')).toEqual([]);
  expect(afterAnswer([STATE], { kind: 'read' }, 'content 1')).toEqual([]);
  expect(afterAnswer([{ ...STATE, pinTries: 1 }], WRONG, '63C0')).toEqual([]);
  expect(courseOf({ ...STATE, pinTries: 0 }, { kind: 'verify', pin: 1 }).answer).toBe('6983');
});

it('the model knows every step at which a command may be cut', () => {
  const tries = (action: Action) =>
    afterKill([STATE], action).map(({ pinTries, pukTries, pin }) => [pinTries, pukTries, pin]);
  expect(tries(WRONG)).toEqual([
    [3, 5, 1],
    [2, 5, 1],
  ]);
  expect(tries({ kind: 'verify', pin: 1 })).toEqual([
    [3, 5, 1],
    [2, 5, 1],
  ]);
  expect(tries({ kind: 'change', from: 1, to: 2 })).toEqual([
    [3, 5, 1],
    [2, 5, 1],
    [3, 5, 2],
  ]);
  expect(tries({ kind: 'unblock', puk: 0, pin: 2 })).toEqual([
    [3, 5, 1],
    [3, 4, 1],
    [3, 5, 2],
  ]);
  expect(afterKill([STATE], { kind: 'write', content: 7 })).toEqual([STATE, { ...STATE, content: 7 }]);
});
