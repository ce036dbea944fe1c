/** Unmodified OpenSC on cards with quirks: what it copes with, and the words in which it fails. */
import { describe, expect, it } from 'vitest';
import { has, withCard } from './host-programs.test-support.ts';

const P11 = 'pkcs11-tool --module $M -l -p 123456';
const quirks = (...names: readonly string[]): string[] => names.flatMap((name) => ['--quirk', name]);

describe.skipIf(!has('pkcs11-tool', 'pkcs15-tool', 'openssl'))('OpenSC and a card', () => {
  it.each<[string, string[], string[]]>([
    ['calls a blocked PIN locked', [], ['CKR_PIN_LOCKED', 'CKR_PIN_LOCKED']],
    ['with blocked-63c0 calls it incorrect', ['blocked-63c0'], ['CKR_PIN_INCORRECT', 'CKR_PIN_INCORRECT']],
    ['with last-try-63c0 at first', ['last-try-63c0'], ['CKR_PIN_INCORRECT', 'CKR_PIN_LOCKED']],
  ])('%s', async (_, names, words) => {
    const { output } = await withCard(
      ['zorg-id:tries=1', ...quirks(...names)],
      `for i in 1 2; do pkcs11-tool --module $M -l -p 000000 -O || true; done`,
    );
    expect(output.match(/CKR_PIN_\w+/g)).toEqual(words);
  });

  it.each<[string, string[]]>([
    ['short commands, chains and GET RESPONSE', ['no-extended-length', 'get-response', 'get-response-exact']],
    ['no chains', ['chaining-6e00', 'one-channel']],
    ['another filler and a PIN for each use', ['pin-filler-ff', 'undeclared-consent']],
    [
      'other words and answers',
      ['select-0c-6a86', 'read-past-end-9000', 'offset-outside-6f00', 'short-le-6cxx', 'waiting-data-6900'],
    ],
    [
      'whole answers and other questions',
      ['le-ignored', 'verified-query-63cx', 'wrong-pin-6300', 'algorithm-required'],
    ],
  ])('with %s: signs', async (_, names) => {
    const outcome = await withCard(
      quirks(...names),
      `echo message > m; pkcs15-tool --read-certificate $(pkcs15-tool --list-certificates | sed -n 's/.*ID *: //p' | head -1) > c.pem
       openssl x509 -in c.pem -pubkey -noout > k.pem
       ${P11} -s -m SHA256-RSA-PKCS -i m -o sig; openssl dgst -sha256 -verify k.pem -signature sig m`,
    );
    expect(outcome.output).toContain('Verified OK');
  });

  it('with pkcs1-input-40-percent: tells that the input is too long', async () => {
    const sign = (count: number) => `head -c ${count} /dev/zero > m; ${P11} -s -m RSA-PKCS -i m -o sig`;
    const { output } = await withCard(quirks('pkcs1-input-40-percent'), `${sign(102)}; ${sign(103)} || true`);
    expect(output.match(/CKR_\w+/g)).toEqual(['CKR_DATA_LEN_RANGE']);
  });

  it('with select-without-fci: does not know the token', async () => {
    const { output } = await withCard(quirks('select-without-fci'), `${P11} -O || true`);
    expect(output).toContain('CKR_TOKEN_NOT_RECOGNIZED');
  });
});
