/** One session with a card, altered in many ways: each has its diagnosis. */
import { constants, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat, findTlv, fromHex, INS, TAG, tlv, toHex } from '../../apdu/index.ts';
import {
  COMMANDS,
  CONTENT,
  card,
  cryptogram,
  ef,
  HASH,
  hex,
  otherEc,
  otherRsa,
  played,
  recorded,
  rsa,
  type Step,
  WRONG,
} from './catalogue.test-support.ts';
import type { Finding } from './findings.ts';

type Alteration = (steps: Step[]) => void;
const at = (steps: readonly Step[], name: string): number => {
  const index = steps.findIndex((step) => step.name === name);
  expect(index, name).not.toBe(-1);
  return index;
};
const change =
  (name: string, part: Partial<Step> | ((step: Step) => Partial<Step>)): Alteration =>
  (steps) => {
    const index = at(steps, name);
    const step = steps[index]!;
    steps[index] = { ...step, ...(typeof part === 'function' ? part(step) : part) };
  };
const answer = (name: string, to: string | ((answer: string) => string)): Alteration =>
  change(name, (step) => ({ answer: typeof to === 'string' ? to : to(step.answer) }));
const command = (name: string, to: string): Alteration => change(name, { command: to });
const status = (name: string, sw: string): Alteration => answer(name, (all) => all.slice(0, -4) + sw);
const without =
  (...names: string[]): Alteration =>
  (steps) => {
    for (const name of names) steps.splice(at(steps, name), 1);
  };
const swapped =
  (one: string, other: string): Alteration =>
  (steps) => {
    const [i, j] = [at(steps, one), at(steps, other)];
    [steps[i], steps[j]] = [steps[j]!, steps[i]!];
  };
const answersSwapped =
  (one: string, other: string): Alteration =>
  (steps) => {
    const [i, j] = [at(steps, one), at(steps, other)];
    const [first, second] = [steps[i]!, steps[j]!];
    steps[i] = { ...first, answer: second.answer };
    steps[j] = { ...second, answer: first.answer };
  };
const before =
  (name: string, ...more: readonly (readonly [string, string])[]): Alteration =>
  (steps) => {
    steps.splice(at(steps, name), 0, ...more.map(([sent, got]) => ({ name: 'extra', command: sent, answer: got })));
  };
const inPieces =
  (name: string, first: number, ...sizes: readonly number[]): Alteration =>
  (steps) => {
    const index = at(steps, name);
    const { command: sent, answer: all } = steps[index]!;
    const data = all.slice(0, -4);
    const pieces: Step[] = [
      { name, command: sent, answer: `${data.slice(0, 2 * first)}61${toHex(Uint8Array.of(data.length / 2 - first))}` },
    ];
    let offset = first;
    for (const size of sizes) {
      const left = data.length / 2 - offset - size;
      pieces.push({
        name: 'piece',
        command: `00C00000${toHex(Uint8Array.of(size))}`,
        answer: `${data.slice(2 * offset, 2 * (offset + size))}${left === 0 ? '9000' : `61${toHex(Uint8Array.of(left))}`}`,
      });
      offset += size;
    }
    steps.splice(index, 1, ...pieces);
  };
const flip =
  (byte: number): ((answer: string) => string) =>
  (all) => {
    const bytes = fromHex(all);
    bytes[byte < 0 ? bytes.length + byte : byte]! ^= 0x01;
    return toHex(bytes);
  };
const ecSignature = (message: string): string =>
  `${toHex(sign('sha256', Buffer.from(message), { key: otherEc.privateKey, dsaEncoding: 'der' }))}9000`;
const rsaSignature = (message: string, padding: number): string =>
  `${toHex(sign('sha256', Buffer.from(message), { key: rsa.privateKey, padding, saltLength: 32 }))}9000`;
const { RSA_PKCS1_PADDING: PKCS1, RSA_PKCS1_PSS_PADDING: PKCS1_PSS } = constants;

const withPoint =
  (point: (point: Uint8Array) => Uint8Array) =>
  (all: string): string => {
    const template = fromHex(all).subarray(0, -2);
    const value = findTlv(template, TAG.publicKey, 0x86)!;
    return toHex(concat(template, Uint8Array.of(0x90, 0x00))).replace(toHex(value), toHex(point(value)));
  };

type Row = readonly [string, Alteration, string, Finding['field'], RegExp];

