/** A card that takes its time, as a reader meets it: the answer comes later, and nothing else waits for it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CardChannel, type CardLink, INS, parseResponse, SW } from '../apdu/index.ts';
import type { Behaviour } from '../emulator/index.ts';

/** Resolves when so many milliseconds are over. */
export type Wait = (milliseconds: number) => Promise<unknown>;

/** P1 of GENERATE ASYMMETRIC KEY PAIR for RSA. */
const RSA = 0x42;

function hasGenerated(command: Uint8Array, answer: Uint8Array): boolean {
  if (command[1] !== INS.generateAsymmetricKeyPair || command[2] !== RSA) return false;
  const { sw } = parseResponse(answer);
  return sw === SW.ok || sw >> 8 === 0x61;
}

/** The card itself, unless its behaviour has it take longer than computing does. */
export function unhurried<Reached extends CardChannel | CardLink>(
  card: Reached,
  { rsaGenerationTime }: Behaviour,
  wait: Wait = (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
): Reached | CardLink {
  if (rsaGenerationTime === 0) return card;
  return {
    powerOn: async () => card.powerOn(),
    reset: async () => card.reset(),
    powerOff: async () => card.powerOff(),
    transmit: async (command) => {
      const answer = await card.transmit(command);
      if (hasGenerated(command, answer)) await wait(rsaGenerationTime);
      return answer;
    },
  };
}
