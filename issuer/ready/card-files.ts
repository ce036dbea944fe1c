/** The PKCS#15 files of a card: directories, public keys, certificates and the chain above them. */
import { behaviourOf, type CardProfile, PIN_REFERENCE, PUK_REFERENCE } from '../../applet/index.ts';
import { STORED_LENGTH } from '../../emulator/index.ts';
import { AUTHORITIES, type AuthorityName } from '../ca/authorities.ts';
import { authority, chainNames } from '../ca/authority.ts';
import { authenticationObjects, PIN_FLAG, PIN_TYPE, type PinObject } from '../pkcs15/authentication-objects.ts';
import { objectDirectory, tokenInfo } from '../pkcs15/directories.ts';
import { type CertificateObject, certificates, privateKeys, publicKeys } from '../pkcs15/keys-and-certificates.ts';
import { type CardKey, privateKeyObject, publicKeyObject } from './card-keys.ts';

const MANUFACTURER = 'proefpas TEST';

/** To a PIN that is called anything else, OpenSC gives up to half of the 32 characters that a token label has in PKCS#11. */
const PIN_LABEL = 'PIN';

const PIN_AUTH_ID = Uint8Array.of(PIN_REFERENCE);
const PUK_AUTH_ID = Uint8Array.of(PUK_REFERENCE);

/** Path of the DF that all files are in, and the FIDs of those that every card has; `cardKey` has those of keys. */
export const DF_PATH = '3F005015';

// biome-ignore format: a table reads best with its columns aligned
const FID = {
  odf: 0x5031, tokenInfo: 0x5032, privateKeys: 0x4400, publicKeys: 0x4401, certificates: 0x4404, trustedCertificates: 0x4405,
  pins: 0x4408, firstAuthority: 0x4341,
} as const;

const pathOf = (fid: number): string => DF_PATH + fid.toString(16).padStart(4, '0');

function pinObjects({ pin, puk, quirks }: CardProfile): PinObject[] {
  const common = { storedLength: STORED_LENGTH, filler: behaviourOf(quirks).pinFiller, path: DF_PATH };
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
export interface CertifiedKey {
  readonly key: CardKey;
  /** What ties private key, public key and certificate together: SHA-1 of the public key. */
  readonly id: Uint8Array;
  /** RSAPublicKey, DER. */
  readonly publicKey: Uint8Array;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** The authorities' certificates: their files, and their entries in the directory of trusted certificates. */
const chainOf = (issuer: AuthorityName) =>
  chainNames(issuer).map((name, index) => {
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

/** What the files are about. */
export interface CardContent {
  readonly keys: readonly CertifiedKey[];
  /** The card's unique number. */
  readonly serialNumber: Uint8Array;
  readonly tokenLabel: string;
  /** Who issued the certificates. */
  readonly authority: AuthorityName;
  /** The keys are said to have been made elsewhere, and so neither local nor always sensitive. */
  readonly keysAreInjected: boolean;
}

/** Every file below the DF with its content, in the order of writing. */
export function cardFiles(content: CardContent, profile: CardProfile): [number, Uint8Array][] {
  const { keys, serialNumber, tokenLabel, keysAreInjected } = content;
  const chain = chainOf(content.authority);
  const own = keys.map(({ key: { label, certificateFid }, id }) => ({
    label,
    flags: [],
    id,
    authority: false,
    path: pathOf(certificateFid),
  }));
  const place = (fid: number) => ({ authId: PIN_AUTH_ID, path: pathOf(fid), isInjected: keysAreInjected });
  // biome-ignore format: a table reads best with its columns aligned
  return [
    [FID.odf,                 objectDirectory([
      ['privateKeys',         pathOf(FID.privateKeys)],
      ['publicKeys',          pathOf(FID.publicKeys)],
      ['certificates',        pathOf(FID.certificates)],
      ['trustedCertificates', pathOf(FID.trustedCertificates)],
      ['authObjects',         pathOf(FID.pins)],
    ])],
    [FID.tokenInfo,           tokenInfo(serialNumber, MANUFACTURER, tokenLabel)],
    [FID.privateKeys,         privateKeys(keys.map(({ key, id }) => privateKeyObject(key, id, place(key.privateKeyFid))))],
    [FID.publicKeys,          publicKeys(keys.map(({ key, id }) => publicKeyObject(key, id, pathOf(key.publicKeyFid), keysAreInjected)))],
    [FID.certificates,        certificates(own)],
    [FID.trustedCertificates, certificates(chain.map(({ object }) => object))],
    [FID.pins,                authenticationObjects(pinObjects(profile))],
    ...keys.map(({ key, publicKey }): [number, Uint8Array] => [key.publicKeyFid, publicKey]),
    ...keys.map(({ key, certificate }): [number, Uint8Array] => [key.certificateFid, certificate]),
    ...chain.map(({ fid, certificate }): [number, Uint8Array] => [fid, certificate]),
  ];
}
