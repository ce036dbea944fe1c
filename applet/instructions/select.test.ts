import { describe, expect, it } from 'vitest';
import {
  blankCard,
  cardWithFiles,
  df,
  ISOAPPLET,
  MF,
  ok,
  operationalCard,
  PIN,
  send,
  sw,
  verify,
  withData,
} from '../host.test-support.ts';

describe('SELECT', () => {
  it.each<[string, string, string]>([
    ['MF without data', '00A4000000', '6F0782013883023F009000'],
    ['MF by FID', '00A40000023F0000', '6F0782013883023F009000'],
    ['FCP', '00A40004023F0000', '620782013883023F009000'],
    ['FMD', '00A40008023F0000', '64009000'],
    ['nothing wanted', '00A4000C023F0000', '9000'],
    ['no Le: no data', '00A40000023F00', '9000'],
    ['path from the MF', '00A40800045015440100', '6F0B8102001082010183024401 9000'],
    ['path that repeats 3F00', '00A40800063F005015440100', '6F0B8102001082010183024401 9000'],
    ['child DF', '00A4010002501500', '6F07820138830250159000'],
    ['child DF that is an EF', '00A40100022F0000', '6A82'],
    ['EF below the current DF', '00A40200022F0000', '6F0B8102003D82010183022F00 9000'],
    ['path from the current DF', '00A40900045015440100', '6F0B8102001082010183024401 9000'],
    ['parent of the MF', '00A4030000', '6A82'],
    ['missing FID', '00A400000212 3400', '6A82'],
    ['missing path', '00A4080004 50159999 00', '6A82'],
    ['EF in the middle of a path', '00A4080004 2F004401 00', '6A82'],
    ['FID of one byte', '00A400000135', '6700'],
    ['odd path', '00A4080003 501544 00', '6A87'],
    ['P1 05', '00A4050000', '6A86'],
    ['P2 10', '00A40010023F00', '6A86'],
    ['occurrence without a name', '00A40001023F00', '6A86'],
    ['name of 17 bytes', withData('00A40400', '41'.repeat(17)), '6A87'],
    ['unknown name', '00A4040009A0000003080000100000', '6A82'],
  ])('%s', (_, command, answer) => {
    expect(send(cardWithFiles(), command)).toBe(answer.replace(/ /g, ''));
  });

  it('changes nothing when the file is not found', () => {
    const card = cardWithFiles();
    ok(card, '00A4080C0450154401');
    expect(sw(card, '00A4000002123400')).toBe('6A82');
    expect(send(card, '00B0000001')).toBe('009000');
  });

  it('finds siblings and the parent by FID, and leaves no current EF after a DF', () => {
    const card = cardWithFiles();
    ok(card, '00A4080C0450154401', '00A4000C025015');
    expect(sw(card, '00B0000001')).toBe('6986');
    ok(card, '00A4000C022F00', '00A4080C025015', '00A4030C');
    expect(send(card, '00A4020002 2F00 00')).toContain('2F00');
  });

  it('answers the version to its IsoApplet AID with or without Le, and nothing when nothing is wanted', () => {
    const card = blankCard();
    expect(send(card, ISOAPPLET)).toBe('0006069000');
    expect(send(card, `${ISOAPPLET}00`)).toBe('0006069000');
    expect(send(card, ISOAPPLET.replace('00A40400', '00A4040C'))).toBe('9000');
  });

  it('answers FCI with the whole name to its PKCS#15 AID, and obeys Le', () => {
    const card = cardWithFiles();
    expect(send(card, '00A404000CA000000063504B43532D313500')).toBe(
      '6F1582013883025015840CA000000063504B43532D31359000',
    );
    expect(send(card, '00A404000CA000000063504B43532D3135')).toBe('9000');
    expect(send(card, '00A4000002440100')).toContain('4401');
  });

  it('steps through the names that begin alike', () => {
    const card = blankCard();
    const partial = (p2: string) => send(card, `00A404${p2}05A00000006300`);
    ok(card, df('5016', '8407A0000000630001'), MF, df('5017', '8407A0000000630002'), MF);
    expect(partial('00')).toContain('8407A0000000630001');
    expect(partial('02')).toContain('8407A0000000630002');
    expect(partial('02')).toContain('840CA000000063504B43532D3135');
    expect(partial('02')).toBe('6A82');
    expect(partial('03')).toContain('8407A0000000630002');
    expect(partial('01')).toContain('840CA000000063504B43532D3135');
  });

  it('keeps what is verified when a DF is selected by its name', () => {
    const card = operationalCard();
    ok(card, df('5016', '8403414243'), verify(PIN), '00A4040003414243');
    expect(sw(card, '00200001')).toBe('9000');
  });
});
