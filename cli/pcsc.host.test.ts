import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { has, withCard } from './host-programs.test-support.ts';

const hasPyscard = existsSync('/usr/lib/python3/dist-packages/smartcard/scard');

/** A Python program on the low level of pyscard, with a reader connected to as `card`. */
const python = (body: string): string => `cat > t.py <<'END'
import os, sys, subprocess, time
from smartcard.scard import *
def context():
    rv, c = SCardEstablishContext(SCARD_SCOPE_USER); assert rv == 0, hex(rv); return c
def connect(c, share=SCARD_SHARE_SHARED):
    rv, names = SCardListReaders(c, []); assert rv == 0, hex(rv)
    rv, h, p = SCardConnect(c, names[0], share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1); return rv, h
def transmit(h, text):
    rv, answer = SCardTransmit(h, SCARD_PCI_T1, list(bytes.fromhex(text)))
    return rv, bytes(answer).hex().upper()
AID = '00A404000CF276A288BCFBA69D34F31001'
WRONG = '0020000110' + '39' * 6 + '00' * 10
RIGHT = '0020000110' + '313233343536' + '00' * 10
SIGN = ['002241B606800111840101', '002A9E9A33' + '3031300D060960864801650304020105000420' + '5A' * 32 + '00']
${body}
END
/usr/bin/python3 t.py`;

describe.skipIf(!hasPyscard)('pyscard', () => {
  it('verifies, and a wrong PIN is counted for the next process too', async () => {
    const outcome = await withCard(
      ['zorg-id'],
      python(`
if len(sys.argv) == 1:
    rv, h = connect(context()); assert rv == 0
    assert transmit(h, AID) == (0, '0006069000')
    assert transmit(h, RIGHT) == (0, '9000')
    assert transmit(h, WRONG) == (0, '63C2')
    os._exit(subprocess.call([sys.executable, 't.py', 'next']))
rv, h = connect(context())
assert transmit(h, '00200001') == (0, '63C2'), transmit(h, '00200001')
print('counted')`),
    );
    expect(outcome).toEqual({ status: 0, output: 'counted\n' });
  });

  it('frees the transaction of a client that was killed, and tells the others of the reset', async () => {
    const outcome = await withCard(
      ['zorg-id'],
      python(`
if len(sys.argv) > 1:
    rv, h = connect(context()); assert SCardBeginTransaction(h) == 0
    print('holding', flush=True); time.sleep(60)
rv, h = connect(context()); assert rv == 0
other = subprocess.Popen([sys.executable, 't.py', 'hold'], stdout=subprocess.PIPE)
assert other.stdout.readline() == b'holding\\n'
other.kill(); other.wait()
rv = SCardBeginTransaction(h)
assert rv in (0, -2146434968, 0x80100068), hex(rv)
rv, p = SCardReconnect(h, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD); assert rv == 0, hex(rv)
assert SCardBeginTransaction(h) == 0 and SCardEndTransaction(h, SCARD_LEAVE_CARD) == 0
print('free')`),
    );
    expect(outcome).toEqual({ status: 0, output: 'free\n' });
  });

  it('signs from forty processes at once, each logging in by itself', async () => {
    const outcome = await withCard(
      ['zorg-id'],
      python(`
if len(sys.argv) == 1:
    all = [subprocess.Popen([sys.executable, 't.py', str(i)]) for i in range(40)]
    print(sum(p.wait() for p in all)); os._exit(0)
rv, h = connect(context()); assert rv == 0, hex(rv)
for n in range(3):
    assert SCardBeginTransaction(h) == 0
    for apdu in [AID, RIGHT, '002241B606800111840101']:
        assert transmit(h, apdu)[1].endswith('9000'), apdu
    rv, answer = transmit(h, SIGN[1]); assert rv == 0 and len(answer) == 516, answer
    assert SCardEndTransaction(h, SCARD_LEAVE_CARD) == 0`),
    );
    expect(outcome).toEqual({ status: 0, output: '0\n' });
  });

  it('is told of time-outs and of the reader’s attributes', async () => {
    const outcome = await withCard(
      ['zorg-id', 'none'],
      python(`
c = context(); rv, names = SCardListReaders(c, []); assert len(names) == 2, names
rv, states = SCardGetStatusChange(c, 0, [(n, SCARD_STATE_UNAWARE) for n in names]); assert rv == 0
assert [bool(s[1] & SCARD_STATE_PRESENT) for s in states] == [True, False], states
rv, states = SCardGetStatusChange(c, 200, [(n, s) for n, s, a in states]); assert rv == SCARD_E_TIMEOUT, hex(rv)
rv, h, p = SCardConnect(c, names[0], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1)
for a in [SCARD_ATTR_VENDOR_NAME, SCARD_ATTR_ATR_STRING, SCARD_ATTR_DEVICE_FRIENDLY_NAME_A, SCARD_ATTR_CHANNEL_ID]:
    rv, value = SCardGetAttrib(h, a); assert rv == 0 and value, (hex(rv), a)
rv, h, p = SCardConnect(c, names[1], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1); assert rv & 0xffffffff == 0x8010000C, hex(rv)
print('told')`),
    );
    expect(outcome).toEqual({ status: 0, output: 'told\n' });
  });
});

describe.skipIf(!has('pcsc_scan'))('pcsc_scan', () => {
  it('shows reader, card and ATR', async () => {
    const { output } = await withCard(['zorg-id'], 'pcsc_scan -n -t 1 || true');
    expect(output).toContain('Card inserted');
    expect(output).toContain('3B 9F 18 81 31 FE 45');
  });
});

describe.skipIf(!has('scdaemon'))('scdaemon', () => {
  it('finds the PKCS#15 application and lists its key', async () => {
    const { output } = await withCard(
      ['zorg-id'],
      `printf 'disable-ccid\\npcsc-driver /usr/lib/x86_64-linux-gnu/libpcsclite.so.1\\n' > scdaemon.conf
       printf 'SERIALNO\\nLEARN --force\\nBYE\\n' | /usr/lib/gnupg/scdaemon --homedir . --options scdaemon.conf --server`,
    );
    expect(output).toContain('S APPTYPE p15');
    expect(output).toMatch(/S KEYPAIRINFO [0-9A-F]{40} P15/);
  });
});
