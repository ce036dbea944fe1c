/** The live trace: every command and its answer in words, as they happen. PINs are masked by the decoder. */
import { type CardLink, toHex } from '../apdu/index.ts';
import { Decoder } from '../conformance/index.ts';
import { openPrivateFile } from './private-file.ts';

export interface Trace {
  /** The same card, traced. With a reader's name every line begins with it. */
  around(card: CardLink, reader?: string): CardLink;
  close(): void;
}

/**
 * A trace to a file (made, or emptied, and readable by its owner only), or to standard error. A file that takes no more, on a full
 * disk, is told once, and the cards go on.
 */
export function openTrace(target: true | string): Trace {
  if (target === true)
    return trace(
      (text) => process.stderr.write(text),
      () => undefined,
    );
  const file = openPrivateFile(target);
  let isWhole = true;
  const write = (text: string): void => {
    if (!isWhole) return;
    try {
      file.write(text);
    } catch (error) {
      isWhole = false;
      process.stderr.write(`proefpas: the trace ends here: ${(error as Error).message}\n`);
    }
  };
  return trace(write, file.close);
}

function trace(write: (text: string) => void, close: () => void): Trace {
  return { around: (card, reader) => traced(card, reader === undefined ? '' : `[${reader}] `, write), close };
}

function traced(card: CardLink, prefix: string, write: (text: string) => void): CardLink {
  let decoder = new Decoder();
  const tell = (...lines: readonly string[]): void => write(lines.map((line) => `${prefix}${line}\n`).join(''));
  const told = async (what: string, work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    try {
      return await work();
    } catch (error) {
      tell(`${what}: no answer, ${(error as Error).message}`);
      throw error;
    }
  };
  const fresh = async (what: string, work: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    decoder = new Decoder();
    const atr = await told(what, work);
    tell(`${what}: ATR ${toHex(atr, ' ')}`);
    return atr;
  };
  return {
    powerOn: () => fresh('power on', () => card.powerOn()),
    reset: () => fresh('reset', () => card.reset()),
    powerOff: async () => {
      await card.powerOff();
      tell('power off');
    },
    transmit: async (command) => {
      const answer = await told('command', () => card.transmit(command));
      tell(...decoder.exchange(command, answer));
      return answer;
    },
  };
}
