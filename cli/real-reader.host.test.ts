/**
 * The suite on cards behind a real pcscd and vsmartcard's driver, as behind anybody's reader. Never skipped: without Debian's
 * pcscd, vsmartcard-vpcd, opensc and iproute2 it fails.
 */
import { expect, it } from 'vitest';
import { withSystemPcscd } from './host-programs.test-support.ts';

/** Puts a card in the first virtual reader, and goes on when pcscd has seen it; `$SUITE` judges it. */
const START = (card: string): string => `
  $PROEFPAS start ${card} --vpcd 127.0.0.1:35963 > /dev/null & CARD=$!
  until opensc-tool --list-readers | grep -q '^0 *Yes'; do kill -0 $CARD; sleep 0.05; done
  SUITE="$PROEFPAS suite --json --pcsc-reader 'Virtual PCD 00 00'"`;

interface Judged {
  readonly id: string;
  readonly outcome: string;
  readonly message: string;
}

/** What each suite of a script has printed. */
function reportsIn(output: string): Judged[][] {
  const lines = output.split('\n').filter((line) => line.startsWith('{"floor"'));
  return lines.map((line) => (JSON.parse(line) as { assertions: Judged[] }).assertions);
}

const outcomes = (judged: readonly Judged[] = []): string[] => judged.map(({ id, outcome }) => `${id} ${outcome}`);
const failed = (judged: readonly Judged[] = []): Judged[] => judged.filter(({ outcome }) => outcome === 'fail');

it('a card in it is judged as in process, and keeps its tries', async () => {
  const { output, status } = await withSystemPcscd(`${START('conformance')}
    eval $SUITE --pin 123456 81=654321 || echo ended with $?
    opensc-tool -s 00200001 -s 00200002 -s 00200081 -s 00200082
    $PROEFPAS suite conformance --json || echo ended with $?`);
  const [there, here] = reportsIn(output);
  expect(outcomes(there)).toEqual(outcomes(here));
  expect(failed(there)).toEqual([]);
  expect(output.match(/SW1=0x63, SW2=0xC./g)?.map((word) => word.slice(-1))).toEqual(['3', '3', '3', '5']);
  expect(output).not.toContain('ended with 1');
  expect(status, output.slice(-2000)).toBe(0);
});

it('cards with other habits are, too: T=0, and the layout safesign', async () => {
  const { output, status } = await withSystemPcscd(`${START('zorg-id:keys=A:atr=3B021450')}
    eval $SUITE --pin 123456 || echo ended with $?
    kill $CARD; wait $CARD || true
    until opensc-tool --list-readers | grep -q '^0 *No'; do sleep 0.05; done
    ${START('zorg-id:keys=A:layout=safesign')}
    eval $SUITE --pin 123456 || echo ended with $?
    opensc-tool -s 00200001 -s 00200002`);
  const [t0, safesign] = reportsIn(output);
  expect(failed(t0)).toEqual([]);
  expect(failed(safesign)).toEqual([]);
  expect(output.match(/SW1=0x63, SW2=0xC3/g)).toHaveLength(2);
  expect(output).not.toContain('ended with 1');
  expect(status, output.slice(-2000)).toBe(0);
});
