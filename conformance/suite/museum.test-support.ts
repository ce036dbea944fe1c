/** Cards to try the suite on: our own, its secrets, and the museum of broken and of merely different cards. */
import { concat, fromHex, INS, SW, sameBytes, startsWith, toHex } from '../../apdu/index.ts';
import { type Card, createCard } from '../../index.ts';
import {
  changing,
  deaf,
  type Fault,
  isAsking,
  isVerify,
  PIN,
  padded,
  rightVerify,
  type Seen,
  SPARE,
  SPARE_PUK,
  withData,
  withHeader,
  word,
  wordInstead,
} from './broken-card.test-support.ts';
import type { SuiteOptions } from './run-suite.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const SECRETS: Pick<SuiteOptions, 'pins' | 'puks'> = {
  pins: [{ value: text('123456') }, { reference: 0x81, value: text('654321') }],
  puks: [{ value: text('12345678') }, { reference: 0x81, value: text('87654321') }],
};

const ready = createCard({ profile: 'conformance' });

/** A new one each time; all are equal. */
export const conformanceCard = (): Card => ready.fork();

/** A broken card. `harmless`: it is found on a card that is not disposable as well. */
export interface Exhibit {
  readonly name: string;
  /** The assertion that finds it, alone; others may find it as well. */
  readonly finds: string;
  readonly fault: Fault;
  readonly harmless?: true;
}

const isWrong = (sw: number): boolean => sw >> 4 === 0x63c || sw === SW.authenticationMethodBlocked;
const keepingP2 = ({ p2 }: Seen): number => (p2 === 0x81 ? 0x81 : 0x01);
const valueOfPin = (p2: number): Uint8Array => (p2 === 0x81 ? SPARE : PIN);
const PUK_OF_01 = padded('12345678');
const codeOf = (p2: number): Uint8Array => (p2 === 0x81 ? SPARE_PUK : PUK_OF_01);

/** Runs a command with the PIN of its channel verified, as a card does that forgot to ask. */
const asIfVerified =
  (...ins: readonly number[]): Fault =>
  () => ({
    answer: ({ ins: asked, bytes, cla }, send) => {
      if (!ins.includes(asked)) return undefined;
      const first = send(bytes);
      if (first.sw !== SW.securityStatusNotSatisfied) return first;
      send(rightVerify(0x01, cla & 0x03));
      send(rightVerify(0x81, cla & 0x03));
      return send(bytes);
    },
  });

/** Remembers what a channel has verified and forgets too late. */
const remembering =
  (forgets: (command: Seen, sw: number) => boolean, atReset: boolean): Fault =>
  () => {
    let verified = new Set<number>();
    return {
      answer: (command, send) => {
        if (isVerify(command)) {
          const answer = send(command.bytes);
          if (answer.sw === SW.ok) verified.add(command.p2);
          else if (forgets(command, answer.sw)) verified.delete(command.p2);
          return answer;
        }
        if (isAsking(command) && verified.has(command.p2)) return word(SW.ok);
        const answer = send(command.bytes);
        if (answer.sw !== SW.securityStatusNotSatisfied) return answer;
        for (const p2 of verified) send(rightVerify(p2, command.cla & 0x03));
        return send(command.bytes);
      },
      reset: () => {
        if (atReset) verified = new Set();
      },
    };
  };

