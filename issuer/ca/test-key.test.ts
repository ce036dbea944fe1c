import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AUTHORITIES, AUTHORITY_NAMES, CARD_AUTHORITY_NAMES } from './authorities.ts';
import { primeDistance } from './prime-distance.test-support.ts';
import { testKey } from './test-key.ts';

describe('keys of TEST authorities', () => {
  it.each(AUTHORITY_NAMES)('%s signs what its public key verifies', (name) => {
    const key = testKey({ phrase: name, bits: 4096, distances: AUTHORITIES[name].distances });
    expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 4096, publicExponent: 65_537n });
    const message = Buffer.from(name);
    expect(verify('sha256', message, createPublicKey(key), sign('sha256', message, key))).toBe(true);
  });

  it('are all unlike one another', () => {
    const keys = AUTHORITY_NAMES.map((phrase) =>
      testKey({ phrase, bits: 4096, distances: AUTHORITIES[phrase].distances }).export({
        format: 'pem',
        type: 'pkcs8',
      }),
    );
    expect(new Set(keys).size).toBe(AUTHORITY_NAMES.length);
  });

  it.each(CARD_AUTHORITY_NAMES)('the responder of %s has the first primes from its starts', (name) => {
    const phrase = `${name}, OCSP responder`;
    const found = [primeDistance(phrase, 'p', 1024), primeDistance(phrase, 'q', 1024)];
    expect(AUTHORITIES[name].responderDistances).toEqual(found);
  });

  it('one of 4,096 bits has the first primes from its starts', () => {
    const found = [primeDistance('zorg-id-root', 'p', 2048), primeDistance('zorg-id-root', 'q', 2048)];
    expect(AUTHORITIES['zorg-id-root'].distances).toEqual(found);
  });
});
