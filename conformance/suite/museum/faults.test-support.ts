/** Faults that several rooms of the museum share. */
import { INS, parseTlvs, SW } from '../../../apdu/index.ts';
import { type Fault, isVerify, PIN, rightVerify, type Seen, SPARE } from './broken-card.test-support.ts';

export const isWrong = (sw: number): boolean => sw >> 4 === 0x63c || sw === SW.authenticationMethodBlocked;

export const keepingP2 = ({ p2 }: Seen): number => (p2 === 0x81 ? 0x81 : 0x01);

export const valueOfPin = (p2: number): Uint8Array => (p2 === 0x81 ? SPARE : PIN);

export const isRead = ({ ins }: Seen): boolean => ins === INS.readBinary;

/** The template that SELECT answers; undefined when there is none whole. */
export function templateIn({ data }: { readonly data: Uint8Array }) {
  try {
    const [template] = parseTlvs(data);
    return template !== undefined && [0x62, 0x6f].includes(template.tag) ? template : undefined;
  } catch {
    return undefined;
  }
}

export const plusOne = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte, i) => (i === bytes.length - 1 ? byte + 1 : byte));

/** What was verified is so again after a reset of one kind, warm or cold; one of the other kind forgets it. */
export const survivingReset =
  (isCold: boolean): Fault =>
  () => {
    let verified = false;
    return {
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isVerify(command) && command.p2 === 0x01) verified = answer.sw === SW.ok;
        return answer;
      },
      reset: (card, cold) => {
        if (cold !== isCold) verified = false;
        else if (verified) card.transmit(rightVerify());
      },
    };
  };
