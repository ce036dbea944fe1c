/** A scenario for a test: its cards in readers and what answers for their certificates, all in this process. */
import { systemClock } from '../../emulator/index.ts';
import { SERVICE_PORT } from '../../issuer/pki/index.ts';
import type { ScenarioName } from '../../issuer/scenario/index.ts';
import { startStatusServer } from '../../issuer/status-service/index.ts';
import { createCard } from '../create-card.ts';
import { prepareScenario } from '../scenario.ts';
import { type Readers, startReader } from '../start-reader.ts';

export interface StartScenarioOptions {
  /** Of OCSP and CRLs: 28560, which certificates name, when left out; 0 takes a free one. */
  readonly port?: number;
}

export interface StartedScenario extends Readers {
  /** Of OCSP and CRLs; undefined where the scenario is that nobody listens. */
  readonly origin: string | undefined;
}

/**
 * The scenario of a name of `proefpas scenario list`, until `close`. Rejects when the port cannot be had. Whoever waits for a
 * child process without giving the event loop its turn gets no answer from card or services.
 */
export async function startScenario(
  name: ScenarioName,
  { port = SERVICE_PORT }: StartScenarioOptions = {},
): Promise<StartedScenario> {
  const { cards, service } = prepareScenario(name);
  const server = service && (await startStatusServer({ ...service, clock: systemClock, port }));
  try {
    const readers = await startReader({ cards: cards.map((card) => (card === undefined ? null : createCard(card))) });
    const close = async (): Promise<void> => {
      await readers.close();
      await server?.close();
    };
    return { ...readers, origin: server?.origin, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await server?.close();
    throw error;
  }
}
