import { describe, expect, it } from 'vitest';
import { has, PKCS11_MODULE, withCard } from '../../cli/host-programs.test-support.ts';

const P11 = 'pkcs11-tool --module $M -l -p 123456';

/** Reads certificates by PKCS#15 into a.pem, h.pem, v.pem and the chain, their public keys into a.pub …, and sets A, H and V to the ids. */
const read = (keys: string): string => `
  ids=$(pkcs15-tool -c 2>/dev/null | sed -n 's/.*ID *: //p')
  set -- $ids
  for key in ${keys} issuing level2 root; do
    pkcs15-tool --read-certificate $1 --output $key.pem 2>/dev/null
    openssl x509 -in $key.pem -noout -pubkey > $key.pub
    eval "ID_$key=$1"; shift
  done
  cat issuing.pem level2.pem > chain.pem
  echo message > m`;

// biome-ignore format: a table reads best with its columns aligned
const CARDS = [
  { card: 'zorg-id',                              keys: 'a h v', label: 'ZORG-ID Smartcard TEST' },
  { card: 'uzi-medewerker',                       keys: 'a h v', label: 'UZI medewerkerpas TEST' },
  { card: 'uzi-zorgverlener:apothekersassistent', keys: 'a h v', label: 'UZI zorgverlenerpas TEST' },
  { card: 'uzi-niet-op-naam',                     keys: 'a v',   label: 'UZI niet op naam TEST' },
] as const;

const LABEL = { a: 'Authenticiteit TEST', h: 'Handtekening TEST', v: 'Vertrouwelijkheid TEST' } as const;
const labelsOf = (keys: string) => keys.split(' ').map((key) => LABEL[key as keyof typeof LABEL]);

describe.skipIf(!has('pkcs15-tool', 'pkcs11-tool', 'openssl'))('OpenSC with a ready card', () => {
  it.each(CARDS)(
    '$card: lists PINs, keys and certificates, and the chain, which openssl accepts',
    async ({ card, keys, label }) => {
      const { status, output } = await withCard(
        [card],
        `pkcs15-tool -D; pkcs11-tool --module $M -L
       ${read(keys)}
       for key in ${keys}; do openssl verify -x509_strict -attime 1780272000 -CAfile root.pem -untrusted chain.pem $key.pem; done`,
      );
      expect(status, output).toBe(0);
      const labels = (kind: string) =>
        [...output.matchAll(new RegExp(`^${kind} \\[(.+)\\]$`, 'gm'))].map(([, text]) => text);
      expect(labels('Private RSA Key')).toEqual(labelsOf(keys));
      expect(labels('Public RSA Key')).toEqual(labelsOf(keys));
      expect(labels('X.509 Certificate').slice(0, -3)).toEqual(labelsOf(keys));
      expect(
        labels('X.509 Certificate')
          .slice(-3)
          .every((text) => text!.startsWith('VIRTUEEL TEST ')),
      ).toBe(true);
      expect(labels('PIN')).toEqual(['PIN', 'PUK']);
      expect(/token label *: (.*)/.exec(output)![1]).toBe(label);
      expect(output.match(/\.pem: OK/g)).toHaveLength(keys.split(' ').length);
    },
  );

  it.each(CARDS)('$card: signs with A, and with H where there is one, and decrypts with V', async ({ card, keys }) => {
    const signers = keys.split(' ').filter((key) => key !== 'v');
    const { status, output } = await withCard(
      [card],
      `${read(keys)}
       ${signers.map((key) => `${P11} -s -m SHA256-RSA-PKCS --id $ID_${key} -i m -o ${key}.sig; openssl dgst -sha256 -verify ${key}.pub -signature ${key}.sig m`).join('\n')}
       openssl pkeyutl -encrypt -pubin -inkey v.pub -in m -out c
       ${P11} --decrypt -m RSA-PKCS --id $ID_v --input-file c --output-file d; cmp m d
       ! ${P11} -s -m SHA256-RSA-PKCS --id $ID_v -i m -o v.sig`,
    );
    expect(output.match(/Verified OK/g)).toHaveLength(signers.length);
    expect(output).toContain('CKR_KEY_TYPE_INCONSISTENT');
    expect(status).toBe(0);
  });
});

/** PKCS#11 by hand: two signatures with a key in one session, the second one with and without the PIN again. */
const TWICE = `
import ctypes, sys
from ctypes import c_ulong, c_void_p, c_ubyte, byref, create_string_buffer as buffer
p11, ident, again = ctypes.CDLL('${PKCS11_MODULE}'), bytes.fromhex(sys.argv[1]), sys.argv[2] == 'again'
class Attribute(ctypes.Structure): _fields_ = [('type', c_ulong), ('value', c_void_p), ('length', c_ulong)]
class Mechanism(ctypes.Structure): _fields_ = [('type', c_ulong), ('value', c_void_p), ('length', c_ulong)]
def call(name, *args):
    rv = getattr(p11, name)(*args); print(name, hex(rv)); return rv
slot, many, session, key, found = c_ulong(), c_ulong(1), c_ulong(), c_ulong(), c_ulong()
call('C_Initialize', None); call('C_GetSlotList', c_ubyte(1), byref(slot), byref(many))
call('C_OpenSession', slot, c_ulong(4), None, None, byref(session)); call('C_Login', session, c_ulong(1), b'123456', c_ulong(6))
kind, name = c_ulong(3), buffer(ident, len(ident))
search = (Attribute * 2)(Attribute(0, ctypes.addressof(kind), ctypes.sizeof(kind)), Attribute(0x102, ctypes.addressof(name), len(ident)))
call('C_FindObjectsInit', session, search, c_ulong(2)); call('C_FindObjects', session, byref(key), c_ulong(1), byref(found)); call('C_FindObjectsFinal', session)
def sign(pin):
    mechanism, signature, length = Mechanism(0x40, None, 0), buffer(256), c_ulong(256)
    call('C_SignInit', session, byref(mechanism), key)
    if pin: call('C_Login', session, c_ulong(2), b'123456', c_ulong(6))
    return call('C_Sign', session, b'message', c_ulong(7), signature, byref(length))
first = sign(True); second = sign(again)
print('signed', first == 0, second == 0)
`;

describe.skipIf(!has('pkcs15-tool', 'python3'))('key H in one session', () => {
  it('signs a second time only when the PIN was given again; A does not care', async () => {
    const { output } = await withCard(
      ['zorg-id'],
      `cat > twice.py <<'END'${TWICE}END
       ids=$(pkcs15-tool -k 2>/dev/null | sed -n 's/.*[^h] ID *: //p; s/^\\tID *: //p')
       set -- $ids; echo A $1 H $2
       for how in again once; do /usr/bin/python3 twice.py $2 $how | tail -1; done
       /usr/bin/python3 twice.py $1 once | tail -1`,
    );
    expect(output.match(/^signed .*$/gm)).toEqual(['signed True True', 'signed True False', 'signed True True']);
  });
});