// biome-ignore format: a table reads best with its columns aligned
const DIFFERENT: readonly Row[] = [
  ['a wrong byte in data that is read',           answer('read', flip(9)),                       'read',         'data',        /from offset 9 on: 98/],
  ['one byte too few',                            answer('read', (all) => all.slice(2)),         'read',         'data',        /offset 0/],
  ['the data cut at its end',                     answer('read', (all) => `${all.slice(0, -6)}9000`), 'read',    'data',        /1 bytes more than recorded/],
  ['the content of another file',                 answer('read', 'FFEEDDCCBBAA998877665544332211009000'), 'read', 'data',       /offset 0 on: FF EE/],
  ['answers of two reads swapped',                answersSwapped('read first', 'read second'),   'read first',   'data',        /offset 0/],
  ['a status word for success',                   status('no such file', '9000'),                'no such file', 'status word', /no such file/],
  ['a status word for failure',                   answer('update', '6581'),                      'update',       'status word', /allows what the recorded/],
  ['another word for not found',                  answer('no such file', '6A83'),                'no such file', 'status word', /no such file/],
  ['another word for no such data',               answer('no such data', '6A83'),                'no such data', 'status word', /no such key, PIN or data object/],
  ['a warning',                                   status('read', '6282'),                        'read',         'status word', /allows/],
  ['a refused read',                              answer('read', '6982'),                        'read',         'status word', /allows/],
  ['the tries left, one too few',                 answer('tries', '63C1'),                       'tries',        'status word', /./],
  ['the tries left, one too many',                answer('wrong', '63C3'),                       'wrong',        'status word', /./],
  ['blocked by a wrong try',                      answer('wrong', '6983'),                       'wrong',        'status word', /./],
  ['no tries left',                               answer('wrong', '63C0'),                       'wrong',        'status word', /./],
  ['a wrong PIN that was right',                  answer('wrong', '9000'),                       'wrong',        'status word', /--set/],
  ['a right PIN that was wrong',                  answer('verify', '63C2'),                      'verify',       'status word', /is right here/],
  ['the size in the FCI',                         answer('select ef', (all) => all.replace('81020010', '81020011')), 'select ef', 'data', /81 \(the size of the file\): 0011/],
  ['the kind in the FCI',                         answer('select ef', (all) => all.replace('820101', '820102')),     'select ef', 'data', /82 \(the kind of file\)/],
  ['the FID in the FCI',                          answer('select ef', (all) => all.replace('83023501', '83023502')), 'select ef', 'data', /83 \(the file identifier\)/],
  ['the access conditions in the FCI',            answer('select ef', (all) => all.replace('8608FF00', '8608FF90')), 'select ef', 'data', /86 \(the access conditions\)/],
  ['an object more in the FCI',                   answer('select ef', (all) => all.replace('6F15', '6F18').replace('9000', '8A01059000')), 'select ef', 'data', /8A \(the life cycle\): 05/],
  ['another template',                            answer('select ef', (all) => all.replace(/^6F/, '62')), 'select ef', 'data', /template 62 recorded, 6F answered/],
  ['no FCI',                                      answer('select ef', '9000'),                   'select ef',    'data',        /more than recorded/],
  ['the version of the applet',                   answer('select', '0007069000'),                'select',       'data',        /offset 1/],
  ['a missing VERIFY',                            without('verify', 'wrong', 'tries', 'verify again'), 'mse ec', 'status word', /a VERIFY is missing/],
  ['a missing write',                             without('patch'),                              'read',         'data',        /offset 4/],
  ['a missing CREATE FILE',                       without('create'),                             'select ef',    'status word', /no such file/],
  ['the key not chosen',                          without('mse sign rsa'),                       'sign rsa',     'signature',   /./],
  ['a wrong try left out',                        without('wrong'),                              'tries',        'status word', /./],
  ['a wrong try more',                            before('tries', [hex(INS.verify, 0, 1, WRONG), '63C2']), 'extra', 'status word', /./],
  ['a write more',                                before('read', [hex(INS.updateBinary, 0, 0, '0F'), '9000']), 'read', 'data',   /offset 0/],
  ['a file that is there already',                before('select ef', [ef('3501'), '9000']),     'extra',        'status word', /there already/],
  ['a command that the card does not know',       before('read', ['0002000000', '9000']),        'extra',        'status word', /does not know the instruction/],
  ['a class that the card does not know',         before('read', ['80B0000010', `${CONTENT}9000`]), 'extra',     'status word', /does not know the class/],
  ['a read beyond the end',                       before('read', ['00B0002010', '9000']),        'extra',        'status word', /shorter here/],
  ['writes in another order',                     swapped('update', 'patch'),                    'read',         'data',        /offset 4/],
  ['a read before the write',                     swapped('update', 'read'),                     'read',         'data',        /./],
  ['other data written',                          command('patch', hex(INS.updateBinary, 0, 4, 'A0A1A2A4')), 'read', 'data',     /offset 7/],
  ['written somewhere else',                      command('patch', hex(INS.updateBinary, 0, 8, 'A0A1A2A3')), 'read', 'data',     /offset 4/],
  ['another file selected',                       command('select ef', hex(INS.select, 0, 0, '3502', 256)), 'select ef', 'data', /83 \(the file identifier\)/],
  ['a challenge that is shorter',                 answer('challenge', (all) => all.slice(2)),    'challenge',    'data',        /16 bytes instead of 15/],
  ['a challenge that is longer',                  answer('challenge', (all) => `AA${all}`),      'challenge',    'data',        /16 bytes instead of 17/],
  ['no challenge',                                answer('challenge', '6D00'),                   'challenge',    'status word', /allows/],
  ['a public key that is not on its curve',       answer('generate', withPoint((point) => point.map((byte, i) => (i === 9 ? byte ^ 1 : byte)))), 'generate', 'public key', /recorded answer is no well-formed public key/],
  ['a public key of another kind',                answer('generate', `${toHex(tlv(TAG.publicKey, tlv(0x81, new Uint8Array(Buffer.from(rsa.publicKey.export({ format: 'jwk' }).n!, 'base64url'))), tlv(0x82, fromHex('010001'))))}9000`), 'generate', 'public key', /secp256r1 instead of RSA 2048/],
  ['a public key without its template',           answer('generate', (all) => all.slice(8)),     'generate',     'public key',  /recorded answer/],
  ['no key',                                      answer('generate', '6985'),                    'generate',     'status word', /allows/],
  ['a byte of an RSA signature',                  answer('sign rsa', flip(100)),                 'sign rsa',     'signature',   /this card's verifies; the recorded/],
  ['an RSA signature that is cut',                answer('sign rsa', (all) => all.slice(4)),     'sign rsa',     'signature',   /254 bytes, not 256/],
  ['an RSA signature by another key',             answer('sign rsa', `${toHex(sign('sha256', Buffer.from('hello'), otherRsa.privateKey))}9000`), 'sign rsa', 'signature', /recorded one does not verify/],
  ['an RSA signature of another message',         answer('sign rsa', rsaSignature('hullo', PKCS1)), 'sign rsa',  'signature',   /recorded one does not verify/],
  ['another padding than was chosen',             answer('sign pss', rsaSignature('hello', PKCS1)), 'sign pss',  'signature',   /recorded one does not verify/],
  ['PSS where PKCS#1 was chosen',                 command('mse sign rsa', hex(INS.manageSecurityEnvironment, 0x41, 0xb6, '800112840100')), 'sign rsa', 'status word', /length/],
  ['a byte of a PSS signature',                   answer('sign pss', flip(3)),                   'sign pss',     'signature',   /recorded one does not verify/],
  ['a PSS signature of another message',          answer('sign pss', rsaSignature('hullo', PKCS1_PSS)), 'sign pss', 'signature', /recorded one does not verify/],
  ['another hash to be signed',                   command('sign pss', hex(INS.performSecurityOperation, 0x9e, 0x9a, HASH.replace(/..$/, '00'), 256)), 'sign pss', 'signature', /recorded one does not verify/],
  ['a byte of an ECDSA signature',                answer('sign ec', flip(20)),                   'sign ec',      'signature',   /recorded one does not verify/],
  ['an ECDSA signature by another key',           answer('sign ec', ecSignature('hello')),       'sign ec',      'signature',   /recorded one does not verify/],
  ['an ECDSA signature that is cut',              answer('sign ec', (all) => `${all.slice(0, -8)}9000`), 'sign ec', 'signature', /recorded one does not verify/],
  ['no signature',                                answer('sign ec', '9000'),                     'sign ec',      'signature',   /recorded one does not verify/],
  ['a refused signature',                         answer('sign rsa', '6982'),                    'sign rsa',     'status word', /allows/],
  ['a byte of deciphered data',                   answer('decipher', flip(2)),                   'decipher',     'data',        /offset 2/],
  ['a refused decipherment',                      answer('decipher', '6A80'),                    'decipher',     'status word', /allows/],
  ['another cryptogram',                          command('decipher', hex(INS.performSecurityOperation, 0x80, 0x86, `00${'00'.repeat(256)}`, 256)), 'decipher', 'status word', /./],
];

// biome-ignore format: a table reads best with its columns aligned
const SAME: readonly (readonly [string, Alteration])[] = [
  ['nothing',                                   () => undefined],
  ['another challenge',                         answer('challenge', flip(3))],
  ['Le 00',                                     command('read', '00B0000000')],
  ['no Le, as logs of T=0 have it',             command('read', '00B00000')],
  ['an extended Le',                            command('read', '00B00000000010')],
  ['an extended Le 0000',                       command('read', '00B00000000000')],
  ['no Le of SELECT',                           command('select ef', hex(INS.select, 0, 0, '3501'))],
  ['an answer in two pieces',                   inPieces('read', 6, 10)],
  ['an answer in three pieces, none at first',  inPieces('read', 0, 5, 5, 6)],
  ['the FCI fetched by GET RESPONSE',           inPieces('select ef', 0, 23)],
  ['a wrong Le at first',                       before('select ef', [hex(INS.select, 0, 0, '3501', 200), '6C17'])],
  ['reads in another order',                    swapped('read first', 'read second')],
  ['a read more',                               before('tries', ['00B0000002', '00119000'])],
  ['a read less',                               without('read second')],
  ['files made in another order',               swapped('puk', 'select')],
  ['objects of the FCI in another order',       answer('select ef', (all) => all.replace(/^(6F15)(81020010)(820101)/, '$1$3$2'))],
  ['another salt',                              answer('sign pss', rsaSignature('hello', PKCS1_PSS))],
  ['a chain where an extended command stood',   (steps) => {
    const index = at(steps, 'decipher');
    const data = `00${cryptogram}`;
    steps.splice(index, 0, { name: 'link', command: hex(INS.performSecurityOperation, 0x80, 0x86, data.slice(0, 400), 0, 0x10), answer: '9000' });
    change('decipher', { command: hex(INS.performSecurityOperation, 0x80, 0x86, data.slice(400), 256) })(steps);
  }],
];

let session: Step[];
beforeAll(() => {
  session = recorded(COMMANDS, card('01'));
  const refused = session.filter(
    ({ answer: got, name }) => !got.endsWith('9000') && !/^(wrong|tries|no such)/.test(name),
  );
  expect(refused).toEqual([]);
});

const SEEDS = ['01', '0203'] as const;

describe.each(SEEDS)('on a card of seed %s', (seed) => {
  it.each(SAME)('%s is no difference', async (_, alter) => {
    const steps = [...session];
    alter(steps);
    const report = await played(steps, seed);
    expect(report.findings.filter(({ verdict }) => verdict !== 'explained')).toEqual([]);
    expect(report.verdict).toBe('same');
  });
});

describe.each(DIFFERENT.map((row, i) => [row[0], SEEDS[i % 2]!, row] as const))(
  '%s',
  (_, seed, [, alter, step, field, cause]) => {
    it('is found at its place, with field, cause, clause and effect', async () => {
      const steps = [...session];
      alter(steps);
      const { verdict, findings } = await played(steps, seed);
      expect(verdict).toBe('different');
      const first = findings.find((finding) => finding.verdict === 'different')!;
      expect({ step: steps[first.exchange - 1]!.name, line: first.line }).toEqual({
        step,
        line: 2 * first.exchange + 1,
      });
      expect(first.cause).toMatch(cause);
      expect(first).toMatchObject({
        field,
        clause: expect.stringMatching(/^7816-[489]:200[45]/),
        effect: expect.stringMatching(/./),
      });
    });
  },
);

it.each(SEEDS)('a missing answer cannot be told, seed %s', async (seed) => {
  const steps = session.map((step) => (step.name === 'read' ? { ...step, answer: '' } : step));
  const { verdict, findings } = await played(steps, seed);
  expect(verdict).toBe('inconclusive');
  expect(findings.filter((finding) => finding.verdict !== 'explained')).toMatchObject([
    { field: 'answer', verdict: 'inconclusive' },
  ]);
});
