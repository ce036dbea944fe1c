/** What holds for every answer of a run, looked at when it is over. */
import { parseCommand, parseResponse, toHex } from '../../../apdu/index.ts';
import { type Assertion, group } from '../assertion.ts';
import type { Bench } from '../bench.ts';
import { CLAUSE } from '../clauses.ts';
import type { RawExchange } from '../guard.ts';
import { isValidWord, wordText } from '../words.ts';

/** Every exchange of the run that was a command and an answer. */
function wholeExchanges({ guard }: Bench): (RawExchange & { readonly answer: Uint8Array })[] {
  return guard.log.filter(
    (one): one is RawExchange & { readonly answer: Uint8Array } => (one.answer?.length ?? 0) >= 2,
  );
}

/** Says of the first exchange that breaks a rule what it was, without the data of the command. */
function noneBreaks(
  card: Bench,
  breaks: (exchange: RawExchange & { readonly answer: Uint8Array }) => boolean,
  what: string,
): void {
  const broken = wholeExchanges(card).find(breaks);
  if (broken === undefined) return;
  card.check(false, `${what}: ${toHex(broken.command.subarray(0, 4))} was answered ${toHex(broken.answer).slice(-40)}`);
}

function neOf(command: Uint8Array): number | undefined {
  try {
    return parseCommand(command).ne;
  } catch {
    return undefined;
  }
}

export const everyAnswer: readonly Assertion[] = [
  ...group(CLAUSE.apdu, [
    {
      id: 'TRN-01',
      level: 'must',
      purpose: 'every command is answered, with two bytes at least',
      criterion: 'of all commands of the run',
      words: [],
      run: async (card) => {
        const silent = card.guard.log.find(({ answer }) => answer === undefined || answer.length < 2);
        card.check(silent === undefined, `${silent && toHex(silent.command.subarray(0, 4))} was not answered`);
      },
    },
    {
      id: 'TRN-02',
      level: 'must',
      purpose: 'an answer never has more data than Le wants',
      criterion: 'of all commands of the run',
      words: [],
      run: async (card) => {
        noneBreaks(
          card,
          ({ command, answer }) => {
            const ne = neOf(command);
            return ne !== undefined && ne > 0 && answer.length - 2 > ne;
          },
          'more data than Le wants',
        );
      },
    },
    {
      id: 'TRN-03',
      level: 'must',
      purpose: 'a command without Le gets no data',
      criterion: 'of all commands of the run, but those answered by their application’s own interface',
      words: [],
      run: async (card) => {
        card.need(card.facts.announced.protocol !== 0, 'with T=0 every command without data has Le');
        noneBreaks(
          card,
          ({ command, answer }) => neOf(command) === 0 && answer.length > 2,
          'data though none were wanted',
        );
      },
    },
  ]),
  ...group(CLAUSE.statusWords, [
    {
      id: 'TRN-04',
      level: 'must',
      purpose: 'a status word is 61XX to 6FXX or 9XXX',
      criterion: 'of all answers of the run',
      words: [],
      run: async (card) => {
        noneBreaks(card, ({ answer }) => !isValidWord(parseResponse(answer).sw), 'a status word that there is not');
      },
    },
    {
      id: 'TRN-05',
      level: 'must',
      purpose: 'with an error there are no data',
      criterion: 'of all answers of the run with SW1 64 to 6F',
      words: [],
      run: async (card) => {
        const isError = (sw: number): boolean => sw >= 0x6400 && sw <= 0x6fff;
        noneBreaks(card, ({ answer }) => answer.length > 2 && isError(parseResponse(answer).sw), 'data with an error');
      },
    },
    {
      id: 'TRN-06',
      level: 'must',
      purpose: 'words whose second byte is fixed have that second byte',
      criterion:
        'of 67, 6B, 6D, 6E and 6F only 6700, 6B00, 6D00 and 6E00 are answered; 6F00 and others of 6F are none of a sound card',
      words: [],
      run: async (card) => {
        noneBreaks(
          card,
          ({ answer }) => /^(67|6B|6D|6E)(?!00)|^6F/.test(wordText(parseResponse(answer).sw)),
          'a word that tells nothing',
        );
      },
    },
    {
      id: 'TRN-07',
      level: 'must',
      purpose: 'after 6CXX the same command with that Le is done',
      criterion: 'with exactly so many bytes; of all commands of the run that were sent again',
      words: [],
      run: async (card) => {
        const { log } = card.guard;
        for (const [i, { command, answer }] of log.entries()) {
          const next = log[i + 1];
          if (answer === undefined || answer.length !== 2 || answer[0] !== 0x6c || next?.answer === undefined) continue;
          const same = toHex(next.command.subarray(0, 4)) === toHex(command.subarray(0, 4));
          if (!same || neOf(next.command) !== (answer[1] || 256)) continue;
          card.check(next.answer.length - 2 === (answer[1] || 256), '6CXX told another length than there was');
        }
      },
    },
  ]),
];