const pinFaults: readonly Exhibit[] = [
  {
    name: 'an empty VERIFY spends a try',
    finds: 'VER-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isAsking(command) && isWrong(answer.sw)) send(withData(command, padded('000000')));
        return answer;
      },
    }),
  },
  {
    name: 'an empty VERIFY spends a try and tells what is left then',
    finds: 'VER-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return isAsking(command) && isWrong(answer.sw) ? send(withData(command, padded('000000'))) : answer;
      },
    }),
  },
  {
    name: 'a wrong PIN costs two tries',
    finds: 'EXT-11',
    harmless: true,
    fault: changing(INS.verify, (answer, command, send) =>
      isVerify(command) && isWrong(answer.sw) ? send(command.bytes) : answer,
    ),
  },
  {
    name: 'a wrong PIN costs nothing',
    finds: 'VER-12',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        if (!isVerify(command) || command.cla > 3) return undefined;
        const answer = send(command.bytes);
        if (isWrong(answer.sw)) {
          send(rightVerify(keepingP2(command), command.cla));
          // The status is dropped by a second wrong value, which the next right one pays for.
          return word(0x63c3);
        }
        return answer;
      },
    }),
  },
  {
    name: 'the counter tells one more than there are',
    finds: 'VER-05',
    harmless: true,
    fault: changing(INS.verify, (answer, command) =>
      isVerify(command) && answer.sw >> 4 === 0x63c ? word(answer.sw + 1) : answer,
    ),
  },
  {
    name: 'an empty VERIFY tells always three',
    finds: 'CHN-10',
    harmless: true,
    fault: changing(INS.verify, (answer, command) =>
      isAsking(command) && answer.sw >> 4 === 0x63c ? word(0x63c3) : answer,
    ),
  },
  {
    name: 'the right PIN does not give the tries back',
    finds: 'VER-06',
    harmless: true,
    fault: () => {
      // The card itself counts well; what it tells is less by what should have been given back.
      let owed = 0;
      let wrong = 0;
      return {
        answer: (command, send) => {
          if (command.ins !== INS.verify || command.p2 !== 0x01) return undefined;
          const answer = send(command.bytes);
          if (isVerify(command) && answer.sw === SW.ok) {
            owed += wrong;
            wrong = 0;
          }
          if (isVerify(command) && isWrong(answer.sw)) wrong++;
          return answer.sw >> 4 === 0x63c ? word(Math.max(0x63c0, answer.sw - owed)) : answer;
        },
      };
    },
  },
  {
    name: 'any PIN is right',
    finds: 'CLA-01',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) ? send(rightVerify(keepingP2(command), command.cla & 3)) : undefined,
    }),
  },
  {
    name: 'the PIN is compared by its first four characters',
    finds: 'VER-06',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && startsWith(command.data, valueOfPin(command.p2).subarray(0, 4))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the PIN is compared as far as it was sent',
    finds: 'VER-14',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const sent = command.data.filter((byte) => byte !== 0);
        return isVerify(command) && startsWith(valueOfPin(command.p2), sent)
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined;
      },
    }),
  },
  {
    name: 'what is behind the PIN does not count',
    finds: 'VER-16',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && startsWith(command.data, valueOfPin(command.p2).subarray(0, 6))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the first character does not count',
    finds: 'VER-11',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && sameBytes(command.data.subarray(1, 16), valueOfPin(command.p2).subarray(1))
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'a PIN of zeroes is right',
    finds: 'VER-13',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        isVerify(command) && command.data.every((byte) => byte === 0)
          ? send(rightVerify(keepingP2(command), command.cla & 3))
          : undefined,
    }),
  },
  {
    name: 'the status survives a reset',
    finds: 'VER-03',
    harmless: true,
    fault: remembering((_, sw) => isWrong(sw), false),
  },
  {
    name: 'the status survives a warm reset only',
    finds: 'VER-03',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) verified = answer.sw === SW.ok;
          return answer;
        },
        reset: (card, cold) => {
          if (!cold && verified) card.transmit(rightVerify());
          if (cold) verified = false;
        },
      };
    },
  },
  {
    name: 'the status survives a loss of power',
    finds: 'SEC-02',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) verified = answer.sw === SW.ok;
          return answer;
        },
        reset: (card, cold) => {
          if (cold && verified) card.transmit(rightVerify());
          if (!cold) verified = false;
        },
      };
    },
  },
  { name: 'the status survives a wrong PIN', finds: 'CHN-05', harmless: true, fault: remembering(() => false, true) },
  {
    name: 'the status of one channel counts on all',
    finds: 'LCS-03',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) verified = answer.sw === SW.ok;
          if (!verified || answer.sw !== SW.securityStatusNotSatisfied) return answer;
          send(rightVerify(0x01, command.cla & 3));
          return send(command.bytes);
        },
        reset: () => {
          verified = false;
        },
      };
    },
  },
  {
    name: 'a channel that is opened again is still verified',
    finds: 'LCS-03',
    harmless: true,
    fault: () => {
      const verified = new Set<number>();
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01 && answer.sw === SW.ok) verified.add(command.cla & 3);
          if (
            command.ins === INS.manageChannel &&
            command.p1 === 0 &&
            answer.sw === SW.ok &&
            verified.has(answer.data[0]!)
          ) {
            send(rightVerify(0x01, answer.data[0]));
          }
          return answer;
        },
        reset: () => verified.clear(),
      };
    },
  },
  {
    name: 'a verification of PIN 01 is one of PIN 81',
    finds: 'CHN-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (isVerify(command) && command.p2 === 0x01 && answer.sw === SW.ok) send(rightVerify(0x81, command.cla & 3));
        return answer;
      },
    }),
  },
  {
    name: 'an unknown PIN is told as blocked',
    finds: 'VER-16',
    harmless: true,
    fault: wordInstead(0x6a88, 0x6983, INS.verify),
  },
  {
    name: 'VERIFY passes over P1',
    finds: 'VER-19',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.verify && command.p1 !== 0 ? send(withHeader(command, { p1: 0 })) : undefined,
    }),
  },
  {
    name: 'VERIFY answers data',
    finds: 'VER-21',
    harmless: true,
    fault: changing(INS.verify, (answer, { data }) =>
      data.length > 0 && answer.sw === SW.ok ? word(SW.ok, fromHex('00')) : answer,
    ),
  },
  {
    name: 'a blocked PIN accepts its right value',
    finds: 'BLK-07',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (!isVerify(command) || answer.sw !== 0x6983 || !sameBytes(command.data, valueOfPin(command.p2)))
          return answer;
        const p2 = keepingP2(command);
        send(concat(fromHex('002C00'), Uint8Array.of(p2, 32), codeOf(p2), valueOfPin(p2)));
        return send(command.bytes);
      },
    }),
  },
  {
    name: 'a blocked PIN is free again after a loss of power',
    finds: 'BLK-03',
    fault: () => {
      let blocked = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.verify && command.p2 === 0x81) blocked = answer.sw === 0x6983;
          return answer;
        },
        reset: (card) => {
          if (blocked) card.transmit(concat(fromHex('002C008120'), SPARE_PUK, SPARE));
          blocked = false;
        },
      };
    },
  },
  {
    name: 'a counter is full again after a reset',
    finds: 'VER-08',
    harmless: true,
    fault: () => {
      let wrong = false;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (isVerify(command) && command.p2 === 0x01) wrong = isWrong(answer.sw);
          return answer;
        },
        reset: (card) => {
          if (wrong) {
            card.transmit(rightVerify());
            card.reset();
          }
          wrong = false;
        },
      };
    },
  },
  {
    name: 'CHANGE does not look at the old value',
    finds: 'CRD-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.changeReferenceData && command.p1 === 0 && command.data.length === 32
          ? send(withData(command, concat(valueOfPin(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'CHANGE takes a verification for the old value',
    finds: 'CRD-03',
    harmless: true,
    fault: () => {
      let verified = false;
      return {
        answer: (command, send) => {
          if (verified && command.ins === INS.changeReferenceData && command.data.length === 32) {
            return send(withData(command, concat(valueOfPin(command.p2), command.data.subarray(16))));
          }
          const answer = send(command.bytes);
          if (isVerify(command)) verified = answer.sw === SW.ok;
          return answer;
        },
        reset: () => {
          verified = false;
        },
      };
    },
  },
  {
    name: 'CHANGE with P1 01 needs no old value',
    finds: 'CRD-04',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.changeReferenceData && command.p1 === 1 && command.data.length === 16
          ? send(concat(fromHex('002400'), Uint8Array.of(command.p2, 32), valueOfPin(command.p2), command.data))
          : undefined,
    }),
  },
  {
    name: 'CHANGE does not count a wrong old value',
    finds: 'CRD-02',
    harmless: true,
    fault: () => ({
      answer: (command, _send) =>
        command.ins === INS.changeReferenceData &&
        command.data.length === 32 &&
        !sameBytes(command.data.subarray(0, 16), valueOfPin(command.p2))
          ? word(0x63c2)
          : undefined,
    }),
  },
  {
    name: 'CHANGE says done and changes nothing',
    finds: 'CRD-10',
    fault: deaf(
      ({ ins, p1, data }) =>
        ins === INS.changeReferenceData && p1 === 0 && data.length === 32 && startsWith(data, SPARE),
    ),
  },
  {
    name: 'CHANGE takes a PIN that is too short',
    finds: 'CRD-12',
    fault: () => ({
      answer: (command) =>
        command.ins === INS.changeReferenceData && command.data.length === 32 && command.data[18] === 0
          ? word(SW.ok)
          : undefined,
    }),
  },
  {
    name: 'any PUK is right',
    finds: 'RRC-05',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter && command.data.length === 32
          ? send(withData(command, concat(codeOf(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'the PUK is compared by its first four digits',
    finds: 'RRC-02',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        startsWith(command.data, codeOf(command.p2).subarray(0, 4))
          ? send(withData(command, concat(codeOf(command.p2), command.data.subarray(16))))
          : undefined,
    }),
  },
  {
    name: 'a wrong PUK does not count',
    finds: 'RRC-09',
    fault: () => ({
      answer: (command) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        !startsWith(command.data, codeOf(command.p2).subarray(0, 8))
          ? word(0x63c4)
          : undefined,
    }),
  },
  {
    name: 'a wrong PUK counts on the PIN',
    finds: 'RRC-02',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.resetRetryCounter && isWrong(answer.sw))
          send(concat(fromHex('002000'), Uint8Array.of(command.p2, 16), padded('000000')));
        return answer;
      },
    }),
  },
  {
    name: 'a blocked PUK accepts its right value',
    finds: 'RRC-14',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        const right = command.ins === INS.resetRetryCounter && startsWith(command.data, codeOf(command.p2));
        return right && answer.sw === 0x6983 ? word(SW.ok) : answer;
      },
    }),
  },
  {
    name: 'the PUK verifies the PIN',
    finds: 'RRC-04',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.resetRetryCounter && answer.sw === SW.ok)
          send(concat(fromHex('002000'), Uint8Array.of(command.p2, 16), command.data.subarray(16)));
        return answer;
      },
    }),
  },
  {
    name: 'the PUK gives back one try less',
    finds: 'RRC-01',
    fault: changing(INS.resetRetryCounter, (answer, { p2 }, send) => {
      if (answer.sw === SW.ok) send(concat(fromHex('002000'), Uint8Array.of(p2, 16), padded('000000')));
      return answer;
    }),
  },
  {
    name: 'RESET RETRY COUNTER keeps the old value',
    finds: 'RRC-06',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.resetRetryCounter &&
        command.data.length === 32 &&
        startsWith(command.data, codeOf(command.p2))
          ? send(withData(command, concat(codeOf(command.p2), valueOfPin(command.p2))))
          : undefined,
    }),
  },
  {
    name: 'RESET RETRY COUNTER needs no code with P1 03',
    finds: 'RRC-08',
    fault: deaf(({ ins, p1 }) => ins === INS.resetRetryCounter && p1 === 3),
  },
  {
    name: 'DISABLE takes any value',
    finds: 'DVR-02',
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.disableVerificationRequirement
          ? send(withData(command, valueOfPin(command.p2)))
          : undefined,
    }),
  },
  {
    name: 'ENABLE says done and does nothing',
    finds: 'EVR-01',
    fault: deaf(({ ins }) => ins === INS.enableVerificationRequirement),
  },
];

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 0x01 : byte));

