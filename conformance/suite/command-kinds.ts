/** Kinds of commands by what they may do to a card: nothing, cost a try, or change it. */
import { ApduError, type Command, INS, parseClass, parseCommand } from '../../apdu/index.ts';

/** Instructions that change nothing, and ask for no secret. */
const HARMLESS: ReadonlySet<number> = new Set([
  INS.performSecurityOperation,
  INS.manageChannel,
  INS.getChallenge,
  INS.internalAuthenticate,
  INS.searchBinary,
  INS.searchRecord,
  INS.select,
  INS.readBinary,
  INS.readBinaryOdd,
  INS.readRecord,
  INS.readRecordOdd,
  INS.getResponse,
  INS.getData,
  INS.getDataOdd,
]);

/** Instructions that compare a secret, each of which may cost a try. */
const COMPARES_SECRET: ReadonlySet<number> = new Set([
  INS.verify,
  INS.verifyOdd,
  INS.changeReferenceData,
  INS.disableVerificationRequirement,
  INS.enableVerificationRequirement,
  INS.resetRetryCounter,
]);

/** P1 of VERIFY that takes a verification away, in editions after 2005. */
export const LOG_OUT = 0xff;

/** MANAGE SECURITY ENVIRONMENT: SET and RESTORE; STORE and ERASE change what the card keeps. */
const isPassingEnvironment = ({ ins, p1 }: Command): boolean =>
  ins === INS.manageSecurityEnvironment && ((p1 & 0x0f) === 1 || p1 === 0xf3);

export function partsOf(bytes: Uint8Array): Command {
  try {
    return parseCommand(bytes);
  } catch (error) {
    if (!(error instanceof ApduError)) throw error;
    const [cla = 0, ins = 0, p1 = 0, p2 = 0] = bytes;
    return { cla, ins, p1, p2, data: bytes.subarray(5), ne: 0, encoding: '3S' };
  }
}

/** A command of the interindustry class that compares a secret. */
export function comparesSecret(cla: number, ins: number): boolean {
  return parseClass(cla).kind === 'interindustry' && COMPARES_SECRET.has(ins);
}

/** Whether a command leaves every card as it is, whatever it does with it. INS 6X and 9X are nobody's. §5.1.2 */
export function isHarmless(command: Command): boolean {
  const { kind } = parseClass(command.cla);
  if (kind === 'invalid' || kind === 'reserved') return true;
  if (kind === 'proprietary') return false;
  const neverValid = command.ins >> 4 === 6 || command.ins >> 4 === 9;
  return neverValid || HARMLESS.has(command.ins) || isPassingEnvironment(command);
}
