/** `proefpas record`: what a program says to a card of ours, or through our reader to one that is not ours, becomes a trace. */
import { toHex } from '../apdu/index.ts';
import { TraceRecorder } from '../conformance/index.ts';
import { startReader } from '../index.ts';
import { type OpenReaders, openReaders } from './open-readers.ts';
import { outsideCard, type RawOutsideCard, wantsOutsideCard } from './outside-card.ts';
import type { ReadersOrder } from './readers-order.ts';
import { toldOf } from './run.ts';
import { runAround, type Surroundings } from './run-around.ts';
import { openTraceFile, type TraceFile } from './trace-file.ts';

export interface RecordOrder extends RawOutsideCard {
  /** Which cards, unless it is one that is not ours. */
  readonly readers: ReadersOrder;
  readonly output: string;
  readonly keepSecrets: boolean;
}

/** Returns the command's exit status. The trace is written when it has ended, whatever its status. */
export async function record(order: RecordOrder, command: readonly string[]): Promise<number> {
  const { readers, keepSecrets, output } = order;
  // Only with a card there is something to record: until then a trace that is there already is left alone.
  let file: TraceFile | undefined;
  const recorder = new TraceRecorder({ keepSecrets }, (statement) => file!.write(statement));
  const begin = (): void => {
    file = openTraceFile(output);
  };
  try {
    if (wantsOutsideCard(order)) return await runAround(() => relay(readers.reader), command, { opened: begin });
    const told = toldOf(readers);
    const opened = (open: OpenReaders): void => {
      begin();
      told.opened(open);
    };
    return await runAround(() => openReaders(readers, around), command, { ...told, opened });
  } finally {
    if (file !== undefined) {
      const { exchanges } = recorder.end(headings(order));
      file.close();
      process.stderr.write(`proefpas: ${exchanges} commands recorded in ${output}\n`);
    }
  }

  function around(...[card, name]: Parameters<TraceRecorder['around']>) {
    return recorder.around(card, name);
  }

  /** Our reader before the other card: the program finds it in ours. */
  async function relay(ownName: string | undefined): Promise<Surroundings> {
    const link = await outsideCard(order);
    try {
      const own = await startReader({
        cards: [recorder.around(link, link.name)],
        ...(ownName !== undefined && { name: ownName }),
      });
      const close = (): Promise<void> => own.close().finally(() => link.close());
      return { env: own.env, close };
    } catch (error) {
      await link.close();
      throw error;
    }
  }
}

/** What a card must be to answer alike. */
function headings(order: RecordOrder): Parameters<TraceRecorder['end']>[0] {
  const { readers } = order;
  const [card] = readers.cards;
  const source = ['meta', 'source', 'proefpas record'] as const;
  if (wantsOutsideCard(order) || readers.cards.length !== 1 || card!.image !== undefined || card!.profile === undefined)
    return [source];
  const seed = readers.seed === undefined ? [] : [['meta', 'seed', toHex(readers.seed)] as const];
  return [source, ...seed, ['need', 'profile', card!.text]];
}
