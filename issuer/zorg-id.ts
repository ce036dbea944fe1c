/**
 * Makes an operational ZORG-ID test card out of a blank one: RSA-2048 keys that are made on the card, a certificate for each
 * from the TEST authority, the authorities' own, and the PKCS#15 files by which hosts find them.
 */
import type { CardChannel } from '../apdu/index.ts';
import {
  behaviourOf,
  type CardProfile,
  identityIn,
  PIN_REFERENCE,
  PKCS15_AID,
  PKCS15_DF,
  PUK_REFERENCE,
} from '../applet/index.ts';
import { type Clock, nativeEngine } from '../emulator/index.ts';
import { AUTHORITIES, type AuthorityName } from './ca/authorities.ts';
import { authority, chainNames } from './ca/authority.ts';
import { serialNumberOf } from './ca/serial-number.ts';
import { attributesOf, type CardKey, cardKey, privateKeyObject, publicKeyObject } from './card-keys.ts';
import { cardCertificate } from './certificate/card-certificate.ts';
import { MEDEWERKER } from './certificate/personas.ts';
import { ACCESS, bracket, Personaliser } from './personalise.ts';
import { authenticationObjects, PIN_FLAG, PIN_TYPE, type PinObject } from './pkcs15/authentication-objects.ts';
import { applicationDirectory, objectDirectory, tokenInfo } from './pkcs15/directories.ts';
import { type CertificateObject, certificates, privateKeys, publicKeys } from './pkcs15/keys-and-certificates.ts';
import { rsaPublicKey, rsaPublicKeyInfo } from './rsa-public-key.ts';

/** PIN and PUK of every ready card: published, so that tests can use them. */
export const READY_PIN = '123456';
export const READY_PUK = '12345678';

const MANUFACTURER = 'proefpas TEST';
const TOKEN_LABEL = 'ZORG-ID Smartcard TEST';

/** To a PIN that is called anything else, OpenSC gives up to half of the 32 characters that a token label has in PKCS#11. */
const PIN_LABEL = 'PIN';

const PIN_AUTH_ID = Uint8Array.of(PIN_REFERENCE);
const PUK_AUTH_ID = Uint8Array.of(PUK_REFERENCE);
const DF_PATH = '3F005015';

/** FIDs below the MF (EF.DIR) and below DF 5015; `cardKey` has those of keys and certificates. */
// biome-ignore format: a table reads best with its columns aligned
const FID = {
  dir: 0x2f00, odf: 0x5031, tokenInfo: 0x5032, privateKeys: 0x4400, publicKeys: 0x4401, certificates: 0x4404,
  trustedCertificates: 0x4405, pins: 0x4408, firstAuthority: 0x4341,
} as const;

const AUTHORITY: AuthorityName = 'zorg-id';

const pathOf = (fid: number): string => DF_PATH + fid.toString(16).padStart(4, '0');

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
      label: PIN_LABEL,
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

/** A key pair that the card made, and the certificate that it got. */
interface CertifiedKey {
  readonly key: CardKey;
  /** What ties private key, public key and certificate together: SHA-1 of the public key. */
  readonly id: Uint8Array;
  /** RSAPublicKey, DER. */
  readonly publicKey: Uint8Array;
  readonly certificate: Uint8Array;
}

function makeKey(personaliser: Personaliser, key: CardKey, serialNumber: Uint8Array, notBefore: number): CertifiedKey {
  const publicKey = personaliser.generateRsa2048(key.reference);
  const certificate = cardCertificate({
    holder: MEDEWERKER,
    purpose: key.purpose,
    publicKey: rsaPublicKeyInfo(publicKey),
    authority: AUTHORITY,
    notBefore,
    seed: { serialNumber: serialNumberOf(identityIn(serialNumber), key.purpose) },
  });
  const publicKeyDer = rsaPublicKey(publicKey);
  return { key, id: nativeEngine.hash('sha1', publicKeyDer), publicKey: publicKeyDer, certificate };
}

/** The authorities' certificates: their files, and their entries in the directory of trusted certificates. */
const authorities = () =>
  chainNames(AUTHORITY).map((name, index) => {
    const { certificate, keyIdentifier: id } = authority(name);
    const fid = FID.firstAuthority + index;
    const object: CertificateObject = {
      label: AUTHORITIES[name].commonName,
      flags: [],
      id,
      authority: true,
      path: pathOf(fid),
    };
    return { fid, certificate, object };
  });

/** Every file below the DF with its content, in the order of writing. */
function filesOf(
  keys: readonly CertifiedKey[],
  serialNumber: Uint8Array,
  profile: CardProfile,
): [number, Uint8Array][] {
  const chain = authorities();
  const own = keys.map(({ key: { label, certificateFid }, id }) => ({
    label,
    flags: [],
    id,
    authority: false,
    path: pathOf(certificateFid),
  }));
  // biome-ignore format: a table reads best with its columns aligned
  return [
    [FID.odf,                 objectDirectory([
      ['privateKeys',         pathOf(FID.privateKeys)],
      ['publicKeys',          pathOf(FID.publicKeys)],
      ['certificates',        pathOf(FID.certificates)],
      ['trustedCertificates', pathOf(FID.trustedCertificates)],
      ['authObjects',         pathOf(FID.pins)],
    ])],
    [FID.tokenInfo,           tokenInfo(serialNumber, MANUFACTURER, TOKEN_LABEL)],
    [FID.privateKeys,         privateKeys(keys.map(({ key, id }) => privateKeyObject(key, id, PIN_AUTH_ID, DF_PATH)))],
    [FID.publicKeys,          publicKeys(keys.map(({ key, id }) => publicKeyObject(key, id, pathOf(key.publicKeyFid))))],
    [FID.certificates,        certificates(own)],
    [FID.trustedCertificates, certificates(chain.map(({ object }) => object))],
    [FID.pins,                authenticationObjects(pinObjects(profile))],
    ...keys.map(({ key, publicKey }): [number, Uint8Array] => [key.publicKeyFid, publicKey]),
    ...keys.map(({ key, certificate }): [number, Uint8Array] => [key.certificateFid, certificate]),
    ...chain.map(({ fid, certificate }): [number, Uint8Array] => [fid, certificate]),
  ];
}

/**
 * Personalises a powered, blank card. Throws `CardRefused` naming the step at which the card refused; the card is then blank
 * again at its next power-on.
 */
export function personaliseZorgId(card: CardChannel, profile: CardProfile, clock: Clock): void {
  const personaliser = new Personaliser(card);
  const notBefore = clock.now();
  const wanted = profile.keys.map(cardKey);
  const attributes = new Map(wanted.map((key) => [key.reference, attributesOf(key)]));
  personaliser.open(bracket(profile.pin, profile.puk, attributes));
  personaliser.setPins(READY_PIN, READY_PUK);

  const serialNumber = personaliser.serialNumber();
  const keys = wanted.map((key) => makeKey(personaliser, key, serialNumber, notBefore));

  personaliser.backToMf();
  personaliser.createEf(FID.dir, ACCESS.readOnly, applicationDirectory(PKCS15_AID, TOKEN_LABEL, DF_PATH));
  personaliser.createDf(PKCS15_DF, ACCESS.closed);
  for (const [fid, content] of filesOf(keys, serialNumber, profile)) {
    personaliser.createEf(fid, ACCESS.readOnly, content);
  }
  personaliser.finish();
}
