/** The public key of a private key that a host brings into a card by PUT DATA: both cards hold the same one then. */
import { type Command, findTlv, INS, parseTlvs, TAG } from '../../apdu/index.ts';
import { findCurve, importEcScalar, nativeEngine, rsaKeyFromCrt } from '../../emulator/index.ts';
import { attempt, ecKey, type PublicKey, rsaKey } from './public-keys.ts';

/** The template of the IsoApplet card edge for an EC private key: the curve's parameters, 88 the private number. */
const EC_PRIVATE_KEY = 0xe0;

/** Undefined when the command brings no key that is whole and sound. ISO/IEC 7816-4:2005 §7.4.3, P1-P2 3FFF. */
export function importedKey({ ins, p1, p2, data }: Command): PublicKey | undefined {
  if ((ins !== INS.putData && ins !== INS.putDataOdd) || p1 !== 0x3f || p2 !== 0xff) return undefined;
  return attempt(() => rsaPublicKey(data) ?? ecPublicKey(data));
}

function rsaPublicKey(data: Uint8Array): PublicKey | undefined {
  const [p, q, dp, dq, qi] = [0x92, 0x93, 0x95, 0x96, 0x94].map((tag) => findTlv(data, TAG.privateKey, tag));
  if (p === undefined || q === undefined || dp === undefined || dq === undefined || qi === undefined) return undefined;
  const { n, e } = rsaKeyFromCrt({ p, q, dp, dq, qi }, 16 * (p.length - p.findIndex((byte) => byte !== 0)));
  return rsaKey(n, e);
}

function ecPublicKey(data: Uint8Array): PublicKey | undefined {
  const template = findTlv(data, EC_PRIVATE_KEY);
  if (template === undefined) return undefined;
  const objects = new Map(parseTlvs(template).map(({ tag, value }) => [tag, value]));
  const [p, a, b, g, n, h, d] = [0x81, 0x82, 0x83, 0x84, 0x85, 0x87, 0x88].map(
    (tag) => objects.get(tag) ?? new Uint8Array(0),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const curve = findCurve({ p, a, b, g, n, h });
  return curve && ecKey(nativeEngine.ecPublicKey(curve, importEcScalar(curve, d)));
}
