/** What PC/SC calls refuse with, by its name: "SCARD_W_REMOVED_CARD". PC/SC part 5, pcsc-lite's numbers. */
import { SCARD } from '../constants.ts';

// biome-ignore format: a table reads best with its columns aligned
const CODES: ReadonlyMap<number, readonly [string, string]> = new Map([
  [0x80100001, ['SCARD_F_INTERNAL_ERROR',        'the PC/SC service failed']],
  [0x80100002, ['SCARD_E_CANCELLED',             'the call was cancelled']],
  [0x80100003, ['SCARD_E_INVALID_HANDLE',        'the connection is not open']],
  [0x80100004, ['SCARD_E_INVALID_PARAMETER',     'the PC/SC service takes no such parameter']],
  [0x80100006, ['SCARD_E_NO_MEMORY',             'too many connections to the reader are open']],
  [0x80100008, ['SCARD_E_INSUFFICIENT_BUFFER',   'the answer is too long']],
  [0x80100009, ['SCARD_E_UNKNOWN_READER',        'there is no such reader']],
  [0x8010000a, ['SCARD_E_TIMEOUT',               'it took too long']],
  [0x8010000b, ['SCARD_E_SHARING_VIOLATION',     'another program uses the card; end it and try again']],
  [0x8010000c, ['SCARD_E_NO_SMARTCARD',          'no card is in the reader']],
  [0x8010000d, ['SCARD_E_UNKNOWN_CARD',          'the card is not known']],
  [0x8010000f, ['SCARD_E_PROTO_MISMATCH',        'card and reader have no protocol in common']],
  [0x80100010, ['SCARD_E_NOT_READY',             'the reader is not ready']],
  [0x80100011, ['SCARD_E_INVALID_VALUE',         'the reader is gone, or takes no such value']],
  [0x80100013, ['SCARD_F_COMM_ERROR',            'the PC/SC service went away']],
  [0x80100016, ['SCARD_E_NOT_TRANSACTED',        'the card did not answer']],
  [0x80100017, ['SCARD_E_READER_UNAVAILABLE',    'the reader is not available']],
  [0x8010001d, ['SCARD_E_NO_SERVICE',            'no PC/SC service is running']],
  [0x8010001e, ['SCARD_E_SERVICE_STOPPED',       'the PC/SC service refuses this client']],
  [0x8010001f, ['SCARD_E_UNSUPPORTED_FEATURE',   'the reader has no such feature']],
  [0x8010002e, ['SCARD_E_NO_READERS_AVAILABLE',  'there is no reader']],
  [0x80100065, ['SCARD_W_UNSUPPORTED_CARD',      'the reader does not support the card']],
  [0x80100066, ['SCARD_W_UNRESPONSIVE_CARD',     'the card does not answer to reset']],
  [0x80100067, ['SCARD_W_UNPOWERED_CARD',        'the card has no power']],
  [0x80100068, ['SCARD_W_RESET_CARD',            'another program has reset the card']],
  [0x80100069, ['SCARD_W_REMOVED_CARD',          'the card was taken out']],
  [0x8010006a, ['SCARD_W_SECURITY_VIOLATION',    'this user may not use the reader; ask the administrator (polkit)']],
]);

/** A PC/SC call was refused. The message says why in words, and ends in PC/SC's name of it. */
export class PcscError extends Error {
  override readonly name = 'PcscError';
  /** The return value, such as 0x80100069. */
  readonly code: number;
  /** Its name, such as "SCARD_W_REMOVED_CARD"; the number in hexadecimal when it has none. */
  readonly symbol: string;

  constructor(code: number, words?: string, options?: ErrorOptions) {
    const [symbol, meaning] = CODES.get(code) ?? [`0x${code.toString(16)}`, 'the PC/SC service refused'];
    super(`${words ?? meaning} (${symbol})`, options);
    this.code = code;
    this.symbol = symbol;
  }
}

/** Throws `PcscError` unless the return value is success. */
export function succeed(rv: number): void {
  if (rv !== SCARD.success) throw new PcscError(rv);
}
