/** The option `--pcsc-reader`: the card in a reader of this computer, or of a socket that PCSCLITE_CSOCK_NAME names. */
import { openPcscChannel, openPcscReader, type PcscChannel, PcscError, type PcscReader } from '../index.ts';
import { UsageError } from './exit-status.ts';

/** Opens it as a link. Throws `UsageError` when there is no such reader or no PC/SC service. */
export function pcscReader(name: string): Promise<PcscReader> {
  return told(openPcscReader(name));
}

/** Opens it as a card that answers at once: this thread waits. Throws as `pcscReader` does. */
export function pcscChannel(name: string): Promise<PcscChannel> {
  return told(openPcscChannel(name));
}

async function told<Opened>(opening: Promise<Opened>): Promise<Opened> {
  try {
    return await opening;
  } catch (error) {
    // From a thread the error comes as another object of the same name.
    if (error instanceof Error && error.name === PcscError.name) throw new UsageError(error.message);
    throw error;
  }
}
