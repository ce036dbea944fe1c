import { describe, expect, it } from 'vitest';
import { blankCard, send } from '../host.test-support.ts';

describe('GET CHALLENGE and GET DATA', () => {
  it('draw other bytes after each power-on, and the same on a fork', () => {
    const card = blankCard();
    const fork = card.fork();
    fork.powerOn();
    const first = send(card, '0084000008');
    expect(first).toHaveLength(20);
    expect(send(fork, '0084000008')).toBe(first);
    expect(send(card, '0084000008')).not.toBe(first);
    card.powerOff();
    card.powerOn();
    expect(send(card, '0084000008')).not.toBe(first);
  });

  it.each<[string, string]>([
    ['00840000', '6700'],
    ['0084010008', '6A86'],
    ['00CA010203', '6A88'],
    ['00CA0101', '9000'],
    ['00CA010102', '01006101'],
    ['00CA010100', '01002F9000'],
    ['00CB3FFF035C017E00', '6A88'],
  ])('%s → %s', (command, answer) => {
    expect(send(blankCard(), command)).toBe(answer);
  });

  it('tells a number that differs between seeds and stays the same', () => {
    const card = blankCard();
    const serial = send(card, '00CA010000');
    expect(serial).toHaveLength(20);
    expect(send(blankCard(), '00CA010000')).toBe(serial);
  });
});
