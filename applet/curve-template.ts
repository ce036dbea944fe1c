/**
 * Elliptic curve domain parameters as the edge exchanges them. ISO/IEC 7816-8:2004, public key template:
 *
 *   81 p · 82 a · 83 b · 84 G (04 ‖ x ‖ y) · 85 n · 86 public point · 87 cofactor
 *
 * Every number has the field's length on the way out, the cofactor two bytes: hosts compare them byte by byte.
 */
import { concat, SW, TAG, type Tlv, tlv, u16 } from '../apdu/index.ts';
import { type Curve, findCurve, refuse, toBytes } from '../emulator/index.ts';

/**
 * The curve whose every parameter is the one given. Refuses with 6984 when a parameter is missing, 6A81 when no curve of
 * this card has these parameters.
 */
export function curveFrom(objects: readonly Tlv[]): Curve {
  const value = (tag: number) =>
    objects.find((object) => object.tag === tag)?.value ?? refuse(SW.referenceDataNotUsable);
  const [p, a, b, g, n, h] = [0x81, 0x82, 0x83, 0x84, 0x85, 0x87].map(value) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return findCurve({ p, a, b, g, n, h }) ?? refuse(SW.functionNotSupported);
}

/** The parameters before and after the point's place. */
function parametersAround({ fieldBytes, orderBytes, p, a, b, gx, gy, n, h }: Curve): [Uint8Array, Uint8Array] {
  const number = (value: bigint) => toBytes(value, fieldBytes);
  const before = concat(
    tlv(0x81, number(p)),
    tlv(0x82, number(a)),
    tlv(0x83, number(b)),
    tlv(0x84, concat(Uint8Array.of(0x04), number(gx), number(gy))),
    tlv(0x85, toBytes(n, orderBytes)),
  );
  return [before, tlv(0x87, u16(Number(h)))];
}

/** A curve's parameters, as GENERATE ASYMMETRIC KEY PAIR takes them. */
export function curveParameters(curve: Curve): Uint8Array {
  return concat(...parametersAround(curve));
}

/** The public key template 7F49 of a point on a curve. */
export function publicKeyTemplate(curve: Curve, point: Uint8Array): Uint8Array {
  const [before, after] = parametersAround(curve);
  return tlv(TAG.publicKey, before, tlv(0x86, point), after);
}
