import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat, encodeCommand, parseResponse } from '../../apdu/index.ts';
import { type Card, createCard, zorgIdBlank } from '../../applet/index.ts';
import { PIN_LIMIT, type PinAction, type PinModel, PUK_LIMIT, type Secret, step } from './pin-model.ts';

/** A secret as the card takes it: eight characters, padded with 00 to sixteen bytes. */
const bytes = (secret: Secret): Uint8Array => concat(new TextEncoder().encode(`secret-${secret}`), new Uint8Array(8));

const FIRST: PinModel = { pin: 0, puk: 1, pinTries: PIN_LIMIT, pukTries: PUK_LIMIT, verified: false };

const ready = createCard({ profile: zorgIdBlank });
ready.powerOn();
for (const [p2, secret] of [
  [2, FIRST.puk],
  [1, FIRST.pin],
] as const) {
  ready.transmit(encodeCommand({ ins: 0x24, p1: 0x01, p2, data: bytes(secret) }));
}

function perform(card: Card, action: PinAction): number | undefined {
  const sw = (ins: number, data?: Uint8Array) =>
    parseResponse(card.transmit(encodeCommand({ ins, p2: 0x01, ...(data && { data }) }))).sw;
  switch (action.kind) {
    case 'query':
      return sw(0x20);
    case 'verify':
      return sw(0x20, bytes(action.pin));
    case 'change':
      return sw(0x24, concat(bytes(action.from), bytes(action.to)));
    case 'unblock':
      return sw(0x2c, concat(bytes(action.puk), bytes(action.pin)));
    case 'reset':
      card.reset();
      return undefined;
    case 'power cycle':
      card.powerOff();
      card.powerOn();
      return undefined;
  }
}

const secret = fc.integer({ min: 0, max: 3 });
const actions: fc.Arbitrary<PinAction> = fc.oneof(
  fc.record({ kind: fc.constant('query' as const) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('verify' as const), pin: secret }) },
  fc.record({ kind: fc.constant('change' as const), from: secret, to: secret }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unblock' as const), puk: secret, pin: secret }) },
  fc.record({ kind: fc.constantFrom('reset' as const, 'power cycle' as const) }),
);

it('the card answers every sequence of PIN and PUK commands, resets and power cycles as the model does', () => {
  const reached = { pinBlocked: 0, pukBlocked: 0, unblocked: 0 };
  fc.assert(
    fc.property(fc.array(actions, { minLength: 1, maxLength: 40 }), (sequence) => {
      const card = ready.fork();
      card.powerOn();
      let model = FIRST;
      for (const action of sequence) {
        const { sw, next } = step(model, action);
        expect(perform(card, action)).toBe(sw);
        if (model.pinTries === 0 && next.pinTries > 0) reached.unblocked++;
        model = next;
        if (model.pinTries === 0) reached.pinBlocked++;
        if (model.pukTries === 0) reached.pukBlocked++;
        const [pin, puk] = card.inspect().pins;
        expect([pin!.triesLeft, pin!.verified, puk!.triesLeft]).toEqual([
          model.pinTries,
          model.verified,
          model.pukTries,
        ]);
      }
    }),
    { numRuns: 500 },
  );
  // A property that never reached a state says nothing about it.
  expect(Math.min(...Object.values(reached))).toBeGreaterThan(0);
});
