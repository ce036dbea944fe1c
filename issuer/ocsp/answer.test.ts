import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../apdu/index.ts';
import { authority } from '../ca/authority.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { integer, octetString } from '../der.ts';
import { pkijs } from '../libraries.ts';
import { answerOcsp, type OcspService } from './answer.ts';

const MALFORMED_REQUEST = '30030A0101';

const service: OcspService = { authority: 'zorg-id', statuses: new CertificateStatuses(), now: Date.UTC(2026, 0, 1) };

/** A request about some certificate, with a nonce of this many bytes. */
function request(nonceLength: number): Uint8Array {
  const { AlgorithmIdentifier, CertID, Extension, OCSPRequest, Request, TBSRequest } = pkijs();
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.3.14.3.2.26' }),
    issuerNameHash: octetString(new Uint8Array(20)),
    issuerKeyHash: octetString(authority('zorg-id').keyIdentifier),
    serialNumber: integer(1),
  });
  const nonce = octetString(new Uint8Array(nonceLength).fill(0x5a)).toBER();
  const tbsRequest = new TBSRequest({
    requestList: [new Request({ reqCert })],
    requestExtensions: [new Extension({ extnID: '1.3.6.1.5.5.7.48.1.2', extnValue: nonce })],
  });
  return new Uint8Array(new OCSPRequest({ tbsRequest }).toSchema(true).toBER());
}

describe('an OCSP responder', () => {
  it('calls anything that is no request malformed', () => {
    const changed = fc
      .tuple(fc.nat(request(8).length - 1), fc.integer({ min: 0, max: 255 }))
      .map(([at, byte]) => request(8).with(at, byte));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), changed);
    fc.assert(
      fc.property(bytes, (der) => {
        const answer = toHex(answerOcsp(der, service));
        // Either that, or a signed answer of a size that only a signed answer has.
        expect(answer === MALFORMED_REQUEST || answer.length > 2000).toBe(true);
      }),
      { numRuns: 100 },
    );
    expect(toHex(answerOcsp(new Uint8Array(0), service))).toBe(MALFORMED_REQUEST);
    expect(toHex(answerOcsp(Uint8Array.of(0x30, 0x00), service))).toBe(MALFORMED_REQUEST);
    expect(toHex(answerOcsp(new Uint8Array(60_000).fill(0x30), service))).toBe(MALFORMED_REQUEST);
  });

  it('gives back a nonce of up to 128 bytes and refuses a longer one', () => {
    expect(toHex(answerOcsp(request(128), service))).toContain('5A'.repeat(128));
    expect(toHex(answerOcsp(request(129), service))).toBe(MALFORMED_REQUEST);
  });

  it('answers the same to the same request in the same second', () => {
    const answer = toHex(answerOcsp(request(8), service));
    expect(toHex(answerOcsp(request(8), { ...service, now: service.now + 999 }))).toBe(answer);
    expect(toHex(answerOcsp(request(8), { ...service, now: service.now + 1000 }))).not.toBe(answer);
  });

  it('is not there for an authority that issues nothing to cards', () => {
    expect(() => answerOcsp(request(8), { ...service, authority: 'zorg-id-root' })).toThrow(RangeError);
  });
});
