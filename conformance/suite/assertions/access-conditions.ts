/** Access rules that control information announces, and whether the card keeps to them: reading and writing. */
import { fromHex, sameBytes } from '../../../apdu/index.ts';
import { MODE } from '../access.ts';
import { type Assertion, group } from '../assertion.ts';
import { CLAUSE } from '../clauses.ts';
import { updateBinary } from '../commands.ts';
import { CLOSED, contentOf, guarded, isTransparent, loginToAll, READ } from './access-support.ts';
import { readableBy, readsAs } from './protected-files.ts';

export const accessConditions: readonly Assertion[] = [
  ...group(CLAUSE.securityAttributes, [
    {
      id: 'ACC-01',
      level: 'must',
      purpose: 'what everybody may read is read by everybody',
      criterion: 'every EF whose rule for reading is "always"',
      words: [...READ, '6A83'],
      run: async (card) => {
        const files = readableBy(card, 'always');
        card.need(files[0], 'no EF of the card announces that everybody may read it');
        for (const file of files) await readsAs(card, file, [...READ, '6A83', '6B00']);
      },
    },
    {
      id: 'ACC-02',
      level: 'must',
      purpose: 'what a PIN opens is closed to everybody else',
      criterion: 'every EF that wants a PIN for reading is refused with 6982, twice, and without data',
      words: ['6982'],
      run: async (card) => {
        const files = guarded(card, MODE.read).filter(({ structure }) => structure !== 'df');
        card.need(files[0], 'no EF of the card announces that reading needs a right');
        for (const file of files) for (const _ of [1, 2]) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'ACC-03',
      level: 'must',
      purpose: 'what nobody may read stays closed with every PIN verified',
      criterion: 'every EF whose rule for reading is "never" is refused with 6982',
      words: ['6982'],
      run: async (card) => {
        const files = readableBy(card, 'never');
        card.need(files[0], 'no EF of the card announces that nobody may read it');
        await loginToAll(card);
        for (const file of files) await readsAs(card, file, ['6982']);
      },
    },
    {
      id: 'ACC-04',
      level: 'must',
      purpose: 'an EF that wants a PIN or more for writing is not written without',
      criterion: 'UPDATE BINARY, of what it holds already, is refused with 6982; the content stays',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.update).filter(isTransparent);
        card.need(files[0], 'no transparent EF of the card announces that writing needs a right');
        for (const file of files) {
          const content = await contentOf(card, file);
          if (content === undefined) continue;
          await card.goTo(file);
          await card.demand(updateBinary(0, content.subarray(0, 255)));
          card.same((await contentOf(card, file)) ?? content, content, 'the content');
        }
      },
    },
    {
      id: 'ACC-05',
      level: 'must',
      destructive: true,
      purpose: 'an EF that wants a right for writing is not written without',
      criterion: 'UPDATE BINARY of other bytes is refused with 6982; the content stays',
      words: CLOSED,
      run: async (card) => {
        const files = guarded(card, MODE.update).filter(isTransparent);
        card.need(files[0], 'no transparent EF of the card announces that writing needs a right');
        for (const file of files) {
          const content = await contentOf(card, file);
          await card.goTo(file);
          await card.demand(updateBinary(0, fromHex('A5')));
          const after = await contentOf(card, file);
          if (content !== undefined)
            card.check(after !== undefined && sameBytes(after, content), 'the content has changed');
        }
      },
    },
    {
      id: 'ACC-06',
      level: 'must',
      destructive: true,
      purpose: 'with its PIN an EF is written',
      criterion: 'UPDATE BINARY of what it holds is done after VERIFY',
      words: ['9000'],
      run: async (card) => {
        const { reference } = card.pin;
        const file = card.file(({ structure, rules }) => {
          const rule = rules.get(MODE.update);
          return (
            structure === 'transparent' && rule?.kind === 'pins' && rule.pins.length === 1 && rule.pins[0] === reference
          );
        }, 'EF that the PIN opens for writing');
        const content = card.need(await contentOf(card, file), 'the EF cannot be read');
        await card.login();
        await card.goTo(file);
        await card.demand(updateBinary(0, content));
      },
    },
    {
      id: 'ACC-07',
      level: 'must',
      destructive: true,
      purpose: 'an EF that nobody may write is not written with every PIN verified',
      criterion: 'UPDATE BINARY is refused with 6982',
      words: CLOSED,
      run: async (card) => {
        const files = card.facts.files.filter(
          (file) => isTransparent(file) && file.rules.get(MODE.update)?.kind === 'never',
        );
        card.need(files[0], 'no transparent EF of the card announces that nobody may write it');
        await loginToAll(card);
        for (const file of files) {
          await card.goTo(file);
          await card.demand(updateBinary(0, fromHex('A5')));
        }
      },
    },
  ]),
];
