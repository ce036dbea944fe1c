/** Who a card is for: any record is refused in one sentence, or a certificate can be made for it. */
import fc from 'fast-check';
import { assertHolder, commonNameOf, type Holder, HolderError, ROLES, titleOf } from '../../../issuer/pki/index.ts';
import { damagedText } from '../arbitraries.ts';
import { demand, parsedOrRefused, single, type Target } from '../target.ts';

const digits = (length: number): fc.Arbitrary<string> =>
  fc.nat(10 ** length - 1).map((n) => String(n).padStart(length, '0'));
const name = damagedText(fc.constantFrom('Test', 'de Vries-TEST', 'Zoë TEST', 'x'.repeat(64)));

const holders = fc.record({
  pastype: fc.constantFrom('Z', 'N', 'M'),
  uziNumber: damagedText(digits(9)),
  subscriberNumber: damagedText(digits(8)),
  subscriberName: name,
  roleCode: fc.oneof(fc.constantFrom(...ROLES.keys(), '00.000'), damagedText(fc.constant('01.015'))),
  agbCode: fc.oneof(fc.constant('00000000'), damagedText(digits(8))),
  givenNames: name,
  surname: name,
  functionName: name,
});

export const holderTarget: Target = {
  name: 'holder',
  about: 'descriptions of card holders to the rules of the UZI register',
  oracle: 'HolderError, or a common name and a title of 1 to 64 characters, and digits where digits belong',
  sources: ['issuer/certificate/holder'],
  inputs: holders.map((holder) => JSON.stringify(holder)),
  check: (input) => {
    const holder = JSON.parse(single(input)) as Holder;
    const isHolder = parsedOrRefused(() => {
      assertHolder(holder);
      return true;
    }, HolderError);
    if (!isHolder) return;
    for (const text of [commonNameOf(holder), titleOf(holder) ?? 'none'])
      demand(text.length >= 1 && [...text].length <= 64, 'wrong', `a name of ${text.length} characters is taken`);
    demand(/^\d{9}$/.test(holder.uziNumber) && /^\d{8}$/.test(holder.agbCode), 'wrong', 'a number is none');
  },
};
