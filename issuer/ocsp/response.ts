/** OCSP responses: signed ones, and those that only say what is wrong. RFC 6960 §4.2 */
import type { KeyObject } from 'node:crypto';
import type { CertID, Extension } from 'pkijs';
import type { Signer } from '../ca/authority.ts';
import { type CertificateStatus, REVOCATION_REASON } from '../ca/certificate-status.ts';
import { sha256WithRsa, signBytes } from '../ca/sign-certificate.ts';
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  type Der,
  encode,
  enumerated,
  generalizedTime,
  objectIdentifier,
  octetString,
  sequence,
} from '../der.ts';
import { pkijs } from '../libraries.ts';

/** OCSPResponseStatus, RFC 6960 §4.2.1. */
const SUCCESSFUL = 0;
const MALFORMED_REQUEST = 1;
const TRY_LATER = 3;
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';

/** The answer, without a signature, to what is no request. */
export const malformedRequest = (): Uint8Array => encode(sequence(enumerated(MALFORMED_REQUEST)));

/** The answer, without a signature, of a responder that cannot answer now. */
export const tryLater = (): Uint8Array => encode(sequence(enumerated(TRY_LATER)));

export interface OcspAnswer {
  readonly certificate: CertID;
  readonly status: CertificateStatus;
}

export interface OcspResponseContents {
  readonly answers: readonly OcspAnswer[];
  readonly nonce: Extension | undefined;
  /** Milliseconds since 1970-01-01 UTC; responses tell whole seconds. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** Whose certificate goes with the response. */
  readonly responder: Signer;
  /** The responder's own unless the signature is to be wrong. */
  readonly key: KeyObject;
}

/**
 * CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL }
 * RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }
 */
function certificateStatus(status: CertificateStatus): Der {
  if (status.state === 'good') return contextPrimitive(0, new Uint8Array(0));
  if (status.state === 'unknown') return contextPrimitive(2, new Uint8Array(0));
  const { at, reason } = status;
  const because = reason === 'unspecified' ? [] : [contextConstructed(0, enumerated(REVOCATION_REASON[reason]))];
  return contextConstructed(1, generalizedTime(at), ...because);
}

const wholeSeconds = (milliseconds: number): Date => new Date(Math.floor(milliseconds / 1000) * 1000);

/** ResponseData, with the responder named by its key. */
function responseData({ answers, nonce, thisUpdate, nextUpdate, responder }: OcspResponseContents) {
  const { ResponseData, SingleResponse } = pkijs();
  const data = new ResponseData({
    responderID: octetString(responder.keyIdentifier),
    producedAt: wholeSeconds(thisUpdate),
    responses: answers.map(
      ({ certificate, status }) =>
        new SingleResponse({
          certID: certificate,
          certStatus: certificateStatus(status),
          thisUpdate: wholeSeconds(thisUpdate),
          nextUpdate: wholeSeconds(nextUpdate),
        }),
    ),
    ...(nonce === undefined ? {} : { responseExtensions: [nonce] }),
  });
  data.tbsView = new Uint8Array(data.toSchema(true).toBER());
  return data;
}

/** OCSPResponse ::= SEQUENCE { responseStatus, responseBytes [0] EXPLICIT SEQUENCE { responseType, response OCTET STRING } } */
export function ocspResponse(contents: OcspResponseContents): Uint8Array {
  const { BasicOCSPResponse, Certificate } = pkijs();
  const tbsResponseData = responseData(contents);
  const basic = new BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: sha256WithRsa(),
    signature: bitString(signBytes(tbsResponseData.tbsView, contents.key)),
    certs: [Certificate.fromBER(contents.responder.certificate)],
  });
  const response = octetString(new Uint8Array(basic.toSchema().toBER()));
  const bytes = sequence(objectIdentifier(BASIC_RESPONSE), response);
  return encode(sequence(enumerated(SUCCESSFUL), contextConstructed(0, bytes)));
}
