import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, parseResponse } from '../../apdu/index.ts';
import type { Card } from '../../emulator/index.ts';
import {
  blankCard,
  cardWithFiles,
  create,
  df,
  ef,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

describe('CREATE FILE', () => {
  it.each<[string, string, string]>([
    ['a FID that is taken in this DF', ef('2F00', '0010'), '6A89'],
    ['a FID that is taken elsewhere', ef('4401', '0010'), '9000'],
    ['an FCP template', withData('00E00000', '620B810200108201018302 3507'.replace(' ', '')), '9000'],
    ['another template', withData('00E00000', '6E0B8102001082010183023507'), '6A80'],
    ['no FID', create('81020010820101'), '6A80'],
    ['no descriptor', create('8102001083023509'), '6A80'],
    ['no structure', create('81020010 820100 8302350A'), '6A80'],
    ['a DF with structure bits', create('82013F 83023511'), '6A80'],
    ['access conditions of seven bytes', ef('3512', '0010', '8607 8FFF0000000000'), '6A80'],
    ['the MF’s FID', df('3F00'), '6A80'],
    ['a reserved FID', df('FFFF'), '6A80'],
    ['one byte of size, above 7F', create('8101FF 820101 83023506'), '9000'],
    ['a size that offsets do not reach', ef('7000', '8000'), '6A84'],
    ['bytes after the template', withData('00E00000', '620B8102001082010183023507FF'), '6A80'],
    ['P1 01', withData('00E00100', '6F0B8102001082010183023514'), '6A86'],
    ['no data', '00E00000', '6A80'],
  ])('%s', (_, command, answer) => {
    expect(sw(cardWithFiles(), command)).toBe(answer);
  });

  it('refuses a DF name that is taken', () => {
    const card = blankCard();
    ok(card, df('5016', '8403414243'), MF);
    expect(sw(card, df('5017', '8403414243'))).toBe('6A8A');
  });

  it('answers 6A84 when the card is full, and everything before stays readable', () => {
    const card = blankCard();
    let fid = 0x6000;
    const more = () => sw(card, ef((fid++).toString(16), '7FFF'));
    const answers = Array.from({ length: 6 }, more);
    expect(answers.at(-1)).toBe('6A84');
    expect(answers.filter((answer) => answer === '9000').length).toBeGreaterThan(1);
    ok(card, '00A4000C026000');
    expect(send(card, '00B07FFE01')).toBe('009000');
  });
});

describe('READ BINARY and UPDATE BINARY', () => {
  const card = cardWithFiles();
  ok(card, '00A4000C022F00', withData('00D60000', 'A1A2A3A4'), withData('00D60039', 'B1B2B3B4'));

  it.each<[string, string, string]>([
    ['all of it', '00B0000000', `A1A2A3A4${'00'.repeat(53)}B1B2B3B49000`],
    ['all of it, extended', '00B00000000000', `A1A2A3A4${'00'.repeat(53)}B1B2B3B49000`],
    ['a part: never 61XX', '00B0000002', 'A1A29000'],
    ['more than there is, asked for explicitly', '00B0003910', 'B1B2B3B46282'],
    ['at the end', '00B0003D01', '6B00'],
    ['beyond', '00B07FFF01', '6B00'],
    ['no Le', '00B00000', '9000'],
    ['by SFI that is not there', '00B0810001', '6A82'],
    ['SFI 0', '00B0800001', '6A86'],
    ['SFI 31', '00B09F0001', '6A86'],
    ['reserved bits of P1', '00B0C00001', '6A86'],
    ['a data field', '00B000000101', '6700'],
  ])('reads %s', (_, command, answer) => {
    const fork = card.fork();
    fork.powerOn();
    ok(fork, '00A4000C022F00');
    expect(send(fork, command)).toBe(answer);
  });

  it.each<[string, string, string]>([
    ['across the end', withData('00D6003A', 'C1C2C3C4'), '6B00'],
    ['at the end', withData('00D6003D', 'D1'), '6B00'],
    ['nothing', '00D60000', '9000'],
  ])('writes %s: nothing changes', (_, command, answer) => {
    const fork = card.fork();
    fork.powerOn();
    ok(fork, '00A4000C022F00');
    expect(sw(fork, command)).toBe(answer);
    expect(send(fork, '00B0003904')).toBe('B1B2B3B49000');
  });

  it('reach an EF by its SFI, from tag 88 or the low bits of the FID, and make it current', () => {
    const fresh = blankCard();
    ok(fresh, ef('3503', '0004'), ef('3508', '0004', '880110'), ef('3509', '0004', '8800'), MF);
    ok(fresh, withData('00D68300', '33'), withData('00D68200', '22'));
    expect(send(fresh, '00B0830001')).toBe('339000');
    expect(send(fresh, '00B0820001')).toBe('229000');
    expect(send(fresh, '00B0000001')).toBe('229000');
    expect(sw(fresh, '00B0890001')).toBe('6A82');
  });

  it('answer a file of every size around the length of a short answer', () => {
    for (const size of [0, 1, 255, 256, 257, 2084, 32767]) {
      const fresh = blankCard();
      ok(fresh, ef('3503', size.toString(16).padStart(4, '0')));
      const length = (command: string) => parseResponse(fresh.transmit(fromHex(command))).data.length;
      expect([length('00B0000000'), length('00B00000000000'), length('00B00000')]).toEqual([
        Math.min(size, 256),
        size,
        0,
      ]);
    }
  });

  it('refuse a record file', () => {
    const fresh = blankCard();
    ok(fresh, create('81020010 820442210010 8302350E'));
    expect(sw(fresh, '00B0000001')).toBe('6981');
  });
});

describe('access conditions', () => {
  /** An EF 3500 with the given tag in DF 5015 of a card whose PIN is set. */
  function cardWithRule(rule: string): Card {
    const card = operationalCard();
    ok(card, df('5015'), ef('3500', '0010', rule));
    return card;
  }
  const ALL = ['00B0000001', withData('00D60000', '01'), withData('00E40000', '3500')];
  const words = (card: Card) => ALL.map((command) => sw(card, command));

  it.each<[string, string, string[], string[]]>([
    ['none: everything is allowed', '', ['9000', '9000', '9000'], ['9000', '9000', '9000']],
    ['86, PIN to update and delete', '8608FF90909090909000', ['9000', '6982', '6982'], ['9000', '9000', '9000']],
    ['86, PIN to read', '8608FF90FFFFFFFF9090', ['6982', '6982', '6982'], ['9000', '9000', '9000']],
    ['86, never', '8608FFFFFFFFFFFFFFFF', ['6982', '6982', '6982'], ['6982', '6982', '6982']],
    ['86, conditions that mean nothing', '8608FF11113232FFAAAA', ['6982', '6982', '6982'], ['6982', '6982', '6982']],
    [
      '8C, read free, update PIN, delete without a rule',
      '8C03031000',
      ['9000', '6982', '6982'],
      ['9000', '9000', '6982'],
    ],
    ['8C, update with secure messaging too', '8C0303D000', ['9000', '6982', '6982'], ['9000', '6982', '6982']],
    ['8C, two groups are alternatives', '8C0402FF0210', ['6982', '6982', '6982'], ['6982', '9000', '6982']],
  ])('%s', (_, rule, without, withPin) => {
    expect(words(cardWithRule(rule))).toEqual(without);
    const card = cardWithRule(rule);
    ok(card, verify(PIN));
    expect(words(card)).toEqual(withPin);
  });

  it('grant what a PIN protects, and not what is forbidden, before the PIN exists', () => {
    const card = blankCard();
    ok(card, df('5015'), ef('3500', '0010', '8608FF90909090909090'));
    expect(words(card)).toEqual(['9000', '9000', '9000']);
    ok(card, ef('3501', '0010', '8608FFFFFFFFFFFFFFFF'));
    expect(sw(card, '00B0000001')).toBe('6982');
  });

  it('of the DF decide about creating and deleting in it', () => {
    const card = operationalCard();
    ok(card, df('5015', '8608FF00000000909090'));
    expect(sw(card, ef('3500', '0010'))).toBe('6982');
    ok(card, verify(PIN), ef('3500', '0010'));
    send(card, verify('39'.repeat(16)));
    expect(sw(card, withData('00E40000', '3500'))).toBe('6982');
  });
});

describe('DELETE FILE', () => {
  it.each<[string, string, string]>([
    ['a file', '00E40000022F00', '9000'],
    ['a DF with what is in it', '00E40000025015', '9000'],
    ['a file that is not there', '00E40000023504', '6A82'],
    ['the MF', '00E40000023F00', '6986'],
    ['nothing', '00E40000', '6700'],
    ['one byte', '00E400000135', '6700'],
    ['P1 01', '00E40100022F00', '6A86'],
  ])('%s', (_, command, answer) => {
    expect(sw(cardWithFiles(), command)).toBe(answer);
  });

  it('makes the DF it lay in current, without an EF', () => {
    const card = cardWithFiles();
    ok(card, '00A4080C0450154401', '00E40000024401');
    expect(sw(card, '00B0000001')).toBe('6986');
    expect(sw(card, ef('4401', '0010'))).toBe('9000');
    ok(card, '00A4080C025015', '00E40000025015');
    expect(card.inspect().files.children.map(({ fid }) => fid)).toEqual(['2F00']);
  });

  it('leaves a file alone that is current on another channel', () => {
    const card = cardWithFiles();
    ok(card, '0070000001', '01A4080C0450154401');
    expect(sw(card, '00E40000025015')).toBe('6985');
    ok(card, '00708001', '00E40000025015');
  });

  it('frees the space', () => {
    const card = blankCard();
    const before = card.fork().inspect();
    for (let i = 0; i < 40; i++) ok(card, ef('7000', '7FFF'), '00E40000027000');
    expect(card.inspect()).toEqual(before);
  });
});

describe('ACTIVATE FILE', () => {
  it('activates a file in creation state, once', () => {
    const card = blankCard();
    ok(card, ef('3503', '0004', '8A0101'), '00440000');
    expect(card.inspect().files.children[0]!.lifeCycle).toBe('activated');
    expect(sw(card, '00440000')).toBe('6985');
  });
});

describe('a file', () => {
  it('is reported with the digest of its content', () => {
    const card = cardWithFiles();
    const view = card.inspect().files.children[0]!;
    expect(view).toMatchObject({ fid: '2F00', kind: 'transparent EF', size: 61, lifeCycle: 'activated' });
    expect(view.sha256).toBe(createHash('sha256').update(new Uint8Array(61)).digest('hex'));
  });
});
