/**
 * A capture of a USB reader at work, as Linux usbmon makes it: its descriptors first, by which Wireshark knows what it is, then
 * CCID messages. USB CCID revision 1.1 §5, §6.
 */
import { concat, fromHex } from '../../apdu/index.ts';
import { MESSAGE } from '../import/formats/ccid.ts';
import { LINK } from '../import/formats/usb-framing.ts';
import type { Passed } from './exchanges-of.ts';
import { pcapng, u16le, u32le } from './pcapng.ts';

const TRANSFER = { control: 2, bulk: 3 } as const;
const ENDPOINT = { control: 0x00, out: 0x01, in: 0x82 } as const;
const IN = 0x80;
const DEVICE = { bus: 1, number: 2 } as const;
const HEADER = 64;
const IN_PROGRESS = -115;

export function usbCapture(passed: readonly Passed[]): Uint8Array {
  let sequence = 0;
  const exchange = (kind: number, data: Uint8Array, answer: Uint8Array | undefined): Uint8Array[] => {
    const number = sequence++ & 0xff;
    return [
      ...transfer(ENDPOINT.out, message(kind, number, data)),
      ...(answer === undefined ? [] : transfer(ENDPOINT.in, message(MESSAGE.dataBlock, number, answer))),
    ];
  };
  const packets = passed.flatMap((each) => {
    if (each.kind === 'reset')
      return each.atr === undefined ? [] : exchange(MESSAGE.powerOn, new Uint8Array(0), each.atr);
    return exchange(MESSAGE.transfer, each.command, each.answer);
  });
  return pcapng(LINK.usbmonMmapped, [...descriptors(), ...packets]);
}

/** A header of ten bytes, then the data; an answer without any has failed. */
function message(kind: number, sequence: number, data: Uint8Array): Uint8Array {
  const failed = kind === MESSAGE.dataBlock && data.length === 0;
  return concat(
    Uint8Array.of(kind),
    u32le(data.length),
    Uint8Array.of(0, sequence, failed ? 0x40 : 0, failed ? 0xfe : 0, 0),
    data,
  );
}

/** A bulk transfer: submitted, and completed. */
function transfer(endpoint: number, bytes: Uint8Array): Uint8Array[] {
  const isIn = (endpoint & IN) !== 0;
  return [
    packet('S', TRANSFER.bulk, endpoint, isIn ? undefined : bytes, bytes.length),
    packet('C', TRANSFER.bulk, endpoint, isIn ? bytes : undefined, bytes.length),
  ];
}

function packet(
  event: 'S' | 'C',
  kind: number,
  endpoint: number,
  bytes: Uint8Array | undefined,
  length: number,
  setup?: Uint8Array,
): Uint8Array {
  const packet = new Uint8Array(HEADER + (bytes?.length ?? 0));
  packet.set(u32le(1), 0);
  packet.set([event.charCodeAt(0), kind, endpoint, DEVICE.number, ...u16le(DEVICE.bus)], 8);
  packet[14] = setup === undefined ? 0x2d : 0;
  packet[15] = bytes === undefined ? (event === 'S' ? 0x3c : 0x3e) : 0;
  packet.set(u32le(event === 'S' ? IN_PROGRESS : 0), 28);
  packet.set(u32le(length), 32);
  packet.set(u32le(bytes?.length ?? 0), 36);
  if (setup !== undefined) packet.set(setup, 40);
  if (bytes !== undefined) packet.set(bytes, HEADER);
  return packet;
}

/** USB 2.0 §9.6: a device, and its configuration with one interface of class 0B (smart card) and two bulk endpoints. */
// biome-ignore format: a table reads best with its columns aligned
const DEVICE_DESCRIPTOR = fromHex('12 01 1001 00 00 00 40 0000 0000 0001 00 00 00 01');
// biome-ignore format: a table reads best with its columns aligned
const CONFIGURATION = fromHex(
  '09 02 5D00 01 01 00 80 32' +
  '09 04 00 00 02 0B 00 00 00' +
  '36 21 1001 00 07 03000000 A00F0000 A00F0000 00 802A0000 802A0000 00 FE000000 00000000 00000000 40000400 0F010100 00 00 0000 00 01' +
  '07 05 01 02 4000 00' +
  '07 05 82 02 4000 00',
);
const GET_DESCRIPTOR = { device: fromHex('80 06 00 01 00 00'), configuration: fromHex('80 06 00 02 00 00') } as const;

function descriptors(): Uint8Array[] {
  const read = (request: Uint8Array, descriptor: Uint8Array): Uint8Array[] => [
    packet(
      'S',
      TRANSFER.control,
      ENDPOINT.control | IN,
      undefined,
      descriptor.length,
      concat(request, u16le(descriptor.length)),
    ),
    packet('C', TRANSFER.control, ENDPOINT.control | IN, descriptor, descriptor.length),
  ];
  return [...read(GET_DESCRIPTOR.device, DEVICE_DESCRIPTOR), ...read(GET_DESCRIPTOR.configuration, CONFIGURATION)];
}
