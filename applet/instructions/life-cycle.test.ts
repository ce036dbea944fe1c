import { describe, expect, it } from 'vitest';
import type { Card } from '../../emulator/index.ts';
import {
  blankCard,
  copyOf,
  df,
  ef,
  ISOAPPLET,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  WRONG_PIN,
  withData,
} from '../host.test-support.ts';
import { instructionTable } from '../instructions.ts';
import { InterfaceGeneration } from '../interface-generation.ts';

const ACTIVATE = '00440000';
const DEACTIVATE = '00040000';
const TERMINATE_DF = '00E60000';
const TERMINATE_EF = '00E80000';
const TERMINATE_CARD = '00FE0000';
const EF = '00A4080C0450153501';
const DF = '00A4080C025015';

/** DF 5015 { EF 3501 } on a card; the EF is current. */
function cardWithEf(state = ''): Card {
  const card = blankCard();
  ok(card, df('5015'), ef('3501', '0004', state === '' ? '' : `8A01${state}`));
  return card;
}

const stateOf = (card: Card): string => card.inspect().files.children[0]!.children[0]?.lifeCycle ?? 'gone';

describe('the life cycle of an EF', () => {
  /** Every state by every command: the state after it, or none when it is refused with 6985. */
  it.each<[string, string, (string | undefined)[]]>([
    ['01', 'creation', ['activated', undefined, undefined, 'gone']],
    ['03', 'initialisation', ['activated', undefined, undefined, 'gone']],
    ['05', 'activated', [undefined, 'deactivated', 'terminated', 'gone']],
    ['04', 'deactivated', ['activated', undefined, 'terminated', 'gone']],
    ['0C', 'terminated', [undefined, undefined, undefined, 'gone']],
  ])('%s %s', (status, name, after) => {
    const card = cardWithEf(status);
    expect(stateOf(card)).toBe(name);
    const commands = [ACTIVATE, DEACTIVATE, TERMINATE_EF, withData('00E40000', '3501')];
    const found = commands.map((command) => {
      const copy = copyOf(card);
      sw(copy, EF);
      const answer = sw(copy, command);
      expect(answer).toMatch(/9000|6985/);
      return answer === '9000' ? stateOf(copy) : undefined;
    });
    expect(found).toEqual(after);
  });

  it.each(['04', '0C'])('in state %s closes its content and is still selected, with a warning', (status) => {
    const card = cardWithEf(status);
    expect(sw(card, EF)).toBe(status === '04' ? '6283' : '6285');
    expect(send(card, '00A40800045015350100')).toMatch(/^6F.*(6283|6285)$/);
    const commands = ['00B0000001', withData('00D60000', '01'), withData('00D00000', '01'), '000E0000'];
    expect(commands.map((command) => sw(card, command))).toEqual(['6985', '6985', '6985', '6985']);
  });

  it('is told by SELECT as it is now', () => {
    const card = cardWithEf('01');
    ok(card, ACTIVATE, DEACTIVATE);
    expect(send(card, '00A40800045015350100')).toBe('6F0E8102000482010183023501' + '8A01046283');
  });

  it('keeps content and rules through deactivation', () => {
    const card = cardWithEf();
    ok(card, withData('00D60000', 'AABB'), DEACTIVATE, ACTIVATE);
    expect(send(card, '00B0000002')).toBe('AABB9000');
  });

  it('survives power-off', () => {
    const card = cardWithEf();
    ok(card, DEACTIVATE);
    expect(sw(copyOf(card), EF)).toBe('6283');
  });

  it('moves only by those whom its rules grant it', () => {
    const card = operationalCard();
    ok(card, df('5015'), ef('3501', '0004', '8C06 3B 1010101000'));
    expect([DEACTIVATE, TERMINATE_EF].map((command) => sw(card, command))).toEqual(['6982', '6982']);
    ok(card, verify(PIN), DEACTIVATE);
    send(card, verify(WRONG_PIN));
    expect([ACTIVATE, TERMINATE_EF].map((command) => sw(card, command))).toEqual(['6982', '6982']);
  });
});

