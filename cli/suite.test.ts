import { describe, expect, it, vi } from 'vitest';
import { proefpas } from './cli.test-support.ts';
import { startReaders } from './readers.test-support.ts';
import { suite } from './suite.ts';

startReaders();

describe('suite', () => {
  it('tells a table, and what was never answered', async () => {
    const { status, stdout, stderr } = await proefpas('suite', 'zorg-id');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^clause +pass +fail +explained +inconclusive +inapplicable\n7816-4:2005 §/);
    expect(stdout).toContain('Status words never answered');
    expect(stdout).not.toContain('123456');
  });

  it('judges the card in a reader, in JSON', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const status = await suite([], { pcscReader: 'Proefpas 00 00', pin: ['123456'], json: true });
    const stdout = String(written.mock.calls[0]?.[0]);
    written.mockRestore();
    expect(status).toBe(0);
    const { floor, assertions, ...rest } = JSON.parse(stdout);
    expect({ floor, rest }).toEqual({ floor: 2, rest: {} });
    expect(assertions.length).toBeGreaterThan(300);
    expect(stdout).not.toMatch(/313233343536|123456/);
  });

  it('judges a card for somebody', async () => {
    const { status, stdout } = await proefpas('suite', 'uzi-zorgverlener', '--holder', 'ura=90000404', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).assertions.length).toBeGreaterThan(300);
  });

  it('tells what two cards do otherwise', async () => {
    const { status, stdout } = await proefpas('suite', '--compare', 'zorg-id:pin-blocked', 'zorg-id');
    expect(status).toBe(0);
    expect(stdout).toMatch(/VER-20 .*\n +zorg-id:pin-blocked +pass 6983\n +zorg-id +inapplicable/);
  });

  it.each<[string[], string]>([
    [['zorg-id', 'conformance'], 'suite judges one card; two with --compare'],
    [['--compare', 'zorg-id'], '--compare takes two cards, as in: proefpas suite --compare zorg-id conformance'],
    [['none'], 'an empty reader answers nothing; name a card'],
    [['zorg-id', '--holder', 'uzi=1'], '--holder for zorg-id: a UZI number is 9 digits, which "1" is not'],
    [
      ['--holder', 'name=Jan', '--pcsc-reader', 'R'],
      '--holder is for a card of ours; leave it out, or name one to compare with',
    ],
    [['--floor', 'x'], '--floor takes a number from 0 to 15'],
    [['--floor', '0'], '--floor 0 lets a PIN be blocked; say --disposable as well'],
    [['--pin', '12345678901234567'], '--pin takes a value of 1 to 16 characters, or REFERENCE=VALUE as in 81=654321'],
  ])('%j is refused with 2', async (args, sentence) => {
    const { status, stdout, stderr } = await proefpas('suite', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`proefpas: ${sentence}`);
  });

  it.each([
    ['Proefpas 01 00', 'there is no card in Proefpas 01 00 that answers'],
    ['Nowhere', 'there is no reader "Nowhere"'],
  ])('a reader %s is refused', async (pcscReader, sentence) => {
    await expect(suite([], { pcscReader })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(sentence),
    });
  });
});
