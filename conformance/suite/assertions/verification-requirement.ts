/** DISABLE and ENABLE VERIFICATION REQUIREMENT, on disposable cards. */
import { SW } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import { disablePin, enablePin, verify } from '../commands.ts';
import { openedBy, readsAs } from './protected-files.ts';
import { WRONG } from './verify-support.ts';

const READ = ['9000', '6282'];

/** A known PIN whose requirement the card takes away; it is gone then. */
async function disabled(card: Bench): Promise<Bench['sparePin']> {
  const pin = card.sparePin;
  const { sw } = await card.send(disablePin(pin.reference, card.padded(pin.value)));
  card.need(sw === SW.ok, 'the requirement of this PIN cannot be taken away');
  return pin;
}

export const requirement: readonly Assertion[] = [
  ...group(CLAUSE.disableVerification, [
    {
      id: 'DVR-01',
      level: 'must',
      destructive: true,
      purpose: 'without the requirement the PIN counts as verified, through a reset as well',
      criterion: 'an empty VERIFY is 9000, and what the PIN opens is open',
      words: ['9000'],
      run: async (card) => {
        const { reference } = await disabled(card);
        await card.reset();
        await card.demand(verify(reference));
        for (const file of openedBy(card, reference)) await readsAs(card, file, READ);
      },
    },
    {
      id: 'DVR-02',
      level: 'must',
      destructive: true,
      purpose: 'a wrong value does not take the requirement away, and costs a try',
      criterion: '63CX, and the PIN is still required',
      words: WRONG,
      run: async (card) => {
        const { reference, value } = await disabled(card);
        await card.prepare(enablePin(reference, card.padded(value)), ['9000']);
        await card.reset();
        const before = await card.triesLeft(reference);
        await card.demand(disablePin(reference, card.wrong(value)));
        card.check((await card.triesLeft(reference)) === before - 1, 'it has not cost a try');
      },
    },
    {
      id: 'DVR-03',
      level: 'must',
      destructive: true,
      purpose: 'a requirement that must not be taken away is not',
      criterion: 'refused with 6985, 6982 or 6A81, and the PIN is still required; or the card allows it',
      words: ['6985', '6982', '6A81', '6A86', '6A88', '6D00', '9000'],
      run: async (card) => {
        const { reference, value } = card.pin;
        const { sw } = await card.demand(disablePin(reference, card.padded(value)));
        if (sw === SW.ok) return;
        await card.reset();
        await card.demand(verify(reference), ['63CX']);
      },
    },
  ]),
  ...group(CLAUSE.enableVerification, [
    {
      id: 'EVR-01',
      level: 'must',
      destructive: true,
      purpose: 'with the right value the requirement is back',
      criterion: '9000; then an empty VERIFY is not 9000, and what the PIN opens is closed',
      words: ['9000'],
      run: async (card) => {
        const { reference, value } = await disabled(card);
        await card.demand(enablePin(reference, card.padded(value)));
        await card.reset();
        await card.demand(verify(reference), ['63CX']);
        for (const file of openedBy(card, reference)) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'EVR-02',
      level: 'must',
      destructive: true,
      purpose: 'with a wrong value the requirement stays away',
      criterion: '63CX, and the PIN counts as verified',
      words: WRONG,
      run: async (card) => {
        const { reference, value } = await disabled(card);
        await card.demand(enablePin(reference, card.wrong(value)));
        await card.reset();
        await card.demand(verify(reference), ['9000']);
      },
    },
  ]),
];
