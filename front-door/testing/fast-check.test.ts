import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pinStates, userBehaviour } from './fast-check.ts';
import { PIN_TRIES, PUK_TRIES, readyCard } from './ready-card.ts';
import { actAsUser, HAPPENINGS, TYPED_ACTS } from './user.ts';

it('every state comes about, and each is one that a card can be in', () => {
  const seen = new Map(fc.sample(pinStates(), 600).map((state) => [JSON.stringify(state), state]));
  expect(seen.size).toBe((PIN_TRIES + 1) * (PUK_TRIES + 1) + PUK_TRIES + 1);
  for (const state of seen.values()) expect(readyCard(state)).toMatchObject(state);
});

it('every act comes about, and every behaviour can be played to its end', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(userBehaviour(), async (acts) => {
      for (const act of acts) seen.add(act);
      let logIns = 0;
      await actAsUser(readyCard(), acts, (askPin) => {
        logIns++;
        askPin();
      });
      expect(logIns).toBe(acts.filter((act) => act === 'starts to log in').length);
      expect(logIns).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
  expect([...seen].sort()).toEqual(['starts to log in', ...TYPED_ACTS, ...HAPPENINGS].sort());
});

it('things happen both while a prompt is open and while none is', async () => {
  const tries = { open: 0, closed: 0 };
  await fc.assert(
    fc.asyncProperty(userBehaviour(), async (acts) => {
      const card = readyCard();
      let before = card.pinTries;
      await actAsUser(card, acts, (askPin) => {
        if (card.pinTries < before) tries.closed++;
        before = card.pinTries;
        askPin();
        if (card.pinTries < before) tries.open++;
        before = card.pinTries;
      });
    }),
    { numRuns: 300 },
  );
  expect(Math.min(tries.open, tries.closed)).toBeGreaterThan(0);
});

it('a failure shrinks to a short story on a card on which nothing was spent', async () => {
  const types = (wanted: string) =>
    fc.property(pinStates(), userBehaviour(), (_, acts) => !acts.includes(wanted as never));
  for (const wanted of ['types nothing', 'takes the card out']) {
    const { counterexample } = fc.check(types(wanted), { numRuns: 2000 });
    const [state, acts] = counterexample ?? [];
    expect(state).toEqual({ pinTries: PIN_TRIES, pukTries: PUK_TRIES, verified: false });
    expect(acts!.length).toBeLessThanOrEqual(4);
  }
});
