/** Whether a certificate has been revoked: OCSP is asked first, and the CRL when OCSP gives no answer that can be believed. */
import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { CertificateRevocationList, SingleResponse } from 'pkijs';
import { sameBytes, toHex } from '../../apdu/index.ts';
import { nativeEngine } from '../../emulator/index.ts';
import type { AuthorityName } from '../ca/authorities.ts';
import { authority } from '../ca/authority.ts';
import { nameOf } from '../ca/distinguished-name.ts';
import { octetString, unsignedInteger } from '../der.ts';
import { pkijs } from '../libraries.ts';
import { isIssuedBy } from '../ocsp/request.ts';

/** Where statuses come from. Undefined: it cannot be reached. */
export interface RevocationSource {
  /** The responder's answer, DER, to a request, DER. */
  ocsp(issuer: AuthorityName, request: Uint8Array): Promise<Uint8Array | undefined>;
  /** The list, DER. */
  crl(issuer: AuthorityName): Promise<Uint8Array | undefined>;
}

/** "unknown": nobody can tell, or who could does not know the certificate. */
export type Standing = 'good' | 'revoked' | 'unknown';

const SHA1 = '1.3.14.3.2.26';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** CertStatus ::= CHOICE { good [0], revoked [1], unknown [2] } */
const STANDINGS: readonly Standing[] = ['good', 'revoked', 'unknown'];

/** A certificate and who issued it. */
interface Subject {
  readonly serialNumber: Uint8Array;
  readonly issuer: AuthorityName;
}

function ocspRequest({ serialNumber, issuer }: Subject, nonce: Uint8Array): Uint8Array {
  const { AlgorithmIdentifier, CertID, Extension, OCSPRequest, PublicKeyInfo, Request, TBSRequest } = pkijs();
  const { name, publicKey } = authority(issuer);
  const { subjectPublicKey } = PublicKeyInfo.fromBER(publicKey);
  const hashOf = (bytes: Uint8Array) => octetString(nativeEngine.hash('sha1', bytes));
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA1 }),
    issuerNameHash: hashOf(new Uint8Array(nameOf(name).toSchema().toBER())),
    issuerKeyHash: hashOf(subjectPublicKey.valueBlock.valueHexView),
    serialNumber: unsignedInteger(serialNumber),
  });
  const requestExtensions = [new Extension({ extnID: NONCE, extnValue: octetString(nonce).toBER() })];
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({ requestList: [new Request({ reqCert })], requestExtensions }),
  });
  return new Uint8Array(request.toSchema(true).toBER());
}

/** Whether now lies in the time for which an answer is good. */
const isFresh = (now: number, thisUpdate: Date, nextUpdate: Date | undefined): boolean =>
  Math.floor(now / 1000) * 1000 >= thisUpdate.getTime() && nextUpdate !== undefined && now <= nextUpdate.getTime();

const isSignedWith = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean =>
  verify('sha256', bytes, key, signature);

const keyOf = (issuer: AuthorityName): KeyObject =>
  createPublicKey({ key: Buffer.from(authority(issuer).publicKey), format: 'der', type: 'spki' });

/** The key of a responder that the authority has delegated to. RFC 6960 §4.2.2.2 */
function responderKey(certificates: readonly Uint8Array[], issuer: AuthorityName): KeyObject | undefined {
  const key = keyOf(issuer);
  const delegated = certificates
    .map((der) => new X509Certificate(der))
    .find((certificate) => certificate.verify(key) && certificate.keyUsage?.includes(OCSP_SIGNING) === true);
  return delegated?.publicKey;
}

const bare = (serialNumber: Uint8Array): string => toHex(serialNumber).replace(/^(00)+(?=.)/, '');

/** What an OCSP response says; undefined when it cannot be believed. Throws for what is no response. */
function saidByOcsp(
  der: Uint8Array,
  { serialNumber, issuer }: Subject,
  nonce: Uint8Array,
  now: number,
): Standing | undefined {
  const { BasicOCSPResponse, OCSPResponse } = pkijs();
  const { responseBytes } = OCSPResponse.fromBER(der);
  if (responseBytes === undefined) return undefined;
  const basic = BasicOCSPResponse.fromBER(responseBytes.response.valueBlock.valueHexView);
  const certificates = (basic.certs ?? []).map((certificate) => new Uint8Array(certificate.toSchema().toBER()));
  const key = responderKey(certificates, issuer);
  const { tbsView, responses, responseExtensions } = basic.tbsResponseData;
  if (key === undefined || !isSignedWith(key, tbsView, basic.signature.valueBlock.valueHexView)) return undefined;
  const given = responseExtensions?.find(({ extnID }) => extnID === NONCE)?.extnValue.valueBlock.valueHexView;
  if (given === undefined || !sameBytes(given, new Uint8Array(octetString(nonce).toBER()))) return undefined;
  const isAbout = ({ certID }: SingleResponse): boolean =>
    isIssuedBy(certID, authority(issuer)) && bare(certID.serialNumber.valueBlock.valueHexView) === bare(serialNumber);
  const answer = responses.find(isAbout);
  if (answer === undefined || !isFresh(now, answer.thisUpdate, answer.nextUpdate)) return undefined;
  return STANDINGS[answer.certStatus.idBlock.tagNumber];
}

/** What a CRL says; undefined when it cannot be believed. Throws for what is no list. */
function saidByCrl(der: Uint8Array, { serialNumber, issuer }: Subject, now: number): Standing | undefined {
  const list: CertificateRevocationList = pkijs().CertificateRevocationList.fromBER(der);
  const { tbsView, signatureValue, thisUpdate, nextUpdate, revokedCertificates = [] } = list;
  if (!isSignedWith(keyOf(issuer), tbsView, signatureValue.valueBlock.valueHexView)) return undefined;
  if (!isFresh(now, thisUpdate.value, nextUpdate?.value)) return undefined;
  const isListed = revokedCertificates.some(
    ({ userCertificate }) => bare(userCertificate.valueBlock.valueHexView) === bare(serialNumber),
  );
  return isListed ? 'revoked' : 'good';
}

/** Undefined for bytes of which the library makes nothing. */
function unlessMalformed(read: () => Standing | undefined): Standing | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export interface StandingQuestion {
  readonly certificate: X509Certificate;
  readonly issuer: AuthorityName;
  readonly source: RevocationSource;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** What the responder has to give back. */
  readonly nonce: Uint8Array;
}

export async function standingOf({ certificate, issuer, source, now, nonce }: StandingQuestion): Promise<Standing> {
  const subject = { serialNumber: Buffer.from(certificate.serialNumber, 'hex'), issuer };
  const response = await source.ocsp(issuer, ocspRequest(subject, nonce));
  const said = response && unlessMalformed(() => saidByOcsp(response, subject, nonce, now));
  if (said !== undefined) return said;
  const list = await source.crl(issuer);
  return (list && unlessMalformed(() => saidByCrl(list, subject, now))) ?? 'unknown';
}
