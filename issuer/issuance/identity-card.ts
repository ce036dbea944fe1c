/** A card that proves who its holder is: its key A, the certificate of it, and its PIN, found through its PKCS#15 files. */
import { concat, fromHex, INS, type Response, SW, TAG, tlv } from '../../apdu/index.ts';
import { ALGORITHM } from '../../applet/index.ts';
import { nativeEngine } from '../../emulator/index.ts';
import {
  certificatesOf,
  isAuthenticityKey,
  type PrivateKeyEntry,
  parsePrivateKeys,
  withId,
} from '../pkcs15-reader/index.ts';
import { pinValue } from '../token/pin-value.ts';
import type { PinFacts, Token } from '../token/token-facts.ts';

export interface IdentityCard {
  readonly token: Token;
  readonly pin: PinFacts;
  readonly key: PrivateKeyEntry;
  /** DER, of key A. */
  readonly certificate: Uint8Array;
  /** All of the card's own, DER. */
  readonly certificates: readonly Uint8Array[];
}

/** Undefined when the token has no key A with a certificate, or no PIN. Throws `Pkcs15Error` for files that are malformed. */
export function identityCardOf(token: Token): IdentityCard | undefined {
  const { application, pin } = token;
  const keys = (application.directories('privateKeys') ?? []).flatMap(parsePrivateKeys);
  const key = keys.find(isAuthenticityKey);
  const stored = certificatesOf(application);
  const certificate = key && withId(stored, key.id)?.certificate;
  if (pin === undefined || key === undefined || certificate === undefined) return undefined;
  const certificates = stored.map((each) => each.certificate);
  return { token, pin, key, certificate, certificates };
}

/** Presents the PIN: VERIFY, as the directory says. The answer. */
export function presentPin({ token, pin: { entry } }: IdentityCard, value: string): Response {
  const { host, application } = token;
  application.enter(entry.path);
  return host.exchange({ ins: INS.verify, p2: entry.reference, data: pinValue(entry, value) });
}

/** DER of DigestInfo for SHA-256 up to the hash, RFC 8017 §9.2 note 1. */
const SHA256_DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');

/** A signature by key A over a message, RSASSA-PKCS1-v1_5 with SHA-256; undefined when the card refuses. The PIN is verified. */
export function signWithKeyA({ token: { host }, key }: IdentityCard, message: Uint8Array): Uint8Array | undefined {
  const environment = concat(
    tlv(TAG.algorithmReference, Uint8Array.of(ALGORITHM.rsaPkcs1)),
    tlv(TAG.privateKeyReference, Uint8Array.of(key.keyReference)),
  );
  const prepared = host.exchange({
    ins: INS.manageSecurityEnvironment,
    p1: 0x41,
    p2: TAG.digitalSignature,
    data: environment,
  });
  if (prepared.sw !== SW.ok) return undefined;
  const data = concat(SHA256_DIGEST_INFO, nativeEngine.hash('sha256', message));
  const signed = host.exchange({ ins: INS.performSecurityOperation, p1: 0x9e, p2: 0x9a, data, ne: 256 });
  return signed.sw === SW.ok ? signed.data : undefined;
}
