/**
 * A value that belongs to the card may be cut by the pieces in which a host writes a file: the pieces of UPDATE BINARY
 * around a command are looked at with it, so that what stands for the value is whole. ISO/IEC 7816-4:2005 §7.2.5
 */
import { concat, INS, parsedCommand } from '../../apdu/index.ts';
import type { Statement } from '../trace/trace.ts';
import type { Substitution } from './substitution.ts';

interface Piece {
  readonly offset: number;
  readonly data: Uint8Array;
}

/** The bytes of the command at `index` with this card's values in them. */
export function withOwnValues(
  bytes: Uint8Array,
  statements: readonly Statement[],
  index: number,
  substitution: Substitution,
): Uint8Array {
  if (substitution.isEmpty) return bytes;
  const piece = pieceOf(bytes);
  const before = piece && neighbour(statements, index, -1);
  const after = piece && neighbour(statements, index, 1);
  const first = piece && before && before.offset + before.data.length === piece.offset ? before.data : NOTHING;
  const last = piece && after && piece.offset + piece.data.length === after.offset ? after.data : NOTHING;
  const whole = substitution.apply(concat(first, bytes.subarray(dataStart(bytes, piece)), last));
  const start = dataStart(bytes, piece);
  return concat(bytes.subarray(0, start), whole.subarray(first.length, whole.length - last.length));
}

const NOTHING = new Uint8Array(0);

/** An UPDATE BINARY without Le ends in its data; anything else is taken whole. */
const dataStart = (bytes: Uint8Array, piece: Piece | undefined): number =>
  piece === undefined ? 0 : bytes.length - piece.data.length;

function pieceOf(bytes: Uint8Array): Piece | undefined {
  const command = bytes[1] === INS.updateBinary ? parsedCommand(bytes) : undefined;
  if (command === undefined || command.ne !== 0 || (command.p1 & 0x80) !== 0) return undefined;
  return { offset: command.p1 * 256 + command.p2, data: command.data };
}

function neighbour(statements: readonly Statement[], index: number, step: 1 | -1): Piece | undefined {
  for (let at = index + step; at >= 0 && at < statements.length; at += step) {
    const statement = statements[at]!;
    if (statement.kind !== 'command') continue;
    const [only] = statement.bytes;
    return statement.bytes.length === 1 && only!.kind === 'hex' ? pieceOf(only!.bytes) : undefined;
  }
  return undefined;
}
