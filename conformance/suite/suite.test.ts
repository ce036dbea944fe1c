/** The suite on our own card: nothing fails, nothing is spent, and an undisposable card is what it was. */
import { describe, expect, it } from 'vitest';
import { linkTo } from '../../apdu/index.ts';
import { createCard } from '../../index.ts';
import { assertionTable } from './assertion-table.ts';
import { ASSERTIONS } from './assertions/index.ts';
import { conformanceCard, SECRETS } from './museum/exhibit.test-support.ts';
import { runSuite } from './run-suite.ts';

const outcomes = (results: readonly { readonly outcome: string }[], outcome: string) =>
  results.filter((result) => result.outcome === outcome);

describe('on our own card', () => {
  it.each([true, false])('nothing fails; disposable: %s', async (disposable) => {
    const { assertions } = await runSuite(linkTo(conformanceCard()), { ...SECRETS, disposable });
    expect(outcomes(assertions, 'fail')).toEqual([]);
    expect(outcomes(assertions, 'inconclusive')).toEqual([]);
  });

  it('leaves an undisposable card as it was', async () => {
    const card = conformanceCard();
    const before = card.inspect();
    await runSuite(linkTo(card), SECRETS);
    expect(card.inspect()).toEqual(before);
  });

  it('shows no PIN', async () => {
    const { floor, assertions } = await runSuite(linkTo(conformanceCard()), SECRETS);
    const said = JSON.stringify({ floor, assertions });
    for (const secret of ['313233343536', '363534333231', '123456', '654321']) expect(said).not.toContain(secret);
    const keys = ['id', 'clause', 'level', 'outcome', 'message', 'sent', 'expected', 'got'];
    for (const result of assertions) expect(Object.keys(result)).toEqual(keys);
  });
});

describe('on other cards', () => {
  it.each(['zorg-id', 'zorg-id-blank'] as const)('nothing fails on %s', async (profile) => {
    const { assertions } = await runSuite(linkTo(createCard({ profile })), profile === 'zorg-id' ? SECRETS : {});
    expect(outcomes(assertions, 'fail')).toEqual([]);
  });
});

describe('the assertions', () => {
  it('are many, and stand in the documentation (vitest -u writes them there)', async () => {
    expect(ASSERTIONS.length).toBeGreaterThanOrEqual(150);
    await expect(assertionTable()).toMatchFileSnapshot('../../docs/suite-assertions.md');
  });

  it('cite a clause of an edition each', () => {
    for (const { clause } of ASSERTIONS)
      expect(clause).toMatch(/^7816-(4:2005|3:2006) §[0-9.]+$|^7816-[89]:2004 [A-Z ]+$/);
  });

  it('have an identifier each', () => {
    expect(new Set(ASSERTIONS.map(({ id }) => id)).size).toBe(ASSERTIONS.length);
  });
});
