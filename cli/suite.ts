/** `proefpas suite`: a card, or two, judged by clause-level assertions. */
import { type CardLink, CardMute, linkTo } from '../apdu/index.ts';
import {
  compareRuns,
  compareText,
  runSuite,
  type Secret,
  type SuiteOptions,
  type SuiteRun,
  suiteText,
} from '../conformance/index.ts';
import { parseCardArgument } from './card-argument.ts';
import { answeringCard, type ChosenCard, chooseCard } from './chosen-card.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { outsideCard, wantsOutsideCard } from './outside-card.ts';
import { catchStopSignals } from './signals.ts';
import type { RawSuiteOptions } from './suite-command.ts';

const DEFAULT_CARD = 'conformance';

/** A card to judge, and what is known of its secrets without being told. */
interface JudgedCard {
  readonly name: string;
  readonly link: CardLink;
  close(): Promise<void>;
  readonly pins: readonly Secret[];
  readonly puks: readonly Secret[];
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** "123456", or "81=654321". */
function secret(option: string, text: string): Secret {
  const [, reference, value] = /^(?:([0-9A-Fa-f]{2})=)?(.{1,16})$/.exec(text) ?? [];
  if (value === undefined)
    throw new UsageError(`${option} takes a value of 1 to 16 characters, or REFERENCE=VALUE as in 81=654321`);
  return reference === undefined
    ? { value: bytes(value) }
    : { reference: Number.parseInt(reference, 16), value: bytes(value) };
}

/** The PINs and PUKs of a ready card, or of an image that still has them. */
function secretsOf({ pin, puk, morePins }: ChosenCard): Pick<JudgedCard, 'pins' | 'puks'> {
  const valueOfPin = (reference: number | undefined) => morePins.find((more) => more.reference === reference)?.value;
  return {
    pins: [
      ...(pin === undefined ? [] : [{ value: bytes(pin) }]),
      ...morePins.flatMap(({ kind, reference, value }) =>
        kind === 'pin' && value ? [{ reference, value: bytes(value) }] : [],
      ),
    ],
    puks: [
      ...(puk === undefined ? [] : [{ value: bytes(puk) }]),
      ...morePins.flatMap(({ reference, resetBy }) => {
        const value = valueOfPin(resetBy);
        return value === undefined ? [] : [{ reference, value: bytes(value) }];
      }),
    ],
  };
}

function judgedCard(text: string, holder: string | undefined): JudgedCard {
  const { card, chosen } = answeringCard(text, { holder });
  return { name: text, link: linkTo(card), close: async () => card.powerOff(), ...secretsOf(chosen) };
}

/** The PINs that our TEST cards have besides the user's. */
function secretsOfOurs(): Pick<JudgedCard, 'pins' | 'puks'> {
  const { pins, puks } = secretsOf(chooseCard(parseCardArgument(DEFAULT_CARD)));
  const ofOurs = (secrets: readonly Secret[]) =>
    secrets.filter(({ reference }) => reference !== undefined).map((known) => ({ ...known, ofOurs: true }));
  return { pins: ofOurs(pins), puks: ofOurs(puks) };
}

/** A card that is not ours to make. Its PINs are those of a ready card when it is said to be one. */
async function foreignCard(raw: RawSuiteOptions, text: string | undefined): Promise<JudgedCard> {
  const unknown = raw.disposable === true ? secretsOfOurs() : { pins: [], puks: [] };
  const secrets = text === undefined ? unknown : secretsOf(chooseCard(parseCardArgument(text)));
  const link = await outsideCard(raw);
  return { name: link.name, link, close: () => link.close(), ...secrets };
}

function optionsFor(
  { pins, puks }: JudgedCard,
  { pin = [], puk = [], floor, disposable = false }: RawSuiteOptions,
): SuiteOptions {
  const tries = floor === undefined ? undefined : Number(floor);
  if (tries !== undefined && !(/^[0-9]+$/.test(floor!) && tries <= 15))
    throw new UsageError('--floor takes a number from 0 to 15');
  if (tries === 0 && !disposable) throw new UsageError('--floor 0 lets a PIN be blocked; say --disposable as well');
  return {
    disposable,
    ...(tries !== undefined && { floor: tries }),
    pins: [...pin.map((text) => secret('--pin', text)), ...pins],
    puks: [...puk.map((text) => secret('--puk', text)), ...puks],
  };
}

function statusOf(runs: readonly SuiteRun[]): number {
  const outcomes = new Set(runs.flatMap(({ assertions }) => assertions.map(({ outcome }) => outcome)));
  if (outcomes.has('fail')) return EXIT.failure;
  return outcomes.has('inconclusive') ? EXIT.inconclusive : EXIT.success;
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

/** The cards that a command line names. */
async function judgedCards(words: readonly string[], raw: RawSuiteOptions): Promise<JudgedCard[]> {
  const named = [...words, ...[raw.card, raw.image].filter((text) => text !== undefined)];
  const { compare = false, holder } = raw;
  const isForeign = wantsOutsideCard(raw);
  const wanted = compare && !isForeign ? 2 : 1;
  if (named.length > wanted || (compare && named.length < wanted)) {
    throw new UsageError(
      compare
        ? '--compare takes two cards, as in: proefpas suite --compare zorg-id conformance'
        : 'suite judges one card; two with --compare',
    );
  }
  if (!isForeign) return (named.length === 0 ? [DEFAULT_CARD] : named).map((text) => judgedCard(text, holder));
  if (holder !== undefined && !compare)
    throw new UsageError('--holder is for a card of ours; leave it out, or name one to compare with');
  const [text] = named;
  return [await foreignCard(raw, text), ...(compare ? [judgedCard(text!, holder)] : [])];
}

/** Runs the suite. Throws `UsageError` when there is no card to run it on. */
async function judge(card: JudgedCard, options: SuiteOptions): Promise<SuiteRun> {
  try {
    return await runSuite(card.link, options);
  } catch (error) {
    if (error instanceof CardMute)
      throw new UsageError(`there is no card in ${card.name} that answers: ${error.message}`);
    throw error;
  } finally {
    await card.close();
  }
}

/** Judges and tells the result on standard output; the exit status. */
export async function suite(words: readonly string[], raw: RawSuiteOptions): Promise<number> {
  const { compare = false, json = false } = raw;
  const cards = await judgedCards(words, raw);
  const runs: SuiteRun[] = [];
  const signals = catchStopSignals();
  const stopped = () => signals.received() !== undefined;
  for (const card of cards) runs.push(await judge(card, { ...optionsFor(card, raw), stopped }));
  signals.release();
  if (compare) return tellDifferences(cards, runs, json);
  const [run] = runs;
  const { floor, assertions } = run!;
  print(json ? [JSON.stringify({ floor, assertions })] : suiteText(run!));
  return statusOf(runs);
}

/** Two cards that differ are no failure: what they do is told, not judged. */
function tellDifferences(cards: readonly JudgedCard[], runs: readonly SuiteRun[], json: boolean): number {
  const names = [cards[0]!.name, cards[1]!.name] as const;
  const differences = compareRuns(runs[0]!, runs[1]!);
  print(json ? [JSON.stringify({ cards: names, differences })] : compareText(names, differences));
  return EXIT.success;
}
