/** HOST:PORT of vsmartcard's virtual reader, where a card connects and a reader listens. */
import { UsageError } from './exit-status.ts';

export interface VpcdAddress {
  readonly host: string;
  readonly port: number;
}

/** Where Debian's driver listens. */
const VPCD: VpcdAddress = { host: '127.0.0.1', port: 35963 };

/** The value of an option; true when it has none. Throws `UsageError`. */
export function vpcdAddress(option: string, value: true | string, lowestPort = 1): VpcdAddress {
  if (value === true) return VPCD;
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::([0-9]{1,5}))?$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? VPCD.port : Number(digits);
  if (host === undefined || port < lowestPort || port > 65535) {
    throw new UsageError(`${option} takes HOST:PORT, such as ${option} ${VPCD.host}:${VPCD.port}, not "${value}"`);
  }
  return { host, port };
}
