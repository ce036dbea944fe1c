/** A card to try the suite on, its secrets, and what an exhibit of the museum of broken cards is. */

import { type Card, createCard } from '../../../index.ts';
import type { SuiteOptions } from '../run-suite.ts';
import type { Fault } from './broken-card.test-support.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const SECRETS: Pick<SuiteOptions, 'pins' | 'puks'> = {
  pins: [{ value: text('123456') }, { reference: 0x81, value: text('654321') }],
  puks: [{ value: text('12345678') }, { reference: 0x81, value: text('87654321') }],
};

const ready = createCard({ profile: 'conformance' });

/** A new one each time; all are equal. */
export const conformanceCard = (): Card => ready.fork();

/** A broken card. `harmless`: it is found on a card that is not disposable as well. */
export interface Exhibit {
  readonly name: string;
  /** The assertion that finds it, alone; others may find it as well. */
  readonly finds: string;
  readonly fault: Fault;
  readonly harmless?: true;
}
