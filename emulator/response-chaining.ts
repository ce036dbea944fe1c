/**
 * Response data and Le. ISO/IEC 7816-4:2005 §5.1.3 (61XX) and §7.6.1 (GET RESPONSE).
 *
 * A card never answers more than Ne bytes. What is left over waits on its channel (61XX) until it is fetched, or until any
 * other command drops it. Without an Le field no data were asked for, and none wait.
 */
import { type Command, encodeResponse, moreAvailable, type StatusWord, SW, wrongLe } from '../apdu/index.ts';
import type { Behaviour } from './behaviour.ts';
import { refuse } from './instruction.ts';
import type { Session } from './session.ts';

const NO_DATA = new Uint8Array(0);

/** The longest data that 6CXX can tell the length of. */
const SHORT = 256;

/** The answer to a command, as the card's kind gives it. */
export function respond(
  session: Session,
  command: Command,
  data: Uint8Array,
  sw: StatusWord,
  answers: Behaviour['answers'],
): Uint8Array {
  const { ne } = command;
  const isHeld = answers === 'as T=0' && command.data.length > 0;
  if (answers === 'up to Le' || (answers === 'as T=0' && !isHeld) || data.length === 0)
    return part(session, ne, data, sw);
  if (answers === 'whole') return encodeResponse(data, sw);
  if (ne === 0 && !isHeld) return encodeResponse(NO_DATA, sw);
  if (answers === 'if Le fits' && (ne >= data.length || data.length > SHORT)) return part(session, ne, data, sw);
  if (answers === 'if Le fits') return encodeResponse(NO_DATA, wrongLe(data.length));
  session.waiting = { data, sw };
  return encodeResponse(NO_DATA, moreAvailable(data.length));
}

/** At most Ne bytes of the data; the rest waits on the session. */
function part(session: Session, ne: number, data: Uint8Array, sw: StatusWord): Uint8Array {
  if (data.length <= ne) return encodeResponse(data, sw);
  if (ne === 0) return encodeResponse(NO_DATA, sw);
  session.waiting = { data: data.subarray(ne), sw };
  return encodeResponse(data.subarray(0, ne), moreAvailable(data.length - ne));
}

/**
 * GET RESPONSE (INS C0): the next part of what waits. ISO/IEC 7816-4:2005 §7.6.1
 *
 * P1-P2 0000 · Le any: a larger one gets what there is. Answers 9000 (or the word of the command that is completed) with
 * the last part · 61XX · 6700 without Le · 6985 nothing waits · 6A86.
 */
export function getResponse(session: Session, command: Command, exact: boolean): Uint8Array {
  const { waiting } = session;
  const there = Math.min(waiting?.data.length ?? 0, SHORT);
  if (exact && waiting !== undefined && command.ne !== there) refuse(wrongLe(there));
  session.waiting = undefined;
  if (command.p1 !== 0x00 || command.p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (command.ne === 0 || command.data.length > 0) refuse(SW.wrongLength);
  if (waiting === undefined) refuse(SW.conditionsNotSatisfied);
  return part(session, command.ne, waiting.data, waiting.sw);
}
