/** Cards to try the suite on: our own, and its secrets. */
import { type Card, createCard } from '../../index.ts';
import type { SuiteOptions } from './run-suite.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const SECRETS: Pick<SuiteOptions, 'pins' | 'puks'> = {
  pins: [{ value: text('123456') }, { reference: 0x81, value: text('654321') }],
  puks: [{ value: text('12345678') }, { reference: 0x81, value: text('87654321') }],
};

const ready = createCard({ profile: 'conformance' });

/** A new one each time; all are equal. */
export const conformanceCard = (): Card => ready.fork();
