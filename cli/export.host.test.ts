import { describe, expect, it } from 'vitest';
import { has, inFreshFolder, MAIN, type Outcome } from './host-programs.test-support.ts';

const script = (lines: string): Promise<Outcome> =>
  inFreshFolder(['sh', '-c', `exec 2>&1; proefpas() { ${process.execPath} ${MAIN} "$@"; }; ${lines}`]);

/** Valid while ready cards are, whatever the day is. */
const VERIFY = 'openssl verify -attime 1780272000 -CAfile pki/root.pem -untrusted pki/chain.pem';
const LISTS = '-crl_check_all -CRLfile pki/crl.pem';

describe.skipIf(!has('openssl'))('proefpas export', () => {
  it.each(['zorg-id', 'uzi-medewerker', 'uzi-zorgverlener:apothekersassistent', 'uzi-niet-op-naam'])(
    'of %s: openssl accepts every certificate, and its public key is beside it',
    async (card) => {
      const { status, output } = await script(`set -e
        proefpas export ${card} pki
        for key in pki/*.pub.pem; do
          ${VERIFY} \${key%.pub.pem}.pem
          openssl x509 -in \${key%.pub.pem}.pem -noout -pubkey | cmp - $key
        done
        ls pki`);
      expect(status, output).toBe(0);
      const keys = card === 'uzi-niet-op-naam' ? 2 : 3;
      expect(output.match(/^pki\/\w+\.pem: OK$/gm)).toHaveLength(keys);
      expect(
        output
          .trimEnd()
          .split('\n')
          .slice(-(2 * keys + 4)),
      ).toEqual([
        'authenticiteit.pem',
        'authenticiteit.pub.pem',
        'chain.pem',
        'crl.pem',
        ...(keys === 3 ? ['handtekening.pem', 'handtekening.pub.pem'] : []),
        'proefpas-export.json',
        'root.pem',
        'vertrouwelijkheid.pem',
        'vertrouwelijkheid.pub.pem',
      ]);
    },
  );

  it('lists what is revoked, also of another seed', async () => {
    const verify = `${VERIFY} ${LISTS} -no_check_time pki/authenticiteit.pem`.replace('-attime 1780272000', '');
    const { output } = await script(`
      proefpas export zorg-id pki; ${verify}
      proefpas export zorg-id:revoked pki; ${verify}
      proefpas export uzi-medewerker:revoked --seed 2A --holder 'name=Jan de Boer' pki; ${verify}`);
    expect(output.match(/authenticiteit\.pem: OK/g)).toHaveLength(1);
    expect(output.match(/certificate revoked/g)).toHaveLength(2);
    expect(output).toContain('CN = Jan de Boer');
  });

  it('replaces its own files, and touches nobody else’s', async () => {
    const { output } = await script(`
      proefpas export zorg-id pki > log; echo mine > pki/note
      proefpas export zorg-id:keys=A pki > log; echo $?; ls pki | grep -c handtekening; cat pki/note
      echo mine > pki/root.pem
      proefpas export zorg-id pki; echo $?; cat pki/root.pem
      rm -r pki; proefpas export zorg-id:keys=A pki > log; echo kept > outside
      sed 's#"root.pem"#"../outside"#' pki/proefpas-export.json > m; rm pki/root.pem; mv m pki/proefpas-export.json
      proefpas export zorg-id:keys=A pki > log; echo $?; cat outside
      echo '[' > pki/proefpas-export.json; proefpas export zorg-id:keys=A pki; echo $?
      mkdir full; echo mine > full/x
      proefpas export zorg-id full; echo $?; ls full`);
    expect(output).toBe(
      [
        '0\n0\nmine',
        'proefpas: pki/root.pem is not as an export left it; name a new or an empty folder\n2\nmine',
        '0\nkept',
        'proefpas: pki/proefpas-export.json is not as an export left it; name a new or an empty folder\n2',
        'proefpas: full is not empty and no export is in it; name a new or an empty folder\n2\nx\n',
      ].join('\n'),
    );
  });

  it('writes all of them, or changes nothing', async () => {
    const { output } = await script(`
      proefpas export zorg-id:keys=A pki > log; cat pki/* > before
      (trap '' XFSZ; ulimit -f 8; proefpas export zorg-id pki); echo $?
      cat pki/* | cmp - before; ls -A pki | grep -c .`);
    expect(output).toBe(
      `proefpas: cannot write to pki, nothing in which has changed: EFBIG: file too large, write\n1\n6\n`,
    );
  });

  it('reads an image, which is not changed, and says what cannot be exported', async () => {
    const { output } = await script(`
      proefpas run zorg-id --image card.img -- true; sha256sum card.img > sum
      proefpas export card.img pki --json; sha256sum -c sum
      proefpas export none pki; echo $?
      proefpas export zorg-id-blank pki; echo $?
      proefpas export zorg-id:nonsense pki | head -c 40`);
    const [json, ...lines] = output.split('\n');
    expect(JSON.parse(json!)).toMatchObject({ event: 'exported', card: 'card.img' });
    expect(lines.join('\n')).toBe(`card.img: OK
proefpas: none is no card; name one, such as zorg-id
2
proefpas: zorg-id-blank has no keys and no certificates yet: nothing to export
1
${/^proefpas: zorg-id has no variant.*$/m.exec(output)![0]}
`);
  });
});
