import { checkPrimeSync, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../apdu/index.ts';
import { toBigInt, toBytes } from './bigint-bytes.ts';
import { fromNodePrivateKey, rsaTestKey } from './crypto.test-support.ts';
import { KeyError, type KeyErrorReason } from './key-error.ts';
import { modInverse } from './modular.ts';
import { nativeEngine } from './native-engine.ts';
import { type RsaCrtParts, rsaKeyFromCrt } from './rsa-import.ts';

const BITS = 1024;
const key = rsaTestKey(BITS);
const [p, q] = [toBigInt(key.p), toBigInt(key.q)];

/** Parts that fit each other for any two factors and an exponent. */
function partsOf(first: bigint, second: bigint, e = 65_537n): RsaCrtParts {
  const exponent = (factor: bigint) => toBytes(modInverse(e, factor - 1n)!, BITS / 16);
  return {
    p: toBytes(first, BITS / 16),
    q: toBytes(second, BITS / 16),
    qi: toBytes(modInverse(second, first)!, BITS / 16),
    dp: exponent(first),
    dq: exponent(second),
  };
}

function reasonOf(parts: RsaCrtParts, bits = BITS): KeyErrorReason | undefined {
  try {
    rsaKeyFromCrt(parts, bits);
    return undefined;
  } catch (error) {
    if (error instanceof KeyError) return error.reason;
    throw error;
  }
}

function nextPrime(from: bigint): bigint {
  let candidate = from | 1n;
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

const add = (bytes: Uint8Array, value: bigint) => toBytes(toBigInt(bytes) + value, bytes.length + 1);

describe('rsaKeyFromCrt', () => {
  it('derives n, e and d from the five parts', () => {
    const { p, q, qi, dp, dq } = key;
    expect(rsaKeyFromCrt({ p, q, qi, dp, dq }, BITS)).toEqual(key);
  });

  it('takes parts with leading zeros and parts without', () => {
    const { p, q, qi, dp, dq } = key;
    const padded = (bytes: Uint8Array) => concat(new Uint8Array(3), bytes);
    const parts = { p: padded(p), q: padded(q), qi: padded(qi), dp: padded(dp), dq: padded(dq) };
    expect(rsaKeyFromCrt(parts, BITS)).toEqual(key);
    const small = partsOf(nextPrime(3n << 510n), nextPrime((3n << 510n) + (1n << 500n)));
    const bare = (bytes: Uint8Array) => fromHex(toHex(bytes).replace(/^(00)+/, ''));
    const { qi: coefficient, ...rest } = small;
    expect(rsaKeyFromCrt({ ...rest, qi: bare(coefficient) }, BITS)).toEqual(rsaKeyFromCrt(small, BITS));
  });

  it('takes the smaller prime first', () => {
    const swapped = rsaKeyFromCrt(partsOf(q, p), BITS);
    expect(swapped).toMatchObject({ n: key.n, e: key.e, d: key.d, p: key.q, q: key.p });
    const block = new Uint8Array(BITS / 8).fill(0x11);
    expect(nativeEngine.rsaPrivate(swapped, block)).toEqual(nativeEngine.rsaPrivate(key, block));
  });

  it.each([3, 17, 65_537])('takes a key of node with public exponent %i', (publicExponent) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS, publicExponent });
    const { n, e, p, q, dp, dq, qi } = fromNodePrivateKey(privateKey);
    const imported = rsaKeyFromCrt({ p, q, qi, dp, dq }, BITS);
    expect(imported).toMatchObject({ n, e });
    expect(Number(toBigInt(imported.e))).toBe(publicExponent);
  });

  it.each<[KeyErrorReason, string, RsaCrtParts, number?]>([
    ['prime length', 'p is short', { ...key, p: key.p.subarray(1) }],
    ['prime length', 'q is long', { ...key, q: concat(Uint8Array.of(1), key.q) }],
    ['prime length', 'p is empty', { ...key, p: new Uint8Array(0) }],
    ['prime length', 'the key is meant for another length', key, 2048],
    ['prime length', 'lengths that only together make up the modulus', { ...key, ...unbalanced() }],
    ['equal primes', 'q is p', { ...key, q: key.p }],
    ['modulus length', 'the product is a bit short', partsOf(nextPrime(1n << 511n), nextPrime((1n << 511n) + 999n))],
    ['coefficient', 'qi is off by one', { ...key, qi: add(key.qi, 1n) }],
    ['coefficient', 'qi is 0', { ...key, qi: new Uint8Array(1) }],
    ['coefficient', 'qi is not reduced', { ...key, qi: add(key.qi, p) }],
    ['coefficient', 'p and q are exchanged', { ...key, p: key.q, q: key.p }],
    ['coefficient', 'p is another prime', { ...key, p: toBytes(nextPrime(p + 2n), 64) }],
    ['exponent', 'dp is off by two', { ...key, dp: add(key.dp, 2n) }],
    ['exponent', 'dp has a factor in common with p − 1', { ...key, dp: add(key.dp, 1n) }],
    ['exponent', 'dp is 0', { ...key, dp: new Uint8Array(64) }],
    ['exponent', 'dp is not reduced', { ...key, dp: add(key.dp, p - 1n) }],
    ['exponent', 'dq is off by two', { ...key, dq: add(key.dq, 2n) }],
    ['exponent', 'dq is 0', { ...key, dq: new Uint8Array(64) }],
    ['exponent', 'dq is not reduced', { ...key, dq: add(key.dq, q - 1n) }],
    ['exponent', 'dp and dq are exchanged', { ...key, dp: key.dq, dq: key.dp }],
    ['exponent', 'the public exponent is 1', partsOf(p, q, 1n)],
    ['exponent', 'the public exponent is longer than 64 bits', partsOf(p, q, nextPrime(1n << 64n))],
    ['composite', 'p is a product', partsOf(composite(), q)],
    ['composite', 'q is a product', partsOf(p, composite())],
  ])('refuses for its %s: %s', (reason, _, parts, bits) => {
    expect(reasonOf(parts, bits)).toBe(reason);
  });

  it('says why and shows nothing of the key', () => {
    expect(() => rsaKeyFromCrt({ ...key, qi: key.dp }, BITS)).toThrow(/^unusable private key: coefficient$/);
  });
});

/** A number of 512 bits, the two highest set, that is a product of two primes. */
function composite(): bigint {
  let second = nextPrime(7n << 253n);
  while (modInverse(65_537n, nextPrime(7n << 253n) * second - 1n) === undefined) second = nextPrime(second + 2n);
  return nextPrime(7n << 253n) * second;
}

/** Primes of 500 and 524 bits. */
function unbalanced(): RsaCrtParts {
  const [short, long] = [nextPrime(7n << 497n), nextPrime(7n << 521n)];
  const number = (value: bigint) => toBytes(value, 66);
  return {
    p: number(long),
    q: number(short),
    qi: number(modInverse(short, long)!),
    dp: number(modInverse(65_537n, long - 1n)!),
    dq: number(modInverse(65_537n, short - 1n)!),
  };
}
