/** The option `--vpcd-card`: a virtual card that connects to this program as it would to vsmartcard's reader driver. */
import { acceptVpcdCard, type VpcdCard, VpcdError } from '../reader-bridge/index.ts';
import { UsageError } from './exit-status.ts';
import { vpcdAddress } from './vpcd-address.ts';

/** A card that has connected, and what it is called in reports. */
export interface NamedVpcdCard extends VpcdCard {
  readonly name: string;
}

/** Says on standard error where it waits, and waits. Throws `UsageError` when no card comes or the place is taken. */
export async function vpcdCard(value: true | string): Promise<NamedVpcdCard> {
  const { host, port } = vpcdAddress('--vpcd-card', value, 0);
  let place = '';
  const onListening = (taken: number): void => {
    place = host.includes(':') ? `[${host}]:${taken}` : `${host}:${taken}`;
    process.stderr.write(`proefpas: waiting for a card to connect to ${place}\n`);
  };
  try {
    return { ...(await acceptVpcdCard({ host, port, onListening })), name: `the card at ${place}` };
  } catch (error) {
    if (error instanceof VpcdError) throw new UsageError(error.message);
    throw error;
  }
}
