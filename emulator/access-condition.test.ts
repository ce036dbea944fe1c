import { describe, expect, it } from 'vitest';
import { anyOf, type Condition, conditionText } from './access-condition.ts';

const A: Condition = { pin: 0x01 };
const B: Condition = { pin: 0x8a };

describe('a condition in words', () => {
  it.each<[string, Condition]>([
    ['always', 'always'],
    ['never', 'never'],
    ['user', { pin: 'user' }],
    ['PIN 8A', B],
    ['never', { any: [] }],
    ['always', { all: [] }],
    ['PIN 01', { any: [A] }],
    ['PIN 01 or PIN 8A', { any: [A, B] }],
    ['PIN 01 and PIN 8A', { all: [A, B] }],
    ['PIN 01 and always', { all: [A, 'always'] }],
    ['PIN 01 or (PIN 8A and user)', { any: [A, { all: [B, { pin: 'user' }] }] }],
    ['PIN 01 and (PIN 8A or user)', { all: [A, { any: [B, { pin: 'user' }] }] }],
    ['not PIN 01', { not: A }],
    ['not (PIN 01 or PIN 8A)', { not: { any: [A, B] } }],
    ['not (PIN 01 and PIN 8A)', { not: { all: [A, B] } }],
    ['not never', { not: 'never' }],
  ])('%s', (words, condition) => {
    expect(conditionText(condition)).toBe(words);
  });
});

it('conditions of which one is enough are one, and simple when they are', () => {
  expect(anyOf([])).toBe('never');
  expect(anyOf(['never', 'never'])).toBe('never');
  expect(anyOf(['never', A])).toEqual(A);
  expect(anyOf([A, 'always'])).toBe('always');
  expect(anyOf([A, 'never', B])).toEqual({ any: [A, B] });
});