const keyFaults: readonly Exhibit[] = [
  {
    name: 'keys are used without the PIN',
    finds: 'PSO-01',
    harmless: true,
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.performSecurityOperation),
  },
  {
    name: 'PSO does not ask for the PIN',
    finds: 'PSO-03',
    harmless: true,
    fault: asIfVerified(INS.performSecurityOperation),
  },
  {
    name: 'GENERATE does not ask for the PIN',
    finds: 'GEN-04',
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.generateAsymmetricKeyPair),
  },
  {
    name: 'INTERNAL AUTHENTICATE does not ask for the PIN',
    finds: 'PSO-01',
    harmless: true,
    fault: asIfVerified(INS.manageSecurityEnvironment, INS.internalAuthenticate),
  },
  {
    name: 'a signature has a wrong bit',
    finds: 'CDS-01',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x9e && answer.data.length > 40 ? { ...answer, data: flip(answer.data, 40) } : answer,
    ),
  },
  {
    name: 'an RSA signature is cut',
    finds: 'CDS-04',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x9e && answer.data.length === 256 ? { ...answer, data: answer.data.slice(0, 255) } : answer,
    ),
  },
  {
    name: 'the same signature for every hash',
    finds: 'MSE-11',
    harmless: true,
    fault: () => {
      let first: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins !== INS.performSecurityOperation || command.p1 !== 0x9e || answer.data.length !== 256)
            return answer;
          first ??= answer.data.slice();
          return { ...answer, data: first };
        },
      };
    },
  },
  {
    name: 'another key signs than was set',
    finds: 'MSE-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb6 && toHex(command.data) === '840102'
          ? send(withData(command, fromHex('840101')))
          : undefined,
    }),
  },
  {
    name: 'MSE says done for a key that is not there',
    finds: 'MSE-02',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return command.ins === INS.manageSecurityEnvironment && answer.sw === SW.referencedDataNotFound
          ? word(SW.ok)
          : answer;
      },
    }),
  },
  {
    name: 'a refused MSE clears the environment',
    finds: 'MSE-05',
    harmless: true,
    fault: () => {
      let cleared = false;
      return {
        answer: (command, send) => {
          if (cleared && command.ins === INS.performSecurityOperation) return word(SW.conditionsNotSatisfied);
          const answer = send(command.bytes);
          if (command.ins === INS.manageSecurityEnvironment) cleared = answer.sw !== SW.ok;
          return answer;
        },
      };
    },
  },
  {
    name: 'MSE takes broken TLV',
    finds: 'MSE-05',
    harmless: true,
    fault: changing(INS.manageSecurityEnvironment, (answer) => (answer.sw === SW.incorrectData ? word(SW.ok) : answer)),
  },
  {
    name: 'MSE takes any template',
    finds: 'MSE-07',
    harmless: true,
    fault: changing(INS.manageSecurityEnvironment, (answer) => (answer.sw === SW.incorrectP1P2 ? word(SW.ok) : answer)),
  },
  {
    name: 'templates share one environment',
    finds: 'MSE-03',
    harmless: true,
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        if (command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb8 && answer.sw === SW.ok)
          send(withHeader(command, { p2: 0xb6 }));
        return answer;
      },
    }),
  },
  {
    name: 'the environment survives a reset',
    finds: 'MSE-10',
    harmless: true,
    fault: () => {
      let last: Uint8Array | undefined;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          if (command.ins === INS.manageSecurityEnvironment && command.p2 === 0xb6 && answer.sw === SW.ok)
            last = command.bytes.slice();
          if (
            command.ins === INS.performSecurityOperation &&
            answer.sw === SW.conditionsNotSatisfied &&
            last !== undefined
          ) {
            send(last);
            return send(command.bytes);
          }
          return answer;
        },
      };
    },
  },
  {
    name: 'PSO takes any P1-P2',
    finds: 'PSO-06',
    harmless: true,
    fault: () => ({
      answer: (command, send) =>
        command.ins === INS.performSecurityOperation && command.p1 !== 0x80
          ? send(withHeader(command, { p1: 0x9e, p2: 0x9a }))
          : undefined,
    }),
  },
  {
    name: 'no environment is told as security status',
    finds: 'PSO-04',
    harmless: true,
    fault: wordInstead(0x6985, 0x6982, INS.performSecurityOperation),
  },
  {
    name: 'decipher tells which padding is wrong',
    finds: 'DEC-02',
    harmless: true,
    fault: () => {
      let times = 0;
      return {
        answer: (command, send) => {
          const answer = send(command.bytes);
          const refused =
            command.ins === INS.performSecurityOperation && command.p1 === 0x80 && answer.sw === SW.incorrectData;
          return refused ? word(times++ % 2 === 0 ? 0x6a80 : 0x6988) : answer;
        },
      };
    },
  },
  {
    name: 'decipher answers the padded block',
    finds: 'EXT-10',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x80 && answer.sw === SW.ok ? { ...answer, data: concat(fromHex('0002'), answer.data) } : answer,
    ),
  },
  {
    name: 'decipher answers data for a wrong padding',
    finds: 'DEC-02',
    harmless: true,
    fault: changing(INS.performSecurityOperation, (answer, { p1 }) =>
      p1 === 0x80 && answer.sw === SW.incorrectData ? word(SW.ok, new Uint8Array(16)) : answer,
    ),
  },
  {
    name: 'GENERATE says done and makes nothing',
    finds: 'GEN-03',
    fault: () => {
      let held: { data: Uint8Array; sw: number } | undefined;
      return {
        answer: (command, send) => {
          if (command.ins !== INS.generateAsymmetricKeyPair) return undefined;
          held ??= send(command.bytes);
          return held;
        },
      };
    },
  },
];

export const EXHIBITS_OF_SECRETS: readonly Exhibit[] = [...pinFaults, ...keyFaults];
