/**
 * Which data must not be seen. Decided on the raw bytes, before anything is parsed: a malformed command, a link of a
 * chain and an extended command hide what the plain command hides.
 */
import { INS, parseClass } from '../../apdu/index.ts';

const COMPARES: ReadonlySet<number> = new Set<number>([
  INS.verify,
  INS.verifyOdd,
  INS.changeReferenceData,
  INS.disableVerificationRequirement,
  INS.enableVerificationRequirement,
  INS.resetRetryCounter,
]);

/** The instruction holds its data against a PIN or a PUK, or sets one. ISO/IEC 7816-4:2005 §7.5.6 to §7.5.10. */
export function comparesSecret(ins: number): boolean {
  return COMPARES.has(ins);
}

/** The data field holds a PIN, a PUK, or a key on its way into the card. */
export function hidesData(command: Uint8Array): boolean {
  const ins = command[1] ?? -1;
  return comparesSecret(ins) || ins === INS.putData || ins === INS.putDataOdd;
}

/** The answer is a plain value: PERFORM SECURITY OPERATION with P1 80. ISO/IEC 7816-8:2004, decipher. */
function answersPlainValue(command: Uint8Array): boolean {
  return command[1] === INS.performSecurityOperation && command[2] === 0x80;
}

/** Remembers, for each logical channel, that the rest of a secret answer may wait for GET RESPONSE. */
export class SecretAnswers {
  readonly #waiting = new Set<number>();

  /** Whether the answer to this command must not be seen. To be asked once for every command, in order. */
  next(command: Uint8Array): boolean {
    const { channel } = parseClass(command[0] ?? 0);
    if (command[1] === INS.getResponse) return this.#waiting.has(channel);
    const secret = answersPlainValue(command) || hidesData(command);
    if (secret) this.#waiting.add(channel);
    else this.#waiting.delete(channel);
    return secret;
  }
}
