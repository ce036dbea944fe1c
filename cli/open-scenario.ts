/** Opens a scenario: its folder, its portal, its cards in readers, and what answers for their certificates. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../emulator/index.ts';
import type { PreparedScenario } from '../front-door/scenario.ts';
import { READY_PIN, READY_PUK } from '../index.ts';
import { CertificateStatuses, SERVICE_PORT } from '../issuer/pki/index.ts';
import { addPortalStatuses } from '../issuer/portal/index.ts';
import { openPortal, watchPortal } from '../issuer/portal-store/index.ts';
import type { StatusServerOptions } from '../issuer/status-service/index.ts';
import { listen } from './ocsp.ts';
import { type OpenReaders, openReaders, type ReaderReport } from './open-readers.ts';
import { readersOrder } from './readers-order.ts';
import { type CardFiles, scenarioFolder, type TrustFiles, writeCard, writeTrust } from './scenario-folder.ts';
import { scenarioText } from './scenario-words.ts';

export interface ScenarioOrder {
  readonly prepared: PreparedScenario;
  /** A folder to keep; a private one that is removed at the end when left out. */
  readonly dir: string | undefined;
  readonly port: number;
}

export interface OpenScenario extends Omit<OpenReaders, 'env'> {
  readonly env: Readonly<Record<string, string>>;
  readonly prepared: PreparedScenario;
  readonly folder: string;
  /** Null: an empty reader. */
  readonly cards: readonly (CardFiles | null)[];
  readonly trust: TrustFiles;
  /** Folder of the portal's state, where it plays a part. */
  readonly portal: string | undefined;
  /** Of OCSP, CRLs and certificates; undefined where nobody listens. */
  readonly origin: string | undefined;
}

type Closer = () => Promise<void> | void;

/** Rejects with what is wrong, having closed and removed everything. */
export async function openScenario(order: ScenarioOrder): Promise<OpenScenario> {
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const folder = scenarioFolder(order.dir);
  closers.push(() => folder.end());
  try {
    return { ...(await opened(order, folder.path, closers)), close };
  } catch (error) {
    await close();
    folder.undo();
    throw error;
  }
}

async function opened(
  { prepared, port }: ScenarioOrder,
  folder: string,
  closers: Closer[],
): Promise<Omit<OpenScenario, 'close'>> {
  const portal = prepared.portal === undefined ? undefined : join(folder, 'portal');
  const origin = await serve(prepared, portal, port, closers);
  const cards = prepared.cards.map((card) => (card === undefined ? null : writeCard(folder, card)));
  const trust = writeTrust(folder, prepared);
  const readers = await openReaders({
    ...readersOrder(['none'], {}),
    cards: prepared.cards.map((card, reader) =>
      card === undefined
        ? { text: 'none', profile: undefined }
        : { text: card.text, profile: card.profile, image: cards[reader]!.image },
    ),
  });
  closers.push(() => readers.close());
  const open = {
    ...readers,
    env: { ...readers.env, PROEFPAS_SCENARIO_DIR: folder },
    readers: readers.readers.map(withSecrets),
    prepared,
    folder,
    cards,
    trust,
    portal,
    origin,
  };
  writeFileSync(join(folder, 'README.txt'), scenarioText(open));
  return open;
}

/** Whoever has made the cards knows PIN and PUK, whatever their state is. */
const withSecrets = (report: ReaderReport): ReaderReport =>
  report.image === null || report.card === 'zorg-id-blank' ? report : { ...report, pin: READY_PIN, puk: READY_PUK };

/** Answers for the certificates; for those of the portal's cards as it says at each request. Where nobody is to listen, nobody may. */
async function serve(
  { service, portal }: PreparedScenario,
  portalFolder: string | undefined,
  port: number,
  closers: Closer[],
): Promise<string | undefined> {
  if (portalFolder !== undefined) await (await openPortal(portalFolder, { fresh: () => portal! })).close();
  if (service === undefined) {
    if (port === SERVICE_PORT)
      await (await listen({ statuses: new CertificateStatuses(), clock: systemClock, port })).close();
    return undefined;
  }
  let { statuses }: Pick<StatusServerOptions, 'statuses'> = service;
  if (portalFolder !== undefined) {
    const state = await watchPortal(portalFolder);
    statuses = async () => {
      addPortalStatuses(service.statuses, await state(), systemClock.now());
      return service.statuses;
    };
  }
  const server = await listen({ ...service, statuses, clock: systemClock, port });
  closers.push(() => server.close());
  return server.origin;
}
