/** `proefpas scenario`: a situation out of the catalogue, until Ctrl-C or around one command; and the catalogue itself. */
import { isScenarioName, prepareScenario } from '../front-door/scenario.ts';
import { SERVICE_PORT } from '../issuer/pki/index.ts';
import { SCENARIOS } from '../issuer/scenario/index.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { nearest } from './nearest.ts';
import { portOf } from './ocsp.ts';
import { type OpenScenario, openScenario, type ScenarioOrder } from './open-scenario.ts';
import { readyEvent } from './output.ts';
import { runAround } from './run-around.ts';
import { scenarioDocument } from './scenario-document.ts';
import { describeScenario, listJson, listText, scenarioEvent } from './scenario-words.ts';
import { catchStopSignals } from './signals.ts';

/** Options as they were typed. */
export interface RawScenarioOptions {
  readonly dir?: string;
  readonly port?: string;
  readonly json?: true;
}

/** Throws `UsageError`, naming the scenario that was probably meant. */
function scenarioOrder(name: string, { dir, port }: RawScenarioOptions): ScenarioOrder {
  if (!isScenarioName(name)) {
    const meant = nearest(name, Object.keys(SCENARIOS));
    const hint = meant === undefined ? '' : `did you mean ${meant}? `;
    throw new UsageError(`there is no scenario "${name}"; ${hint}proefpas scenario list tells all there are`);
  }
  if (dir === '') throw new UsageError('--dir takes the name of a folder, new or empty');
  return { prepared: prepareScenario(name), dir, port: port === undefined ? SERVICE_PORT : portOf(port) };
}

const json = (...events: readonly object[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('');

const opened = (open: OpenScenario): string => json(scenarioEvent(open), readyEvent({ ...open, env: {} }));

/** Until it is told to stop. */
async function serve(order: ScenarioOrder, inJson: boolean): Promise<number> {
  const stop = catchStopSignals();
  try {
    const open = await openScenario(order);
    if (stop.received() === undefined) process.stdout.write(inJson ? opened(open) : describeScenario(open));
    await stop.first;
    await open.close();
    if (inJson) process.stdout.write(json({ event: 'closed' }));
    return EXIT.success;
  } finally {
    stop.release();
  }
}

/** Returns the exit status: success when it was told to stop, otherwise that of the command. */
export function scenario(
  name: string,
  raw: RawScenarioOptions,
  command: readonly string[] | undefined,
): Promise<number> {
  const order = scenarioOrder(name, raw);
  const inJson = raw.json ?? false;
  if (command === undefined) return serve(order, inJson);
  return runAround(() => openScenario(order), command, {
    opened: (open) => {
      if (inJson) process.stderr.write(opened(open));
    },
    ended: (status) => {
      if (inJson) process.stderr.write(json({ event: 'exit', status }));
    },
  });
}

/** The catalogue: for people, for programs, or as a page of the documentation. */
export function listScenarios(raw: { readonly json?: true; readonly markdown?: true }): number {
  if (raw.json && raw.markdown) {
    throw new UsageError('scenario list speaks JSON or Markdown; leave out --json or --markdown');
  }
  process.stdout.write(raw.markdown ? scenarioDocument() : raw.json ? listJson() : listText());
  return EXIT.success;
}
