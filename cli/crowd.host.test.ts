/** Five programs on one card at the same time: each gets its work done, and none sees an error. */
import { describe, expect, it } from 'vitest';
import { has, withCard } from './host-programs.test-support.ts';

/** With pyscard: resets the card, and verifies and signs within a transaction; reconnects when others reset it. */
const PYTHON = `
from smartcard.scard import *
def code(rv): return rv & 0xffffffff
rv, context = SCardEstablishContext(SCARD_SCOPE_USER); assert rv == 0
rv, names = SCardListReaders(context, []); assert rv == 0
rv, card, _ = SCardConnect(context, names[0], SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1); assert rv == 0, hex(code(rv))
def begin():
    while True:
        rv = SCardBeginTransaction(card)
        if code(rv) != 0x80100068: assert rv == 0, hex(code(rv)); return
        rv, _ = SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_LEAVE_CARD); assert rv == 0, hex(code(rv))
def ask(text):
    rv, answer = SCardTransmit(card, SCARD_PCI_T1, list(bytes.fromhex(text))); assert rv == 0, hex(code(rv))
    assert answer[-2:] == [0x90, 0x00], (text, answer); return answer
for round in range(40):
    rv, _, _ = SCardConnect(context, names[0], SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T1); assert code(rv) == 0x8010000B, hex(code(rv))
    begin()
    rv, _ = SCardReconnect(card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, [SCARD_RESET_CARD, SCARD_UNPOWER_CARD][round % 2]); assert rv == 0, hex(code(rv))
    for text in ['00A404000CF276A288BCFBA69D34F31001', '0020000110' + '313233343536' + '00' * 10, '002241B606800111840101']: ask(text)
    assert len(ask('002A9E9A33' + '3031300D060960864801650304020105000420' + '5A' * 32 + '00')) == 258
    rv = SCardEndTransaction(card, [SCARD_LEAVE_CARD, SCARD_RESET_CARD][round % 3 == 0]); assert rv == 0, hex(code(rv))
print('signed')
`;

const ROUNDS = 12;

const SIGNED = 'openssl dgst -sha256 -verify key.pem -signature';

/** What each program does in a round; its output is kept, and its end status counts. */
// biome-ignore format: a table reads best with its columns aligned
const PROGRAMS = {
  p11:   `pkcs11-tool --module $M -l -p 123456 -s -m SHA256-RSA-PKCS -i m -o p11.sig && ${SIGNED} p11.sig m`,
  again: `pkcs11-tool --module $M -l -p 123456 -s -m SHA256-RSA-PKCS -i m -o again.sig && ${SIGNED} again.sig m`,
  p15:   `pkcs15-crypt -s --pkcs1 --sha-256 --pin 123456 -i hash -o p15.sig --raw && ${SIGNED} p15.sig m`,
  tool:  'opensc-tool --reset && opensc-tool --atr',
};

describe.skipIf(!has('pkcs11-tool', 'pkcs15-crypt', 'opensc-tool', 'openssl', 'python3'))(
  'five programs at once',
  () => {
    it('sign with one card while two of them reset it again and again', async () => {
      const loops = Object.entries(PROGRAMS).map(
        ([name, work]) =>
          `(for i in $(seq ${ROUNDS}); do ${work} || { echo ${name} failed in round $i; exit 1; }; done) > ${name}.log 2>&1 & ALL="$ALL $!"`,
      );
      const { status, output } = await withCard(
        ['zorg-id:keys=A'],
        `echo message > m; openssl dgst -sha256 -binary m > hash
       pkcs15-tool --read-certificate $(pkcs15-tool -c 2>/dev/null | sed -n 's/.*ID *: //p' | head -1) > cert.pem
       openssl x509 -in cert.pem -noout -pubkey > key.pem
       cat > crowd.py <<'END'${PYTHON}END
       /usr/bin/python3 crowd.py > python.log 2>&1 & ALL=$!
       ${loops.join('\n')}
       RV=0; for p in $ALL; do wait $p || RV=1; done; cat *.log; exit $RV`,
      );
      expect(status, output).toBe(0);
      expect(output.match(/^Verified OK$/gm)).toHaveLength(3 * ROUNDS);
      expect(output.match(/^3b:9f:18/gm)).toHaveLength(ROUNDS);
      expect(output.match(/^signed$/gm)).toHaveLength(1);
      expect(output).not.toMatch(/error|fail|refused|removed/i);
    });
  },
);
