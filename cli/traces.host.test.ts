import { describe, expect, it } from 'vitest';
import { has, MAIN, PKCS11_MODULE, withCard } from './host-programs.test-support.ts';

const PROEFPAS = `'${process.execPath}' '${MAIN}'`;
const SIGN = `echo message > m; OPENSC_DEBUG=9 pkcs11-tool --module ${PKCS11_MODULE} -l -p 123456 -s -m SHA256-RSA-PKCS -i m -o s > log 2>&1`;

describe.skipIf(!has('pkcs11-tool'))('a log that OpenSC has just written', () => {
  it('is replayed to a card like the one it was written with, and to one with other keys', async () => {
    const { status, output } = await withCard(
      ['zorg-id'],
      `${SIGN}; ${PROEFPAS} replay log; ${PROEFPAS} replay log --seed 0203`,
    );
    expect(output).toMatch(/^log: no difference; \d+ commands sent/m);
    expect(output).toContain("each verifies under its own card's key, RSA 2048");
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  });

  it('has its PIN in the trace nowhere', async () => {
    const { status, output } = await withCard(
      ['zorg-id'],
      `${SIGN}; grep -q '31 32 33 34 35 36' log; ${PROEFPAS} import log -o t; cat t`,
    );
    expect(status).toBe(0);
    expect(output).toContain('lc(pad($' + '{PIN}, 16, 00))');
    expect(output).not.toMatch(/31 ?32 ?33 ?34 ?35 ?36|123456/);
  });
});
