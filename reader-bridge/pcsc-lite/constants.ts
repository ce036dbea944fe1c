/** Numbers of pcsc-lite's client/server protocol 4:2–4:6 and of PC/SC itself. */

// biome-ignore format: a table reads best with its columns aligned
export const COMMAND = {
  establishContext: 0x01, releaseContext: 0x02, connect: 0x04, reconnect: 0x05, disconnect: 0x06, beginTransaction: 0x07,
  endTransaction: 0x08, transmit: 0x09, control: 0x0a, status: 0x0b, cancel: 0x0d, getAttrib: 0x0f, setAttrib: 0x10,
  version: 0x11, getReadersState: 0x12, waitReaderStateChange: 0x13, stopWaiting: 0x14, getReaderEvents: 0x15,
  getReadersStateSize: 0x16, getReadersStateArray: 0x17,
} as const;

/** Return values. */
// biome-ignore format: a table reads best with its columns aligned
export const SCARD = {
  success:             0x00000000,
  internalError:       0x80100001,
  cancelled:           0x80100002,
  invalidHandle:       0x80100003,
  invalidParameter:    0x80100004,
  noMemory:            0x80100006,
  insufficientBuffer:  0x80100008,
  unknownReader:       0x80100009,
  sharingViolation:    0x8010000b,
  noSmartcard:         0x8010000c,
  protoMismatch:       0x8010000f,
  invalidValue:        0x80100011,
  commError:           0x80100013,
  notTransacted:       0x80100016,
  noService:           0x8010001d,
  serviceStopped:      0x8010001e,
  unsupportedFeature:  0x8010001f,
  unresponsiveCard:    0x80100066,
  unpoweredCard:       0x80100067,
  resetCard:           0x80100068,
  removedCard:         0x80100069,
} as const;

export const SHARE = { exclusive: 1, shared: 2, direct: 3 } as const;
export const DISPOSITION = { leave: 0, reset: 1, unpower: 2, eject: 3 } as const;
export const PROTOCOL = { t0: 1, t1: 2, raw: 4, any: 0x1000 } as const;

/** Bits of a reader's state. */
// biome-ignore format: a table reads best with its columns aligned
export const READER_STATE = { absent: 0x02, present: 0x04, swallowed: 0x08, powered: 0x10, negotiable: 0x20 } as const;

/** Protocol versions answered with the client's own numbers; the newest is offered to others. */
export const VERSION = { major: 4, oldestMinor: 2, newestMinor: 6 } as const;

/** Largest APDU or control payload either way, in bytes. */
export const MAX_PAYLOAD = 65548;

/** Readers in a state array; constant, because a client never accepts a smaller one than it has seen. */
export const MAX_READERS = 16;

/** Handles of one connection. */
export const MAX_HANDLES = 200;

/** Connections of one server. */
export const MAX_CONNECTIONS = 200;