describe('a DF that is not in use', () => {
  const inside = [
    EF,
    '00B0000001',
    ef('3502', '0001'),
    withData('00E40000', '3501'),
    withData('00DA0081', '01'),
    '00CA0081',
  ];

  it('closes everything below it, deactivated or terminated, until it is activated', () => {
    const card = cardWithEf();
    ok(card, DF, DEACTIVATE);
    expect(sw(card, DF)).toBe('6283');
    expect(inside.map((command) => sw(card, command))).toEqual(['6283', '6985', '6985', '6985', '6985', '6985']);
    expect(['00440000', '00040000', '00E80000'].map((command) => sw(card, command))).toEqual(['6985', '6985', '6985']);
    const terminated = copyOf(card);
    send(card, DF);
    ok(card, ACTIVATE, EF, '00B0000001');
    send(terminated, DF);
    ok(terminated, TERMINATE_DF);
    expect(sw(terminated, EF)).toBe('6285');
    expect(sw(terminated, '00B0000001')).toBe('6985');
    send(terminated, DF);
    expect(sw(terminated, ACTIVATE)).toBe('6985');
    ok(terminated, MF, withData('00E40000', '5015'));
  });

  it('has no key used from it, though a PIN can still be verified there', () => {
    const card = operationalCard();
    ok(card, verify(PIN), df('5015'), DEACTIVATE);
    expect(sw(card, withData('00224100', '8001F3840101'))).toBe('6985');
    expect(sw(card, withData('002A9E9A', '00'))).toBe('6985');
    ok(card, verify(PIN), '0084000008', MF, withData('00224100', '8001F3840101'));
  });

  it('is addressed by FID, by path, or as the current one', () => {
    const card = cardWithEf();
    ok(card, MF, withData('00040000', '5015'), withData('00440800', '5015'));
    ok(card, withData('00040800', '50153501'), DF, withData('00440200', '3501'), withData('00040900', '3501'));
    expect(stateOf(card)).toBe('deactivated');
    expect(sw(card, withData('00E80000', '3501'))).toBe('9000');
    expect(stateOf(card)).toBe('terminated');
  });

  it.each<[string, string, string]>([
    ['a FID that is not there', withData('00040000', '3599'), '6A82'],
    ['a FID of one byte', withData('00040000', '35'), '6700'],
    ['an odd path', withData('00040800', '501535'), '6A87'],
    ['P1 04', withData('00040400', '5015'), '6A86'],
    ['P2 01', '00040001', '6A86'],
    ['TERMINATE EF without a current EF', TERMINATE_EF, '6986'],
    ['TERMINATE EF of a DF', withData('00E80000', '5015'), '6A82'],
    ['TERMINATE DF of an EF', withData('00E60800', '50153501'), '6A82'],
    ['TERMINATE DF of the MF', TERMINATE_DF, '6985'],
  ])('%s', (_, command, answer) => {
    const card = cardWithEf();
    ok(card, MF);
    expect(sw(card, command)).toBe(answer);
  });
});

describe('every instruction', () => {
  /** Rows of the table by what they say of the states they run in. */
  const instructions = instructionTable(new InterfaceGeneration('auto')).map(
    ({ ins, when }) => [ins.toString(16).toUpperCase().padStart(2, '0'), when] as const,
  );

  it.each(instructions)('%s, which runs %s, is 6985 in the other states, whatever its parameters', (ins, when) => {
    const inClosedDf = operationalCard();
    ok(inClosedDf, verify(PIN), df('5015'), DEACTIVATE);
    const terminated = operationalCard();
    ok(terminated, verify(PIN), TERMINATE_CARD);
    for (const parameters of ['0000', 'FFFF', '9E9A', '4100']) {
      if (when === 'active') expect(sw(inClosedDf, `00${ins}${parameters}`)).toBe('6985');
      if (when !== 'always') expect(sw(terminated, `00${ins}${parameters}`)).toBe('6985');
    }
    if (when !== 'active') expect(sw(inClosedDf, `00${ins}FFFF`)).not.toBe('6985');
  });
});

describe('TERMINATE CARD USAGE', () => {
  function terminated(): Card {
    const card = operationalCard();
    ok(card, df('5015'), MF, TERMINATE_CARD);
    return card;
  }

  it.each<[string, string, string]>([
    ['SELECT of the MF', '00A40000023F0000', '6F0782013883023F006285'],
    ['SELECT of another file', '00A40000025015', '6985'],
    ['SELECT by name', ISOAPPLET, '6985'],
    ['the card’s number', '00CA010100', '01002F9000'],
    ['a data object', '00CA008100', '6985'],
    ['VERIFY', verify(PIN), '6985'],
    ['GET CHALLENGE', '0084000008', '6985'],
    ['MANAGE CHANNEL', '0070000001', '6985'],
    ['ACTIVATE FILE', ACTIVATE, '6985'],
    ['DELETE FILE', withData('00E40000', '5015'), '6985'],
    ['itself', TERMINATE_CARD, '6985'],
    ['an unknown instruction', '00F00000', '6D00'],
  ])('leaves of %s this', (_, command, answer) => {
    const card = terminated();
    card.reset();
    expect(send(card, command)).toBe(answer);
    expect(send(copyOf(card), command)).toBe(answer);
  });

  it('is for ever, and told', () => {
    const copy = copyOf(terminated());
    expect(copy.inspect()).toMatchObject({ lifeCycle: 'terminated', files: { lifeCycle: 'terminated' } });
  });

  it.each<[string, string]>([
    ['00FE0001', '6A86'],
    ['00FE0100', '6A86'],
    ['00FE00000100', '6700'],
  ])('%s → %s', (command, answer) => {
    const card = blankCard();
    expect(sw(card, command)).toBe(answer);
    expect(card.inspect().lifeCycle).toBe('blank');
  });
});
