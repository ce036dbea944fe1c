/** Makes the conformance card out of a blank one: spare PIN and PUK, an RSA and an elliptic curve key, and its files. */
import type { CardChannel } from '../apdu/index.ts';
import type { CardProfile } from '../applet/index.ts';
import { curveNamed, type KeyAttributes, subjectPublicKeyInfo } from '../emulator/index.ts';
import { dfs, directory, MF_ACCESS } from './conformance-files.ts';
import { bracket, Personaliser } from './personalise.ts';
import { READY_PIN, READY_PUK } from './ready/personalise-ready.ts';

const RSA_KEY = 0x01;
const EC_KEY = 0x02;

/** What each key may do, after the user's PIN: everything that its kind can. */
const KEY_ATTRIBUTES: ReadonlyMap<number, KeyAttributes> = new Map([
  [RSA_KEY, { usage: ['sign', 'decipher', 'authenticate'], consent: false }],
  [EC_KEY, { usage: ['sign', 'authenticate'], consent: false }],
]);

const P256 = curveNamed('secp256r1');

/** Makes the keys and returns the public ones, SubjectPublicKeyInfo, DER. */
function makeKeys(personaliser: Personaliser): { readonly rsa: Uint8Array; readonly ec: Uint8Array } {
  const { modulus, exponent } = personaliser.generateRsa2048(RSA_KEY);
  const point = personaliser.generateEc(EC_KEY, P256);
  return {
    rsa: subjectPublicKeyInfo({ n: modulus, e: exponent }),
    ec: subjectPublicKeyInfo({ curve: P256, point }),
  };
}

/**
 * Personalises a powered, blank card. Throws `CardRefused` naming the step at which the card refused; the card is then blank
 * again at its next power-on.
 */
export function personaliseConformance(card: CardChannel, profile: CardProfile): void {
  const personaliser = new Personaliser(card);
  personaliser.open({ ...bracket(profile, KEY_ATTRIBUTES), mfAccess: MF_ACCESS });
  for (const { label, reference, value } of profile.morePins) {
    if (value !== undefined) personaliser.setFirstValue(label, reference, value);
  }
  personaliser.setPins(READY_PIN, READY_PUK);
  const publicKeys = makeKeys(personaliser);

  personaliser.backToMf();
  const { fid, parameters, content } = directory();
  personaliser.createEfBy(fid, parameters, content);
  for (const df of dfs(publicKeys)) {
    personaliser.createDf(df.fid, df.access, ...df.more);
    for (const ef of df.files) personaliser.createEfBy(ef.fid, ef.parameters, ef.content);
    for (const [tag, value] of df.dataObjects) personaliser.putDataObject(tag, value);
  }
  personaliser.finish();
}
