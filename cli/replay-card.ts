/** The card that a trace is played to: what was asked for, else what the trace needs. */
import type { Trace } from '../conformance/index.ts';
import { profiles } from '../index.ts';
import { UsageError } from './exit-status.ts';
import { type OutsideCard, type RawOutsideCard, wantsOutsideCard } from './outside-card.ts';
import { cardFor, foreign, type PlayedCard } from './played-card.ts';
import { DEFAULT_CARD } from './readers-options.ts';

export interface CardChoice extends RawOutsideCard {
  readonly card?: string;
  readonly image?: string;
  readonly seed?: string;
  readonly holder?: string;
}

export interface NamedCard extends PlayedCard {
  /** What it is called in reports. */
  readonly name: string;
}

/** What was asked for, else what the trace needs; `outside` opens a card that is not ours. Throws `UsageError`. */
export async function playedCard(
  choice: CardChoice,
  trace: Trace,
  file: string,
  outside: () => Promise<OutsideCard>,
): Promise<NamedCard> {
  const { card, image, pcscReader: reader, vpcdCard: vpcd, seed, holder } = choice;
  const named = Object.entries({
    '--card': card,
    '--image': image,
    '--pcsc-reader': reader,
    '--vpcd-card': vpcd,
  }).filter(([, value]) => value);
  if (named.length > 1) throw new UsageError(`${named.map(([name]) => name).join(' and ')}: choose one card`);
  if (wantsOutsideCard(choice)) {
    const link = await outside();
    return { ...foreign(link), name: link.name };
  }
  const name = card ?? image ?? needed(trace, file) ?? DEFAULT_CARD;
  return { ...cardFor(name, seed, holder), name };
}

/** What a trace says it needs. */
function needed({ statements }: Trace, file: string): string | undefined {
  for (const statement of statements) {
    if (statement.kind !== 'need' || statement.key !== 'profile') continue;
    const { value, line } = statement;
    if (Object.hasOwn(profiles, value.split(':', 1)[0]!)) return value;
    const cards = Object.keys(profiles).join(', ');
    throw new UsageError(
      `${file}:${line} needs the card ${value}, which is none of ours; choose one with --card (${cards}), --image, --pcsc-reader or --vpcd-card`,
    );
  }
  return undefined;
}
