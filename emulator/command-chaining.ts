/**
 * Command chaining. ISO/IEC 7816-4:2005 §5.1.1.1: links with bit 10h of CLA set, the last one without it; the data field is
 * the concatenation. Any other command on the channel drops an unfinished chain.
 */
import { type Command, concat, SW } from '../apdu/index.ts';
import { refuse } from './instruction.ts';
import type { Session } from './session.ts';

/** The longest data field that links may add up to, in bytes: what one extended APDU carries. */
export const MAX_CHAINED_LENGTH = 65535;

const headerOf = ({ ins, p1, p2 }: Command): number => ins * 0x10000 + p1 * 0x100 + p2;

/**
 * Takes one link. Returns the whole command when it was the last, or undefined when more follow (answer 9000). Refuses
 * with 6700 when the links add up to too much; the chain is dropped then.
 */
export function takeLink(session: Session, command: Command, moreFollow: boolean): Command | undefined {
  const open = session.chain;
  const chain = open?.header === headerOf(command) ? open : undefined;
  if (chain === undefined && !moreFollow) {
    session.chain = undefined;
    return command;
  }
  const length = (chain?.length ?? 0) + command.data.length;
  if (length > MAX_CHAINED_LENGTH) {
    session.chain = undefined;
    refuse(SW.wrongLength);
  }
  const parts = chain?.parts ?? [];
  if (moreFollow) {
    parts.push(command.data.slice());
    session.chain = { header: headerOf(command), parts, length };
    return undefined;
  }
  session.chain = undefined;
  return { ...command, data: concat(...parts, command.data) };
}
