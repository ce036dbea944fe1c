/** The museum: every broken card is found, every sound one that is merely different is not. */
import { describe, expect, it } from 'vitest';
import { linkTo } from '../../../apdu/index.ts';
import type { Assertion } from '../assertion.ts';
import { runSuite } from '../run-suite.ts';
import { broken, type Fault } from './broken-card.test-support.ts';
import { conformanceCard, SECRETS } from './exhibit.test-support.ts';
import { EXHIBITS } from './exhibits.test-support.ts';
import { VARIANTS } from './variants.test-support.ts';

async function outcomes(fault: Fault, disposable: boolean, only: (assertion: Assertion) => boolean) {
  const card = broken(conformanceCard(), fault);
  const { assertions } = await runSuite(linkTo(card), { ...SECRETS, disposable, only });
  return assertions.filter(({ outcome }) => outcome === 'fail' || outcome === 'inconclusive');
}

it('has many exhibits, each of its own', () => {
  expect(EXHIBITS.length).toBeGreaterThan(150);
  expect(new Set(EXHIBITS.map(({ name }) => name)).size).toBe(EXHIBITS.length);
});

/** Where it can be done, on a card that is not disposable. */
describe('broken cards are found', () => {
  it.each(EXHIBITS.map((exhibit) => [exhibit.name, exhibit] as const))('%s', async (_, { fault, finds, harmless }) => {
    const failed = await outcomes(fault, harmless !== true, ({ id }) => id === finds);
    expect(failed).toMatchObject([{ id: finds, outcome: 'fail' }]);
  });
});

/** Making RSA keys takes long, and a variant has no part in it. */
describe('sound cards that are different are not', () => {
  it.each(VARIANTS.map(({ name, fault }) => [name, fault] as const))('%s', async (_, fault) => {
    expect(await outcomes(fault, true, ({ id }) => id !== 'GEN-02')).toEqual([]);
  });
});
