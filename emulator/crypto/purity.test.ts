import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { p256 } from '@noble/curves/nist.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES, utf8 } from './crypto.test-support.ts';
import { CURVES, curveNamed } from './curves.ts';
import { generateEcScalar } from './ec-scalar.ts';
import { HmacDrbg } from './hmac-drbg.ts';
import { padType1 } from './pkcs1.ts';
import { generateRsaKey } from './rsa-generation.ts';

const nodeCrypto = createRequire(import.meta.url)('node:crypto') as Record<string, unknown>;

const SOURCES: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
  ['Math', Math as unknown as Record<string, unknown>, ['random']],
  ['crypto', globalThis.crypto as unknown as Record<string, unknown>, ['getRandomValues', 'randomUUID']],
  ['Date', Date as unknown as Record<string, unknown>, ['now']],
  [
    'node:crypto',
    nodeCrypto,
    [
      'randomBytes',
      'randomFill',
      'randomFillSync',
      'randomInt',
      'randomUUID',
      'generateKeySync',
      'generateKeyPairSync',
      'generatePrimeSync',
    ],
  ],
];

describe('with every source of chance and time failing', () => {
  const restore: (() => void)[] = [];
  /** Failing alone would not do: @noble/curves goes on without blinding when its source of chance throws. */
  const calls: string[] = [];

  beforeEach(() => {
    for (const [owner, object, names] of SOURCES) {
      for (const name of names) {
        const before = Object.getOwnPropertyDescriptor(object, name);
        const value = () => {
          calls.push(`${owner}.${name}`);
          throw new Error(`${owner}.${name} was called`);
        };
        Object.defineProperty(object, name, { value, configurable: true, writable: true });
        restore.push(() => {
          if (before === undefined) delete object[name];
          else Object.defineProperty(object, name, before);
        });
      }
    }
    syncBuiltinESMExports();
  });

  afterEach(() => {
    for (const undo of restore.splice(0)) undo();
    calls.length = 0;
    syncBuiltinESMExports();
  });

  it.each(ENGINES.map((engine) => [engine.name, engine] as const))('the %s engine works', (_, engine) => {
    const drbg = new HmacDrbg(utf8('purity'));
    const key = generateRsaKey(512, drbg, engine);
    const results = [engine.rsaPrivate(key, padType1(utf8('message'), 64)), engine.hash('sha256', key.n)];
    for (const curve of CURVES) {
      const d = generateEcScalar(curve, drbg);
      const point = engine.ecPublicKey(curve, d);
      results.push(point, engine.ecdsaSign(curve, d, utf8('hash')), engine.ecdh(curve, d, point));
    }
    expect(results).toHaveLength(2 + 3 * CURVES.length);
    expect(calls).toEqual([]);
  });

  it('they do fail: what draws on chance does not work', () => {
    const d = generateEcScalar(curveNamed('secp256r1'), new HmacDrbg(utf8('purity')));
    expect(() => p256.getPublicKey(d)).toThrow('getRandomValues was called');
    expect(() => generateKeyPairSync('rsa', { modulusLength: 512 })).toThrow('generateKeyPairSync was called');
    expect(calls).toContain('crypto.getRandomValues');
  });
});

describe('start-up', () => {
  it('loads neither jsbn nor @noble/curves: they are imported by the portable engine, which is imported by no file', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !/\.test(-support)?\.ts$/.test(name));
    const heavy = files.filter((name) =>
      /from '(@noble\/curves|jsbn)/.test(readFileSync(new URL(name, folder), 'utf8')),
    );
    expect(heavy).toEqual(['portable-engine.ts']);
    const importers = files.filter((name) =>
      readFileSync(new URL(name, folder), 'utf8').includes('./portable-engine.ts'),
    );
    expect(importers).toEqual([]);
  });
});
