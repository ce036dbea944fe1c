/** Where our own card departs from an assertion by decision, and the source of the decision. */
import { toHex } from '../../apdu/index.ts';
import type { Step } from './bench.ts';

interface Departure {
  /** The last answer, with which it departs, in hexadecimal. */
  readonly answer: RegExp;
  readonly source: string;
}

/** By assertion. */
const DEPARTURES: Readonly<Record<string, Departure>> = {
  'UPB-03': {
    answer: /9000$/,
    source: 'the IsoApplet card edge takes UPDATE BINARY without data as nothing to do, and so does this card',
  },
  'FCP-07': {
    answer: /^6[2F]..(8002....)?8201..9000$/,
    source: 'cards with SafeSign’s applet tell size and file descriptor alone, and so does the layout safesign',
  },
};

/** The source of the decision, when the last answer is the one that it is about. */
export function explanationOf(id: string, steps: readonly Step[]): string | undefined {
  const departure = DEPARTURES[id];
  const last = steps.at(-1)?.got;
  return departure !== undefined && last !== undefined && departure.answer.test(toHex(last))
    ? departure.source
    : undefined;
}
