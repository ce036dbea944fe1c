/** Elliptic curve domain parameters: finding a curve by them, and telling whether a point lies on one. SEC 1 version 2.0. */
import { toBigInt } from './bigint-bytes.ts';
import { CURVES, type Curve } from './curves.ts';
import { mod } from './modular.ts';

/** Domain parameters as they come from outside: unsigned big-endian numbers, and the base point g as 04 ‖ x ‖ y. */
export interface CurveParameters {
  readonly p: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly g: Uint8Array;
  readonly n: Uint8Array;
  readonly h: Uint8Array;
}

interface AffinePoint {
  readonly x: bigint;
  readonly y: bigint;
}

const UNCOMPRESSED = 0x04;

/** The coordinates of 04 ‖ x ‖ y with halves of equal length, or undefined. */
function coordinates(point: Uint8Array): AffinePoint | undefined {
  if (point.length < 3 || point.length % 2 === 0 || point[0] !== UNCOMPRESSED) return undefined;
  const middle = (point.length + 1) / 2;
  return { x: toBigInt(point.subarray(1, middle)), y: toBigInt(point.subarray(middle)) };
}

/**
 * The known curve whose every parameter is the one given, or undefined. Leading zeros do not matter. All are compared:
 * a familiar field with another base point is another curve.
 */
export function findCurve(parameters: CurveParameters): Curve | undefined {
  const g = coordinates(parameters.g);
  if (g === undefined) return undefined;
  const [p, a, b, n, h] = [parameters.p, parameters.a, parameters.b, parameters.n, parameters.h].map(toBigInt);
  return CURVES.find(
    (curve) =>
      curve.p === p &&
      curve.a === a &&
      curve.b === b &&
      curve.gx === g.x &&
      curve.gy === g.y &&
      curve.n === n &&
      curve.h === h,
  );
}

/** Whether bytes are a point of the curve: 04 ‖ x ‖ y, coordinates of full length and below p, the equation satisfied. */
export function isOnCurve(curve: Curve, point: Uint8Array): boolean {
  const at = point.length === 1 + 2 * curve.fieldBytes ? coordinates(point) : undefined;
  if (at === undefined || at.x >= curve.p || at.y >= curve.p) return false;
  return mod(at.y * at.y - (at.x * at.x * at.x + curve.a * at.x + curve.b), curve.p) === 0n;
}

/** Throws `RangeError` unless bytes are a point of the curve, as `isOnCurve` has it. */
export function assertOnCurve(curve: Curve, point: Uint8Array): void {
  if (!isOnCurve(curve, point)) throw new RangeError(`no point of ${curve.name}`);
}
