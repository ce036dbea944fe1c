/** One and the same script, said to a card by the programs that people make logs with; every log imports to the same commands. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, MAIN, type Outcome, withCard, withSystemPcscd } from './host-programs.test-support.ts';

const PROEFPAS = `'${process.execPath}' '${MAIN}'`;
const PYSCARD = '/usr/lib/python3/dist-packages/smartcard';
const SPY = '/usr/lib/x86_64-linux-gnu/libpcscspy.so.0';

/** A file, its content, a PIN, a random number, and a command that is refused. */
const COMMANDS = [
  '00A4080C025015',
  '00A40200025031',
  '00B0000000',
  `0020000110${Buffer.from('123456').toString('hex')}${'00'.repeat(10)}`,
  '0084000008',
  '00B0FF0000',
];
const EXPECTED = [
  '> 00 A4 08 0C 02 50 15',
  '> 00 A4 02 00 02 50 31',
  '> 00 B0 00 00 00',
  '> 00 20 00 01 lc(pad($' + '{PIN}, 16, 00))',
  '> 00 84 00 00 08',
  '> 00 B0 FF 00 00',
];

const OPENSC_TOOL = `opensc-tool -c default ${COMMANDS.map((command) => `-s ${command}`).join(' ')}`;
const PYTHON = `cat > t.py <<'END'
import sys
from smartcard.System import readers
from smartcard.CardConnectionObserver import ConsoleCardConnectionObserver
connection = readers()[0].createConnection()
connection.addObserver(ConsoleCardConnectionObserver())
connection.connect()
for command in sys.argv[1:]: connection.transmit(list(bytes.fromhex(command)))
END
/usr/bin/python3 t.py ${COMMANDS.join(' ')}`;
const SCDAEMON = `cat > scdaemon.conf <<END
disable-ccid
pcsc-driver /usr/lib/x86_64-linux-gnu/libpcsclite.so.1
debug cardio
log-file $PWD/log
END
{ printf 'APDU %s\\n' ${COMMANDS.join(' ')}; echo BYE; } |
  /usr/lib/gnupg/scdaemon --homedir . --options scdaemon.conf --server > answers 2>&1`;
const PCSC_SPY = `echo 'app default { reader_driver pcsc { provider_library = ${SPY}; } }' > opensc.conf
mkfifo pcsc-spy; cat pcsc-spy > stream & SPY=$!
OPENSC_CONF=$PWD/opensc.conf ${OPENSC_TOOL} > answers 2>&1; wait $SPY`;

/** The commands of the script: the last ones, as some programs say something of their own before. */
const sent = ({ output }: Outcome): string[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('> '))
    .slice(-EXPECTED.length);

/** A script that writes `log` is run with a card; the log is imported, and shows the PIN nowhere. */
async function expectSession(script: string): Promise<void> {
  const outcome = await withCard(['zorg-id'], `${script}\n${PROEFPAS} import log`);
  expect(outcome.status, outcome.output).toBe(0);
  expect(sent(outcome), outcome.output).toEqual(EXPECTED);
  expect(outcome.output).toMatch(/^< A00A300804063F0050154400/m);
  expect(outcome.output).toMatch(/^< (?:[0-9A-F]{2} ){8}\[9000\]\n> 00 B0 FF 00 00\n< \[6A86\]/m);
  expect(outcome.output).not.toMatch(/31 ?32 ?33 ?34 ?35 ?36|123456/);
}

describe.skipIf(!has('opensc-tool'))('a log of opensc-tool', () => {
  it('at debug level 9 is imported', () => expectSession(`OPENSC_DEBUG=9 ${OPENSC_TOOL} 2> log > answers`));
  it('of its own output is imported', () => expectSession(`${OPENSC_TOOL} > log`));
});

describe.skipIf(!has('scriptor'))('a log of scriptor', () => {
  it('is imported', () => expectSession(`printf '%s\\n' ${COMMANDS.join(' ')} > script; scriptor script > log 2>&1`));
});

describe.skipIf(!existsSync(PYSCARD))("a log of pyscard's observer", () => {
  it('is imported', () => expectSession(`${PYTHON} > log`));
});

describe.skipIf(!has('scdaemon'))('a log of scdaemon', () => {
  it('is imported', () => expectSession(SCDAEMON));
});

describe.skipIf(!has('pcsc-spy', 'opensc-tool') || !existsSync(SPY))('a log of pcsc-spy', () => {
  it('as libpcscspy writes it is imported', () => expectSession(`${PCSC_SPY}; mv stream log`));
  it('as pcsc-spy prints it is imported', () => expectSession(`${PCSC_SPY}; pcsc-spy stream > log`));
});

describe.skipIf(!has('pcscd', 'opensc-tool'))('a log of pcscd --apdu', () => {
  it('is imported, all of it in the one reader that it names', async () => {
    const outcome = await withSystemPcscd(
      `$PROEFPAS start zorg-id --vpcd 127.0.0.1:35963 > start.log & CARD=$!
       until opensc-tool --list-readers 2> readers | grep -q '^0 *Yes'; do sleep 0.05; done
       ${OPENSC_TOOL} > answers
       $PROEFPAS import pcscd.log`,
      '--debug --apdu',
    );
    expect(outcome.status, outcome.output).toBe(0);
    expect(sent(outcome), outcome.output).toEqual(EXPECTED);
    expect(outcome.output).not.toMatch(/^case /m);
    expect(outcome.output).not.toMatch(/31 ?32 ?33 ?34 ?35 ?36|123456/);
  });
});
