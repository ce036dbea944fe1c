/** What a reader answers to SCardGetAttrib and SCardControl. PC/SC part 3 and part 10. */
import type { Reader } from './reader.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(`${value}\0`);
const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

// biome-ignore format: a table reads best with its columns aligned
const ATTRIBUTES = new Map<number, (reader: Reader, index: number) => Uint8Array>([
  [0x00010100, () => text('proefpas')],                                     // VENDOR_NAME
  [0x00010101, () => text('virtual reader')],                               // VENDOR_IFD_TYPE
  [0x00010102, () => u32(0x00010000)],                                      // VENDOR_IFD_VERSION
  [0x00010103, (_, index) => text(index.toString().padStart(4, '0'))],      // VENDOR_IFD_SERIAL_NO
  [0x00020110, (_, index) => u32(0x00200000 + index)],                      // CHANNEL_ID
  [0x00080201, (reader) => u32(reader.protocol)],                           // CURRENT_PROTOCOL_TYPE
  [0x00090300, (reader) => Uint8Array.of(reader.slot.hasCard ? 2 : 0)],     // ICC_PRESENCE
  [0x00090301, (reader) => Uint8Array.of(reader.slot.isPowered ? 0xff : 0)],// ICC_INTERFACE_STATUS
  [0x00090303, (reader) => reader.slot.atr],                                // ATR_STRING
  [0x00090304, () => Uint8Array.of(0)],                                     // ICC_TYPE_PER_ATR
  [0x0007a007, () => u32(65536)],                                           // MAXINPUT
  [0x7fff0003, (reader) => text(reader.slot.name)],                         // DEVICE_FRIENDLY_NAME
  [0x7fff0004, (reader) => text(reader.slot.name)],                         // DEVICE_SYSTEM_NAME
]);

/** The value of an attribute, or undefined when the reader has none of that number. */
export function attribute(id: number, reader: Reader, index: number): Uint8Array | undefined {
  return ATTRIBUTES.get(id)?.(reader, index);
}

const GET_FEATURE_REQUEST = 0x42000d48;
const TLV_PROPERTIES = 0x42330012;

/** Feature 12, TLV properties, by its control code, big-endian. */
const FEATURES = Uint8Array.of(0x12, 0x04, 0x42, 0x33, 0x00, 0x12);

/** Property 0A, largest APDU data size: 65536, little-endian. Hosts then send extended APDUs. */
const PROPERTIES = Uint8Array.of(0x0a, 0x04, 0x00, 0x00, 0x01, 0x00);

/** The answer to a control code, or undefined when the reader does not know it. */
export function control(code: number): Uint8Array | undefined {
  if (code === GET_FEATURE_REQUEST) return FEATURES;
  return code === TLV_PROPERTIES ? PROPERTIES : undefined;
}
