/**
 * Makes an operational ZORG-ID test card out of a blank one: one RSA-2048 key with a self-signed TEST certificate, and the
 * PKCS#15 files by which hosts find them.
 */
import { type CardChannel, concat, fromHex } from '../apdu/index.ts';
import { behaviourOf, type CardProfile, PIN_REFERENCE, PKCS15_AID, PKCS15_DF, PUK_REFERENCE } from '../applet/index.ts';
import { type Clock, nativeEngine } from '../emulator/index.ts';
import { ACCESS, bracket, Personaliser } from './personalise.ts';
import { authenticationObjects, PIN_FLAG, PIN_TYPE, type PinObject } from './pkcs15/authentication-objects.ts';
import { KEY_ACCESS, KEY_USAGE, OBJECT_FLAG } from './pkcs15/common.ts';
import { applicationDirectory, objectDirectory, tokenInfo } from './pkcs15/directories.ts';
import { certificates, type KeyObject, privateKeys, publicKeys } from './pkcs15/keys-and-certificates.ts';
import { rsaPublicKey, selfSignedCertificate } from './self-signed-certificate.ts';

/** PIN and PUK of every ready card: published, so that tests can use them. */
export const READY_PIN = '123456';
export const READY_PUK = '12345678';

const MANUFACTURER = 'proefpas TEST';
const TOKEN_LABEL = 'ZORG-ID Smartcard TEST';
const KEY_LABEL = 'Authenticiteit TEST';
const KEY_REFERENCE = 0x01;
const PIN_AUTH_ID = Uint8Array.of(PIN_REFERENCE);
const PUK_AUTH_ID = Uint8Array.of(PUK_REFERENCE);
const DF_PATH = '3F005015';

/** FIDs below the MF (EF.DIR) and below DF 5015. */
// biome-ignore format: a table reads best with its columns aligned
const FID = {
  dir: 0x2f00, odf: 0x5031, tokenInfo: 0x5032, privateKeys: 0x4400, publicKeys: 0x4401, certificates: 0x4404, pins: 0x4408,
  publicKey: 0x4321, certificate: 0x4331,
} as const;

/** DER of DigestInfo for SHA-256 up to the hash, RFC 8017 §9.2 note 1. */
const SHA256_DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');

const pathOf = (fid: number): string => DF_PATH + fid.toString(16).padStart(4, '0');

/** A certificate of the ZORG-ID card is valid for three calendar years. */
function threeYearsAfter(time: number): number {
  const end = new Date(time);
  return end.setUTCFullYear(end.getUTCFullYear() + 3);
}

function pinObjects({ pin, puk, quirks }: CardProfile): PinObject[] {
  const common = { storedLength: 16, filler: behaviourOf(quirks).pinFiller, path: DF_PATH };
  const flags = [
    PIN_FLAG.caseSensitive,
    PIN_FLAG.local,
    PIN_FLAG.initialized,
    PIN_FLAG.needsPadding,
    PIN_FLAG.exchangeRefData,
  ];
  return [
    {
      ...common,
      label: 'User PIN',
      authId: PIN_AUTH_ID,
      protectedBy: PUK_AUTH_ID,
      flags,
      type: PIN_TYPE.utf8,
      minLength: pin.minLength,
      maxLength: pin.maxLength,
      reference: PIN_REFERENCE,
    },
    {
      ...common,
      label: 'PUK',
      authId: PUK_AUTH_ID,
      flags: [...flags, PIN_FLAG.unblockingPin],
      type: PIN_TYPE.utf8,
      minLength: puk.minLength,
      maxLength: puk.maxLength,
      reference: PUK_REFERENCE,
    },
  ];
}

/** The two directory entries of the key pair. */
function keyObjects(id: Uint8Array): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  const common = { label: KEY_LABEL, id, keyReference: KEY_REFERENCE, modulusLength: 2048 };
  return {
    privateKey: {
      ...common,
      flags: [OBJECT_FLAG.private],
      authId: PIN_AUTH_ID,
      usage: [KEY_USAGE.decrypt, KEY_USAGE.sign, KEY_USAGE.unwrap],
      access: [KEY_ACCESS.sensitive, KEY_ACCESS.alwaysSensitive, KEY_ACCESS.neverExtractable, KEY_ACCESS.local],
      path: DF_PATH,
    },
    publicKey: {
      ...common,
      flags: [],
      usage: [KEY_USAGE.encrypt, KEY_USAGE.wrap, KEY_USAGE.verify],
      access: [KEY_ACCESS.extractable, KEY_ACCESS.local],
      path: pathOf(FID.publicKey),
    },
  };
}

/**
 * Personalises a powered, blank card. Throws `CardRefused` naming the step at which the card refused; the card is then blank
 * again at its next power-on.
 */
export function personaliseZorgId(card: CardChannel, profile: CardProfile, clock: Clock): void {
  const personaliser = new Personaliser(card);
  const now = clock.now();
  personaliser.open(
    bracket(profile.pin, profile.puk, new Map([[KEY_REFERENCE, { usage: ['sign', 'decipher'], consent: false }]])),
  );
  personaliser.setPins(READY_PIN, READY_PUK);

  const publicKey = personaliser.generateRsa2048(KEY_REFERENCE);
  const publicKeyDer = rsaPublicKey(publicKey);
  const id = nativeEngine.hash('sha1', publicKeyDer);
  const serialNumber = personaliser.serialNumber();
  const certificate = selfSignedCertificate(
    {
      publicKey,
      keyIdentifier: id,
      serialNumber: concat(Uint8Array.of(0x01), serialNumber),
      commonName: 'ZORG-ID Smartcard TEST',
      organization: MANUFACTURER,
      notBefore: now,
      notAfter: threeYearsAfter(now),
    },
    (tbs) => personaliser.sign(KEY_REFERENCE, concat(SHA256_DIGEST_INFO, nativeEngine.hash('sha256', tbs))),
  );
  const { privateKey, publicKey: publicKeyObject } = keyObjects(id);
  const certificateObject = { label: KEY_LABEL, flags: [], id, authority: false, path: pathOf(FID.certificate) };

  personaliser.backToMf();
  personaliser.createEf(FID.dir, ACCESS.readOnly, applicationDirectory(PKCS15_AID, TOKEN_LABEL, DF_PATH));
  personaliser.createDf(PKCS15_DF, ACCESS.closed);
  // biome-ignore format: a table reads best with its columns aligned
  const files: readonly (readonly [number, Uint8Array])[] = [
    [FID.odf,          objectDirectory([
      ['privateKeys',  pathOf(FID.privateKeys)],
      ['publicKeys',   pathOf(FID.publicKeys)],
      ['certificates', pathOf(FID.certificates)],
      ['authObjects',  pathOf(FID.pins)],
    ])],
    [FID.tokenInfo,    tokenInfo(serialNumber, MANUFACTURER, TOKEN_LABEL)],
    [FID.privateKeys,  privateKeys([privateKey])],
    [FID.publicKeys,   publicKeys([publicKeyObject])],
    [FID.certificates, certificates([certificateObject])],
    [FID.pins,         authenticationObjects(pinObjects(profile))],
    [FID.publicKey,    publicKeyDer],
    [FID.certificate,  certificate],
  ];
  for (const [fid, content] of files) personaliser.createEf(fid, ACCESS.readOnly, content);
  personaliser.finish();
}
