/** The PKCS#15 files of a card: directories, public keys, certificates and the chain above them. */
import { type CardProfile, LAYOUTS } from '../../applet/index.ts';
import { AUTHORITIES, type AuthorityName } from '../ca/authorities.ts';
import { authority, chainNames } from '../ca/authority.ts';
import type { FileFault } from '../fault/card-fault.ts';
import { authenticationObjects } from '../pkcs15/authentication-objects.ts';
import { objectDirectory, tokenInfo } from '../pkcs15/directories.ts';
import { type CertificateObject, certificates, privateKeys, publicKeys } from '../pkcs15/keys-and-certificates.ts';
import { type CardKey, privateKeyObject, publicKeyObject } from './card-keys.ts';
import { pinAuthId, pinObjects } from './pin-objects.ts';

const MANUFACTURER = 'proefpas TEST';

/** FIDs of the files that every card has; `cardKey` has those of keys. */
// biome-ignore format: a table reads best with its columns aligned
const FID = {
  odf: 0x5031, tokenInfo: 0x5032, privateKeys: 0x4400, publicKeys: 0x4401, certificates: 0x4404, trustedCertificates: 0x4405,
  pins: 0x4408, firstAuthority: 0x4341,
} as const;

/** The path of a directory, or of an object, as the layout tells it. */
const pathTo = (place: string, fid: number): string => place + fid.toString(16).padStart(4, '0');

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
const chainOf = (issuer: AuthorityName, objectPath: string) =>
  chainNames(issuer).map((name, index) => {
    const { certificate, keyIdentifier: id } = authority(name);
    const fid = FID.firstAuthority + index;
    const object: CertificateObject = {
      label: AUTHORITIES[name].commonName,
      flags: [],
      id,
      authority: true,
      path: pathTo(objectPath, fid),
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
  /** What is wrong with the files, if anything. */
  readonly fault?: FileFault | undefined;
}

/** A file of a card. */
export interface CardFile {
  readonly fid: number;
  readonly content: Uint8Array;
  /** Whoever looks for the PIN needs it, so that it can be read without. */
  readonly isFree: boolean;
}

/** Files with their content, in the order of writing; the layout says where directories go. */
export interface CardFiles {
  readonly directories: readonly CardFile[];
  readonly objects: readonly CardFile[];
}

export function cardFiles(content: CardContent, profile: CardProfile): CardFiles {
  const { keys, serialNumber, tokenLabel, keysAreInjected: isInjected, fault = {} } = content;
  const { directoryPath, objectPath } = LAYOUTS[profile.layout];
  const inOdf = (fid: number) => pathTo(directoryPath, fid);
  const chain = fault.hasNoChain ? [] : chainOf(content.authority, objectPath);
  const fileOf = ({ key: { purpose }, certificate }: CertifiedKey): Uint8Array =>
    (purpose === 'authenticity' ? fault.fileOf?.(certificate) : undefined) ?? certificate;
  const own = keys.map(({ key: { label, certificateFid }, id }) => ({
    label,
    flags: [],
    id,
    authority: false,
    path: pathTo(objectPath, certificateFid),
  }));
  const place = (key: CardKey) => ({
    authId: pinAuthId(profile),
    path: pathTo(objectPath, key.privateKeyFid),
    isInjected,
  });
  const publicPath = ({ publicKeyFid }: CardKey) => pathTo(objectPath, publicKeyFid);
  const free = (fid: number, bytes: Uint8Array): CardFile => ({ fid, content: bytes, isFree: true });
  const file = (fid: number, bytes: Uint8Array): CardFile => ({ fid, content: bytes, isFree: false });
  // biome-ignore format: a table reads best with its columns aligned
  return {
    directories: [
      free(FID.odf,                 objectDirectory([
        ['privateKeys',             inOdf(FID.privateKeys)],
        ['publicKeys',              inOdf(FID.publicKeys)],
        ['certificates',            inOdf(FID.certificates)],
        ...(chain.length === 0 ? [] : [['trustedCertificates', inOdf(FID.trustedCertificates)] as const]),
        ['authObjects',             inOdf(FID.pins)],
      ])),
      free(FID.tokenInfo,           tokenInfo(serialNumber, MANUFACTURER, tokenLabel)),
      file(FID.privateKeys,         privateKeys(keys.map(({ key, id }) => privateKeyObject(key, id, place(key))))),
      file(FID.publicKeys,          publicKeys(keys.map(({ key, id }) => publicKeyObject(key, id, publicPath(key), isInjected)))),
      file(FID.certificates,        certificates(own)),
      ...(chain.length === 0 ? [] : [file(FID.trustedCertificates, certificates(chain.map(({ object }) => object)))]),
      free(FID.pins,                authenticationObjects(pinObjects(profile))),
    ],
    objects: [
      ...keys.map(({ key, publicKey }) => file(key.publicKeyFid, publicKey)),
      ...keys.map((each) => file(each.key.certificateFid, fileOf(each))),
      ...chain.map(({ fid, certificate }) => file(fid, certificate)),
    ],
  };
}
