import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../apdu/index.ts';
import { expectApdu } from './expect-apdu.ts';
import { readyCard } from './ready-card.ts';

/** A card that answers the same to everything. */
const always = (answer: string) => ({ transmit: () => fromHex(answer) });
const VERIFY_731958 = '00200001 06 373331393538';

function failure(card: Parameters<typeof expectApdu>[0], command: string, answer: string): AssertionError {
  try {
    expectApdu(card, command).toAnswer(answer);
  } catch (error) {
    if (error instanceof AssertionError) return error;
    throw error;
  }
  throw new Error('no failure');
}

describe('expectApdu', () => {
  it('is content with the answer that is expected, and returns its data', () => {
    const card = readyCard();
    expect(expectApdu(card, '00200001').toAnswer('63C3')).toEqual(new Uint8Array());
    expect(expectApdu(card, fromHex('00A4080C025015')).toAnswer('9000')).toEqual(new Uint8Array());
    const serial = expectApdu(card, '00CA010000').toAnswer('* 9000');
    expect(serial.length).toBeGreaterThan(0);
    expect(expectApdu(always('0102 6282'), '00B0000003').toAnswer('0102 6282')).toEqual(fromHex('0102'));
  });

  it('sends one command, once', () => {
    const card = readyCard();
    const expectation = expectApdu(card, VERIFY_731958);
    expect(card.pinTries).toBe(2);
    expectation.toAnswer('63C2');
    expect(card.pinTries).toBe(2);
  });

  // biome-ignore format: a table reads best with its columns aligned
  it.each([
    ['00200001',   '63C1',      '9000',      'VERIFY PIN 01: asks how things stand\n  expected 9000 verified, or no verification needed\n  answered 63C1 not verified, 1 try left'],
    ['00A4040002AABB', '6A82',  '* 9000',    'SELECT application AABB, answer: FCI\n  expected any data, 9000 done\n  answered 6A82 file or application not found'],
    ['00B0000003', '0102039000', '0102049000', 'READ BINARY offset 0, 3 bytes\n  expected 010204  9000 done\n  answered 010203  9000 done\n  3 data bytes expected, 3 answered; the first difference is at byte 2'],
    ['00B0000003', '01029000',  '0102039000', 'READ BINARY offset 0, 3 bytes\n  expected 010203  9000 done\n  answered 0102  9000 done\n  3 data bytes expected, 2 answered; the first difference is at byte 2'],
    ['00B0000003', '01029000',  '9000',      'READ BINARY offset 0, 3 bytes\n  expected 9000 done\n  answered 0102  9000 done\n  0 data bytes expected, 2 answered; the first difference is at byte 0'],
  ])('tells in words how the answer to %s differs', (command, answered, expected, message) => {
    expect(failure(always(answered), command, expected).message).toBe(message);
  });

  it('fails as every test runner knows it, at the line of the test', () => {
    const error = failure(readyCard(), '00200001', '9000');
    expect(error).toMatchObject({
      name: 'AssertionError',
      operator: 'toAnswer',
      actual: '63C3 not verified, 3 tries left',
      expected: '9000 verified, or no verification needed',
    });
    expect(/^ +at .*$/m.exec(error.stack!)?.[0]).toContain('expect-apdu.test.ts');
  });

  it('never tells a PIN, nor a deciphered value, its own or the expected one', () => {
    const shown = ({ message, actual, expected, stack }: AssertionError) => [message, actual, expected, stack].join();
    expect(shown(failure(readyCard(), VERIFY_731958, '9000'))).not.toMatch(/73.?19.?58|3733/);
    const decipher = always('5EC2E75EC2E7 9000');
    expect(shown(failure(decipher, '002A808602 00AA 00', '5EC2E75EC2FF 9000'))).not.toMatch(/5EC2/);
    expect(shown(failure(decipher, '00C0000006', '5EC2E75EC2FF 9000'))).not.toMatch(/5EC2/);
  });

  it('throws what the card throws, and does not take what is no command or no answer', () => {
    const card = readyCard();
    expect(() => expectApdu(card, '0020000')).toThrow(SyntaxError);
    for (const answer of ['', '90', '*', '* 90', '* 01 9000', '90xx']) {
      expect(() => expectApdu(card, '00200001').toAnswer(answer)).toThrow(SyntaxError);
    }
    card.powerOff();
    expect(() => expectApdu(card, '00200001')).toThrow(expect.objectContaining({ name: 'CardMute' }));
  });
});
