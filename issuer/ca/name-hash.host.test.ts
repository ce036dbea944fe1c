import { expect, it } from 'vitest';
import { certificatesPem, hasOpenssl, openssl } from '../openssl.test-support.ts';
import { AUTHORITY_NAMES } from './authorities.ts';
import { authority } from './authority.ts';
import { nameHash } from './name-hash.ts';

it.skipIf(!hasOpenssl).each(AUTHORITY_NAMES)('the hash of the name of %s is that of openssl', (name) => {
  const { certificate, name: distinguished } = authority(name);
  const { output } = openssl({ c: certificatesPem(certificate) }, 'x509', '-in', 'c', '-noout', '-subject_hash');
  expect(`${nameHash(distinguished)}\n`).toBe(output);
});
