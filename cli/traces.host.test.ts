import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, PKCS11_MODULE, withCard } from './host-programs.test-support.ts';

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

describe.skipIf(!has('pkcs11-tool'))('a session that is recorded', () => {
  const sign = (name: string): string =>
    `pkcs11-tool --module ${PKCS11_MODULE} -l -p 123456 -s -m SHA256-RSA-PKCS -i m -o ${name}`;
  const shell = (script: string) => inFreshFolder(['sh', '-c', `exec 2>&1; set -e; echo message > m; ${script}`]);

  it('replays byte for byte on the same seed, plays the card to the same program, and shows no PIN', async () => {
    const { status, output } = await shell(`
      ${PROEFPAS} record zorg-id --seed 0203 -o t -- ${sign('first')}
      stat -c %a t
      if grep -aiE '31 ?32 ?33 ?34 ?35 ?36|123456' t; then exit 9; fi
      ${PROEFPAS} replay t --seed 0203 --literal
      ${PROEFPAS} convert t --to ccid -o t.pcapng --set PIN=123456
      ${PROEFPAS} replay t.pcapng --seed 0203 --literal
      ${PROEFPAS} diff t --card zorg-id --against zorg-id:pin-blocked || echo differs with $?
      rm -rf .cache
      ${PROEFPAS} mock t --set PIN=123456 -- ${sign('second')}
      cmp first second && echo equal`);
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    expect(output).toMatch(/^proefpas: \d+ commands recorded in t$/m);
    expect(output).toMatch(/^600\nt: no difference; \d+ commands sent, \d+ answers judged\nt\.pcapng: no difference/m);
    expect(output).toContain('VERIFY');
    expect(output).toMatch(/^differs with 1$/m);
    expect(output).toMatch(/^equal$/m);
  });

  it('may come from a card in another reader; what no trace has is told', async () => {
    const { status, output } = await withCard(
      ['zorg-id'],
      `${PROEFPAS} record --pcsc-reader 'Proefpas 00 00' -o t -- opensc-tool --serial
       ${PROEFPAS} replay t --pcsc-reader 'Proefpas 00 00'
       ${PROEFPAS} mock t -- opensc-tool -c default -s 00840000FF || echo ended with $?`,
    );
    expect(output).toMatch(/^t: no difference; \d+ commands sent/m);
    expect(output).toMatch(/GET CHALLENGE 00 84 00 00 FF is not recorded; the nearest is line/);
    expect(output).toMatch(/was never asked for/);
    expect(output).toMatch(/^ended with 1$/m);
    expect(status, output).toBe(0);
  });
});
