import { describe, expect, it } from 'vitest';
import { fromHex } from '../apdu/index.ts';
import { conditionText } from './access-condition.ts';
import { ACCESS_MODE, type AccessRules, conditionOfByte, parseCompactRules, parseEdgeRules } from './access-rules.ts';

/** Conditions of an EF for read, update, write, deactivate, activate, terminate and delete, in words. */
const MODES = ['read', 'update', 'write', 'deactivate', 'activate', 'terminate', 'deleteSelf'] as const;
const inWords = (rules: AccessRules | undefined) =>
  rules && MODES.map((mode) => conditionText(rules.condition(ACCESS_MODE[mode]))).join(' ');

describe('a rule in the compact format', () => {
  it.each<[string, string, string | undefined]>([
    ['no group', '', 'never never never never never never never'],
    ['read', '0100', 'always never never never never never never'],
    ['highest mode first', '4310FF00', 'always never never never never never user'],
    ['every mode', '7F00100010001000', 'always user always user always user always'],
    ['two groups are alternatives', '02FF0210', 'never user never never never never never'],
    ['b8: b7 to b4 are proprietary', 'F900101010 10', 'user never never never never never never'],
    ['b8: the lower modes are ours', '8700 10FF', 'never user always never never never never'],
    ['a condition byte is missing', '0310', undefined],
    ['all condition bytes are missing', '01', undefined],
  ])('%s', (_, value, words) => {
    expect(inWords(parseCompactRules(fromHex(value)))).toBe(words);
  });
});

describe('a rule in the format of the edge', () => {
  it.each<[string, string, string | undefined]>([
    ['delete first, read last', 'FF 90 00 10 FF 50 31 00', 'always never user never user always user'],
    ['seven bytes', 'FF 90 00 10 FF 50 30', undefined],
    ['nine bytes', 'FF 90 00 10 FF 50 30 00 00', undefined],
    ['another first byte', '00 90 00 10 FF 50 30 00', undefined],
  ])('%s', (_, value, words) => {
    expect(inWords(parseEdgeRules(fromHex(value)))).toBe(words);
  });
});

it('says nothing about what no access mode stands for', () => {
  expect(parseCompactRules(fromHex('0100'))!.condition(undefined)).toBe('never');
  expect(parseEdgeRules(fromHex('FF00000000000000'))!.condition(undefined)).toBe('never');
});

describe('a security condition byte', () => {
  it.each<[number, string]>([
    [0x00, 'always'],
    [0xff, 'never'],
    [0x10, 'user'],
    [0x1f, 'user'],
    [0x90, 'user'],
    [0x70, 'user'],
    [0xd0, 'never'],
    [0xb0, 'never'],
    [0x40, 'never'],
    [0x20, 'never'],
    [0x01, 'never'],
    [0x80, 'never'],
  ])('%i is %s', (byte, words) => {
    expect(conditionText(conditionOfByte(byte))).toBe(words);
  });
});
