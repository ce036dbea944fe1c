import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../apdu/index.ts';
import { Decoder } from './decoder.ts';

// biome-ignore format: a table reads best with its columns aligned
const ROWS: readonly (readonly [string, string, string, string])[] = [
  ['00A4080004501550 31'.replaceAll(' ', ''), '6F158102010082010183025031 8608FF90909090 909000 9000',
    '> SELECT by path 5015/5031 (EF.ODF), answer: FCI',
    '< 6F { 81 size 256 · 82 transparent EF · 83 file 5031 (EF.ODF) · 86 read always, update PIN, delete PIN }  9000 done'],
  ['00A404000CA000000063504B43532D3135', '6A82', '> SELECT application A000000063504B43532D3135 (PKCS#15), answer: FCI', '< 6A82 file or application not found'],
  ['00A4040C0CF276A288BCFBA69D34F31001', '9000', '> SELECT application F276A288BCFBA69D34F31001 (IsoApplet), answer: nothing', '< 9000 done'],
  ['00B0010004', '010203049000', '> READ BINARY offset 256, 4 bytes', '< 01020304  9000 done'],
  ['00B0830004', '6982', '> READ BINARY EF with short identifier 3, offset 0, 4 bytes', '< 6982 security status not satisfied'],
  ['0020000104 31323334', '63C2', '> VERIFY PIN 01: [4 bytes hidden]', '< 63C2 wrong, 2 tries left'],
  ['00200001', '63C1', '> VERIFY PIN 01: asks how things stand', '< 63C1 not verified, 1 try left'],
  ['002241B606800111840100', '9000', '> MANAGE SECURITY ENVIRONMENT for signing: algorithm 11 (RSA PKCS#1 v1.5), key 00', '< 9000 done'],
  ['00224100068001EC840101', '9000', '> MANAGE SECURITY ENVIRONMENT for key generation: algorithm EC (elliptic curve), key 01', '< 9000 done'],
  ['002A9E9A02010200', '61 10', '> PERFORM SECURITY OPERATION sign: 0102, answer: at most 256 bytes', '< 6110 done, 16 bytes wait for GET RESPONSE'],
  ['112A808601AA', '9000', '> PERFORM SECURITY OPERATION decipher: AA (channel 1; chained, more follows)', '< 9000 done'],
  ['0070000001', '019000', '> MANAGE CHANNEL: open the next free one', '< 01  9000 done'],
  ['80B2010400', '6E00', '> READ RECORD number 1, all there is, at most 256 (proprietary class 80)', '< 6E00 class not supported'],
  ['00B2020D00', 'A19000', '> READ RECORD number 2 to the last of the EF with short identifier 1, all there is, at most 256', '< A1  9000 done'],
  ['00DC000301EE', '6A83', '> UPDATE RECORD the previous: EE', '< 6A83 record not found'],
  ['00A2010502AABB00', '6282', '> SEARCH RECORD backward from record 1: AABB', '< 6282 warning: end of file or record before Ne bytes'],
  ['000E0001', '9000', '> ERASE BINARY offset 1, up to the end', '< 9000 done'],
  ['00260001 04 31323334', '63C2', '> DISABLE VERIFICATION REQUIREMENT PIN 01: [4 bytes hidden]', '< 63C2 wrong, 2 tries left'],
  ['00E60000', '6985', '> TERMINATE DF: the current one', '< 6985 conditions of use not satisfied'],
  ['00A40000053F00', '6700', '> malformed SELECT 0000: Lc 5 does not fit 2 bytes after it: 053F00', '< 6700 wrong length'],
  ['00A4', '67', '> not a command: a command APDU has a header of 4 bytes, here are 2: 00A4', '< no status word: 1 byte'],
];

describe('Decoder', () => {
  it.each(ROWS)('%s', (command, response, asked, answered) => {
    expect(new Decoder().exchange(fromHex(command), fromHex(response))).toEqual([asked, answered]);
  });

  it('has two lines for any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const likely = fc
      .tuple(fc.constantFrom(...'202122242A2C4446476070A4B0C0CACBD6DADBE0E4'.match(/../g)!), bytes)
      .map(([ins, rest]) => Uint8Array.of(0, Number.parseInt(ins, 16), ...rest));
    const decoder = new Decoder({ showSecrets: true });
    fc.assert(
      fc.property(fc.oneof(bytes, likely), bytes, (command, response) => {
        const lines = decoder.exchange(command, response);
        expect(lines.map((line) => line.slice(0, 2))).toEqual(['> ', '< ']);
        expect(lines.join('')).not.toMatch(/undefined|NaN|\n/);
      }),
    );
  });
});

const SECRET = fromHex('3733313935383432A7C1E5');
const LC = toHex(Uint8Array.of(SECRET.length));
const HEX = toHex(SECRET);

/** No run of two secret bytes in hexadecimal, no run of three PIN digits as text. */
function expectClean(lines: readonly string[]): void {
  const text = lines.join('\n');
  for (let i = 0; i + 4 <= HEX.length; i += 2) expect(text).not.toContain(HEX.slice(i, i + 4));
  for (let i = 0; i + 3 <= 8; i++) expect(text).not.toContain('73195842'.slice(i, i + 3));
}

describe('secrets', () => {
  const headers = ['20', '21', '24', '26', '28', '2C', 'DA', 'DB'].map((ins) => `${ins}0001`);
  // biome-ignore format: a table reads best with its columns aligned
  const bodies: readonly (readonly [string, string])[] = [
    ['short',                   `${LC}${HEX}`],
    ['with Le',                 `${LC}${HEX}00`],
    ['extended',                `0000${LC}${HEX}`],
    ['without Lc',              HEX],
    ['without extended length', `00${HEX}`],
    ['with a wrong Lc',         `40${HEX}`],
  ];
  const classes = ['00', '10', '01', '80', '4F'];

  it.each(bodies)('of a command are not shown: %s', (_, body) => {
    for (const header of headers) {
      for (const cla of classes) expectClean(new Decoder().exchange(fromHex(cla + header + body), fromHex('6700')));
    }
  });

  it('of a command without Lc do not show in the lengths of the reason', () => {
    expect(new Decoder().exchange(fromHex('0020000131323334'), fromHex('6700'))[0]).not.toMatch(/49/);
    expect(new Decoder().exchange(fromHex('002000010031323334'), fromHex('6700'))[0]).not.toMatch(/12594/);
  });

  it('of a deciphered answer are not shown, nor their rest in GET RESPONSE', () => {
    const decoder = new Decoder();
    const answer = fromHex(`${HEX}610B`);
    expectClean(decoder.exchange(fromHex('002A808602000100'), answer));
    expectClean(decoder.exchange(fromHex('01B0000004'), fromHex('010203049000')).slice(0, 1));
    expectClean(decoder.exchange(fromHex('00C000000B'), answer));
    expectClean(decoder.exchange(fromHex('00C000000B'), answer));
    expectClean(decoder.exchange(fromHex('002A808605AA'), answer));
    decoder.exchange(fromHex('00B0000004'), fromHex('9000'));
    expect(decoder.exchange(fromHex('00C000000B'), answer)[1]).toContain(HEX);
  });

  it('are shown to who asks for them', () => {
    const lines = new Decoder({ showSecrets: true }).exchange(fromHex(`00200001${LC}${HEX}`), fromHex('9000'));
    expect(lines[0]).toContain(HEX);
  });
});
