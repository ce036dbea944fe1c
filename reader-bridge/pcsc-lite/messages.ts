/**
 * Message layouts of pcsc-lite's client/server protocol. A request is a header { u32 body size, u32 command }, a body, and
 * for some commands a payload; a reply is the body with its out fields filled in, without a header. Host byte order.
 */
import { endianness } from 'node:os';

const LITTLE_ENDIAN = endianness() === 'LE';

/** Bytes of a request header. */
export const HEADER_SIZE = 8;

type FieldType = 'u32' | 'text128' | 'bytes264';

// biome-ignore format: a table reads best with its columns aligned
const FIELD_SIZE = { u32: 4, text128: 128, bytes264: 264 } as const satisfies Record<FieldType, number>;

/** Offsets of the fields by name, and the size of the whole. */
export type Layout<Name extends string> = { readonly [Field in Name]: number } & { readonly size: number };

function layout<const Fields extends readonly (readonly [string, FieldType])[]>(
  fields: Fields,
): Layout<Fields[number][0]> {
  const offsets: Record<string, number> = {};
  let size = 0;
  for (const [name, type] of fields) {
    offsets[name] = size;
    size += FIELD_SIZE[type];
  }
  return { ...offsets, size } as Layout<Fields[number][0]>;
}

// biome-ignore format: a table reads best with its columns aligned
export const LAYOUT = {
  version:       layout([['major', 'u32'], ['minor', 'u32'], ['rv', 'u32']]),
  establish:     layout([['scope', 'u32'], ['context', 'u32'], ['rv', 'u32']]),
  release:       layout([['context', 'u32'], ['rv', 'u32']]),
  connect:       layout([['context', 'u32'], ['reader', 'text128'], ['shareMode', 'u32'], ['protocols', 'u32'], ['card', 'u32'], ['protocol', 'u32'], ['rv', 'u32']]),
  reconnect:     layout([['card', 'u32'], ['shareMode', 'u32'], ['protocols', 'u32'], ['initialization', 'u32'], ['protocol', 'u32'], ['rv', 'u32']]),
  disconnect:    layout([['card', 'u32'], ['disposition', 'u32'], ['rv', 'u32']]),
  begin:         layout([['card', 'u32'], ['rv', 'u32']]),
  end:           layout([['card', 'u32'], ['disposition', 'u32'], ['rv', 'u32']]),
  transmit:      layout([['card', 'u32'], ['sendProtocol', 'u32'], ['sendPciLength', 'u32'], ['sendLength', 'u32'], ['recvProtocol', 'u32'], ['recvPciLength', 'u32'], ['recvLength', 'u32'], ['rv', 'u32']]),
  control:       layout([['card', 'u32'], ['code', 'u32'], ['sendLength', 'u32'], ['recvLength', 'u32'], ['returned', 'u32'], ['rv', 'u32']]),
  status:        layout([['card', 'u32'], ['rv', 'u32']]),
  cancel:        layout([['context', 'u32'], ['rv', 'u32']]),
  attribute:     layout([['card', 'u32'], ['id', 'u32'], ['value', 'bytes264'], ['length', 'u32'], ['rv', 'u32']]),
  event:         layout([['timeout', 'u32'], ['rv', 'u32']]),
  readerEvents:  layout([['counter', 'u32'], ['rv', 'u32']]),
  stateSize:     layout([['count', 'u32']]),
} as const;

/** READER_STATE: name[128], event counter, state, sharing, ATR[33] and 3 bytes of padding, ATR length, protocol. */
// biome-ignore format: a table reads best with its columns aligned
export const READER_STATE_ENTRY = {
  name: 0, eventCounter: 128, state: 132, sharing: 136, atr: 140, atrLength: 176, protocol: 180, size: 184,
} as const;

/** Reads and writes the u32 fields of one message. */
export class Message {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get(offset: number): number {
    return this.#view.getUint32(offset, LITTLE_ENDIAN);
  }

  set(offset: number, value: number): this {
    this.#view.setUint32(offset, value, LITTLE_ENDIAN);
    return this;
  }

  /** NUL-terminated UTF-8 in a field of 128 bytes. */
  text(offset: number): string {
    const field = this.bytes.subarray(offset, offset + 128);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
  }

  /** Text cut so that it fits the field of 128 bytes with its NUL. */
  setText(offset: number, text: string): this {
    this.bytes.set(new TextEncoder().encode(text).subarray(0, 127), offset);
    return this;
  }
}
