/**
 * A card in vsmartcard's virtual reader of a real pcscd. These tests are never skipped: without the programs they drive
 * (Debian packages pcscd, vsmartcard-vpcd, opensc, openssl, iproute2) they fail.
 */
import { describe, expect, it } from 'vitest';
import { withSystemPcscd } from './host-programs.test-support.ts';

/** Goes on when pcscd, which looks a few times a second, has seen that a reader has a card ("Yes") or none ("No"). */
const untilSeen = (reader: number, card: 'Yes' | 'No'): string =>
  `until opensc-tool --list-readers | grep -q '^${reader} *${card}'; do ${card === 'Yes' ? 'kill -0 $CARD; ' : ''}sleep 0.05; done`;

/** Puts a card in each virtual reader from the first on; `$CARD` is the process. */
const start = (...cards: readonly string[]): string => `
  $PROEFPAS start ${cards.join(' ')} --vpcd 127.0.0.1:35963 & CARD=$!
  ${cards.map((_, reader) => untilSeen(reader, 'Yes')).join('; ')}`;

describe('vpcd', () => {
  it('puts a card in the system’s reader that verifies its PIN and signs', async () => {
    const outcome = await withSystemPcscd(`${start('zorg-id', 'zorg-id:pin-blocked')}
      opensc-tool --list-readers
      opensc-tool --atr -s 00A404000CF276A288BCFBA69D34F31001 -s 002000011031323334353600000000000000000000
      opensc-tool --reader 1 -s 00200001
      echo message > m
      pkcs11-tool --module $M -l -p 123456 -s -m SHA256-RSA-PKCS -i m -o sig
      # The same card once more, in a reader of ours: OpenSC reads it there in a tenth of the time.
      $PROEFPAS run zorg-id -- sh -c '
        pkcs15-tool --read-certificate $(pkcs15-tool -c | sed -n "s/.*ID *: //p" | head -1)' > cert.pem
      openssl x509 -in cert.pem -noout -pubkey > key.pem
      openssl dgst -sha256 -verify key.pem -signature sig m`);
    expect(outcome.status, outcome.output).toBe(0);
    expect(outcome.output).toContain('3b:9f:18:81:31:fe:45:80:31:e8:73:f6:41:d7:57:5a:4f:52:47:54:53:54:c2');
    expect(outcome.output).toMatch(/^0 +Yes +Virtual PCD 00 00\n1 +Yes +Virtual PCD 00 01$/m);
    expect(outcome.output.match(/SW1=0x90, SW2=0x00/g)).toHaveLength(2);
    expect(outcome.output).toContain('SW1=0x69, SW2=0x83');
    expect(outcome.output).toContain('Verified OK');
  });

  it('holds a card that traces are played to', async () => {
    const outcome = await withSystemPcscd(`${start('zorg-id:tries=2')}
      printf '%s\\n' 'cardtrace 1' '> 00 20 00 01' '< [63C2]' '> 00200001 lc(pad(${'$'}{PIN}, 16, 00))' '< [9000]' \\
        'reset warm -> 3B *' '> 00 20 00 01' '< [63C3]' > t.cardtrace
      $PROEFPAS replay t.cardtrace --pcsc-reader 'Virtual PCD 00 00' --set PIN=123456
      $PROEFPAS replay t.cardtrace --pcsc-reader 'Virtual PCD' || echo refused with $?`);
    expect(outcome.output).toContain('t.cardtrace: no difference; 3 commands sent');
    expect(outcome.output).toMatch(/no reader "Virtual PCD"; readers are "Virtual PCD 00 00", "Virtual PCD 00 01" /);
    expect(outcome.output).toContain('refused with 2');
    expect(outcome.status, outcome.output).toBe(0);
  });

  it('takes the card out when it is stopped, and says so when the reader itself goes away', async () => {
    const outcome = await withSystemPcscd(`${start('zorg-id')}
      kill $CARD; wait $CARD; echo stopped
      ${untilSeen(0, 'No')}
      ${start('zorg-id')}
      kill $PCSCD; wait $PCSCD || true
      wait $CARD || echo lost with $?`);
    expect(outcome.output).toContain('\nstopped\n');
    expect(outcome.output).toMatch(/\nproefpas: the virtual reader at 127\.0\.0\.1:35963 went away\nlost with 1\n$/);
    expect(outcome.status, outcome.output).toBe(0);
  });
});
