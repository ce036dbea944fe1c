/** Where our own card departs from an assertion by decision, and the source of the decision. */
import { parseResponse, toHex } from '../../apdu/index.ts';
import type { Step } from './bench.ts';
import { wordText } from './words.ts';

interface Departure {
  /** The word of the last answer with which it departs. */
  readonly word: string;
  readonly source: string;
}

/** By assertion. */
const DEPARTURES: Readonly<Record<string, Departure>> = {
  'UPB-03': {
    word: '9000',
    source: 'the IsoApplet card edge takes UPDATE BINARY without data as nothing to do, and so does this card',
  },
};

/** The source of the decision, when the last answer is the one that it is about. */
export function explanationOf(id: string, steps: readonly Step[]): string | undefined {
  const departure = DEPARTURES[id];
  const last = steps.at(-1)?.got;
  if (departure === undefined || last === undefined || toHex(last).length < 4) return undefined;
  return wordText(parseResponse(last).sw) === departure.word ? departure.source : undefined;
}
