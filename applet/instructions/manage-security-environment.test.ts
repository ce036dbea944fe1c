import { describe, expect, it } from 'vitest';
import { curveNamed } from '../../emulator/index.ts';
import { ok, PIN, sw, verify, withData } from '../host.test-support.ts';
import { generateEc, mse, readyCard } from './keys.test-support.ts';

describe('MANAGE SECURITY ENVIRONMENT', () => {
  const card = readyCard();
  generateEc(card, 2, curveNamed('secp256r1'));

  it.each<[string, string, string]>([
    ['generation RSA-2048', mse('00', '8001F3840100'), '9000'],
    ['generation RSA-3072', mse('00', '8001F4840100'), '9000'],
    ['generation RSA-4096', mse('00', '8001F5840100'), '9000'],
    ['with a file reference, in another order', mse('00', '84010081025015 8001EC'.replace(' ', '')), '9000'],
    ['generation without algorithm', mse('00', '840100'), '6A80'],
    ['unknown algorithm', mse('00', '8001F1840100'), '6A81'],
    ['no key', mse('00', '8001F3'), '6A80'],
    ['key 16', mse('00', '8001F3840110'), '6A88'],
    ['algorithm of two bytes', mse('00', '8002F300840100'), '6A80'],
    ['cut short', mse('00', '8001F38401'), '6A80'],
    ['nothing', '00224100', '6A80'],
    ['no key there', mse('B6', '800111840105'), '6A88'],
    ['an EC key for RSA', mse('B6', '800111840102'), '6984'],
    ['an EC key to decipher', mse('B8', '800111840102'), '6984'],
    ['an EC key to decipher, no algorithm', mse('B8', '840102'), '6984'],
    ['the number of CardOS to sign', mse('B6', '80010A840102'), '6A81'],
    ['PSS to decipher', mse('B8', '800112840102'), '6A81'],
    ['a template that the card lacks', mse('B4', '800111840102'), '6A86'],
    ['P1 81', withData('002281B6', '840102'), '6A86'],
    ['RESTORE', '0022F301', '6A86'],
  ])('%s', (_, command, answer) => {
    const fork = card.fork();
    fork.powerOn();
    ok(fork, verify(PIN));
    expect(sw(fork, command)).toBe(answer);
  });

  it('keeps each template apart, and the old one after a refusal', () => {
    ok(card, mse('B6', '800121840102'), mse('00', '8001F3840103'));
    expect(sw(card, mse('B6', '800111840109'))).toBe('6A88');
    expect(sw(card, withData('002A9E9A', '5A'.repeat(20), '00'))).toBe('9000');
    expect(sw(card, withData('002A8086', '0000', '00'))).toBe('6985');
  });
});
