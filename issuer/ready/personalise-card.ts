/**
 * Makes an operational card out of a blank one: RSA-2048 keys that are made on the card, a certificate for each and the
 * authorities' own, and the PKCS#15 files by which hosts find them.
 */
import type { CardChannel } from '../../apdu/index.ts';
import { type CardProfile, LAYOUTS, PKCS15_AID } from '../../applet/index.ts';
import { nativeEngine } from '../../emulator/index.ts';
import type { Purpose } from '../certificate/purposes.ts';
import { ACCESS, bracket, Personaliser } from '../personalise.ts';
import { applicationDirectory } from '../pkcs15/directories.ts';
import { type CardContent, type CardFile, type CertifiedKey, cardFiles } from './card-files.ts';
import { attributesOf, type CardKey, cardKey } from './card-keys.ts';
import { rsaPublicKey, rsaPublicKeyInfo } from './rsa-public-key.ts';

const EF_DIR = 0x2f00;

/** What a card is to become. */
export interface CardOrder extends Omit<CardContent, 'keys' | 'serialNumber'> {
  /** Its keys and the rules for PIN and PUK. */
  readonly profile: CardProfile;
  /** First values, which the rules allow. */
  readonly pin: string;
  readonly puk: string;
  /** The certificate, DER, of a key; its public key as SubjectPublicKeyInfo, DER, and the card's unique number. */
  certify(purpose: Purpose, publicKey: Uint8Array, serialNumber: Uint8Array): Uint8Array;
}

function makeKey(personaliser: Personaliser, key: CardKey, serialNumber: Uint8Array, order: CardOrder): CertifiedKey {
  const made = personaliser.generateRsa2048(key.reference);
  const publicKey = rsaPublicKey(made);
  const certificate = order.certify(key.purpose, rsaPublicKeyInfo(made), serialNumber);
  return { key, id: nativeEngine.hash('sha1', publicKey), publicKey, certificate };
}

/** A card on which everything is but the last command: without it the card is blank again at its next power-on. */
export interface PreparedCard {
  /** The card's unique number. */
  readonly serialNumber: Uint8Array;
  readonly keys: readonly CertifiedKey[];
  /** Closes the bracket: the card is operational. */
  finish(): void;
}

/**
 * Writes everything on a powered, blank card through its own commands. Throws `CardRefused` naming the step at which the card refused,
 * and whatever `certify` throws.
 */
export function prepareCard(card: CardChannel, order: CardOrder): PreparedCard {
  const { profile, tokenLabel } = order;
  const personaliser = new Personaliser(card);
  const wanted = profile.keys.map(cardKey);
  personaliser.open(bracket(profile, new Map(wanted.map((key) => [key.reference, attributesOf(key)]))));
  personaliser.setPins(order.pin, order.puk, profile.layout);

  const serialNumber = personaliser.serialNumber();
  const keys = wanted.map((key) => makeKey(personaliser, key, serialNumber, order));

  personaliser.backToMf();
  const { objectsDf, objectPath, directoriesIn, hasEfDir } = LAYOUTS[profile.layout];
  const { directories, objects } = cardFiles({ ...order, keys, serialNumber }, profile);
  const write = ({ fid, content, isFree }: CardFile) =>
    personaliser.createEf(fid, isFree || profile.publicObjects === 'free' ? ACCESS.readOnly : ACCESS.afterPin, content);
  if (hasEfDir) {
    personaliser.createEf(EF_DIR, ACCESS.readOnly, applicationDirectory(PKCS15_AID, tokenLabel, objectPath));
  }
  if (directoriesIn === 'MF') directories.forEach(write);
  personaliser.createDf(objectsDf, profile.isActivated ? ACCESS.closed : ACCESS.activatable);
  for (const key of wanted) personaliser.createInternalEf(key.privateKeyFid);
  if (directoriesIn === 'objects DF') directories.forEach(write);
  objects.forEach(write);
  const finish = () => (profile.isActivated ? personaliser.finish() : personaliser.finishDeactivated(objectsDf));
  return { serialNumber, keys, finish };
}

/** Prepares a card and makes it operational. Throws as `prepareCard` does; the card is then blank again at its next power-on. */
export function personaliseCard(card: CardChannel, order: CardOrder): void {
  prepareCard(card, order).finish();
}
