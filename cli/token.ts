/** `proefpas token`: what Token Administration shows of a card, another PIN, and unblocking with the PUK. */
import {
  changePin,
  FIRST_KNOWING_VERSION,
  TokenError,
  type TokenView,
  tokenView,
  unblockPin,
} from '../issuer/token/index.ts';
import { EXIT } from './exit-status.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { openTokenCard, type RawTokenCard, type TokenCard, type TokenUse } from './token-card.ts';
import { versionTyped } from './version-typed.ts';

export interface RawTokenOptions extends RawTokenCard {
  readonly middleware?: string;
  readonly pin?: string;
  readonly puk?: string;
  readonly newPin?: string;
  readonly json?: boolean;
}

const print = (...lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

const triesOf = (tries: number | null): string =>
  tries === null ? 'tries unknown' : tries === 0 ? 'blocked' : `${tries} ${tries === 1 ? 'try' : 'tries'} left`;

function pinLine(name: string, pin: TokenView['card']['pin']): string[] {
  if (pin === null) return [];
  const { label, reference, triesLeft, minLength, maxLength } = pin;
  const length = minLength === maxLength ? `${minLength}` : `${minLength} to ${maxLength}`;
  return [`${name}  ${triesOf(triesLeft)}; ${length} characters ("${label}", reference ${reference})`];
}

function describe(place: string, view: TokenView): string[] {
  const { utility, middleware, tokenName, tokenStatus, certainty, remark, card } = view;
  const guessed = (is: string): string => (is === 'guess' ? '   (these words are a guess)' : '');
  return [
    `${utility}, ${middleware.name} ${middleware.version}`,
    '',
    `Reader        ${place}`,
    ...(tokenName === null ? [] : [`Token Name = ${tokenName}`]),
    `Token Status = ${tokenStatus}${guessed(certainty.tokenStatus)}`,
    ...(remark === null ? [] : ['', remark]),
    '',
    ...(card.serialNumber === null ? [] : [`Serial number  ${card.serialNumber}`]),
    ...pinLine('PIN', card.pin),
    ...pinLine('PUK', card.puk),
  ];
}

/** Opens the card, works with it and closes it. */
async function withCard<T>(
  words: readonly string[],
  raw: RawTokenOptions,
  use: TokenUse,
  work: (card: TokenCard) => Promise<T> | T,
): Promise<T> {
  const card = await openTokenCard(words, raw, use);
  try {
    return await work(card);
  } finally {
    await card.close();
  }
}

/** Tells what the utility shows; the exit status. */
export function status(words: readonly string[], raw: RawTokenOptions): Promise<number> {
  const version = versionTyped('--middleware', raw.middleware ?? FIRST_KNOWING_VERSION);
  return withCard(words, raw, 'look', ({ place, card }) => {
    const view = tokenView(card, version);
    print(...(raw.json ? [JSON.stringify({ reader: place, ...view })] : describe(place, view)));
    return EXIT.success;
  });
}

/** A change of the PIN: the questions first, so that nobody is asked while the card waits. */
async function change(
  words: readonly string[],
  raw: RawTokenOptions,
  said: string,
  ask: (secrets: Secrets) => Promise<(card: TokenCard['card']) => void>,
): Promise<number> {
  return withCard(words, raw, 'change', async ({ place, card }) => {
    const secrets = openSecrets();
    try {
      const perform = await ask(secrets);
      perform(card);
    } catch (error) {
      if (!(error instanceof TokenError) || !raw.json) throw error;
      const { code, message, triesLeft = null } = error;
      print(JSON.stringify({ reader: place, done: false, code, message, triesLeft }));
      return EXIT.failure;
    } finally {
      secrets.close();
    }
    print(raw.json ? JSON.stringify({ reader: place, done: true }) : said);
    return EXIT.success;
  });
}

const NEW_PIN = { name: 'new PIN', option: '--new-pin', variable: 'PROEFPAS_NEW_PIN' } as const;

/** ‘Wijzigen PIN'; the exit status. */
export const changeThePin = (words: readonly string[], raw: RawTokenOptions): Promise<number> =>
  change(words, raw, 'The card has another PIN now.', async (secrets) => {
    const pin = await secrets.answer({ name: 'PIN', given: raw.pin, option: '--pin', variable: 'PROEFPAS_PIN' });
    const [newPin, repeated] = await secrets.answerTwice({ ...NEW_PIN, given: raw.newPin });
    return (card) => changePin(card, { pin, newPin, repeated });
  });

/** ‘PIN deblokkeren’; the exit status. */
export const unblock = (words: readonly string[], raw: RawTokenOptions): Promise<number> =>
  change(words, raw, 'The card is unblocked, and has the new PIN.', async (secrets) => {
    const puk = await secrets.answer({ name: 'PUK', given: raw.puk, option: '--puk', variable: 'PROEFPAS_PUK' });
    const [newPin, repeated] = await secrets.answerTwice({ ...NEW_PIN, given: raw.newPin });
    return (card) => unblockPin(card, { puk, newPin, repeated });
  });
