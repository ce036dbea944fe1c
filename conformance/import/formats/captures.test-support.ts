/** Captures of packets, made byte by byte as the programs that capture them do. */
import { concat, fromHex } from '../../../apdu/index.ts';
import type { Passed } from '../one-session.test-support.ts';
import { ATR } from '../one-session.test-support.ts';

const le32 = (value: number): Uint8Array => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);

/** A classic pcap file in microseconds. */
export function pcap(linkType: number, packets: readonly Uint8Array[]): Uint8Array {
  const header = concat(fromHex('D4C3B2A1 0200 0400 00000000 00000000 0000FFFF'), le32(linkType));
  return concat(
    header,
    ...packets.flatMap((packet) => [new Uint8Array(8), le32(packet.length), le32(packet.length), packet]),
  );
}

/** A pcapng file of one section and one interface; times run backwards. */
export function pcapng(linkType: number, packets: readonly Uint8Array[]): Uint8Array {
  const block = (type: number, ...parts: readonly Uint8Array[]): Uint8Array => {
    const body = concat(...parts);
    const filler = new Uint8Array(-body.length & 3);
    const length = le32(12 + body.length + filler.length);
    return concat(le32(type), length, body, filler, length);
  };
  return concat(
    block(0x0a0d0d0a, le32(0x1a2b3c4d), fromHex('0100 0000'), new Uint8Array(8).fill(0xff)),
    block(1, Uint8Array.of(linkType, 0, 0, 0), le32(0x40000)),
    ...packets.map((packet, i) =>
      block(6, le32(0), le32(packets.length - i), le32(0), le32(packet.length), le32(packet.length), packet),
    ),
  );
}

export const ccid = (type: number, seq: number, data: string | Uint8Array, parameters = '000000'): Uint8Array => {
  const bytes = typeof data === 'string' ? fromHex(data) : data;
  return concat(Uint8Array.of(type), le32(bytes.length), Uint8Array.of(0, seq & 0xff), fromHex(parameters), bytes);
};

/** A bulk transfer as usbmon has it: the submission and the completion, one of them with the bytes. */
export function usbmon(header: 48 | 64, isIn: boolean, bytes: Uint8Array, device = 5): Uint8Array[] {
  return ['S', 'C'].map((event) => {
    const carries = (event === 'C') === isIn;
    const packet = new Uint8Array(header + (carries ? bytes.length : 0));
    packet.set([event.charCodeAt(0), 3, isIn ? 0x82 : 0x01, device, 1, 0], 8);
    packet.set(le32(carries ? bytes.length : 0), 36);
    if (carries) packet.set(bytes, header);
    return packet;
  });
}

export function usbPcap(isIn: boolean, bytes: Uint8Array, device = 5): Uint8Array {
  const packet = new Uint8Array(27 + bytes.length);
  packet.set([27, 0], 0);
  packet.set([1, 0, device, 0, isIn ? 0x82 : 0x01, 3], 17);
  packet.set(le32(bytes.length), 23);
  packet.set(bytes, 27);
  return packet;
}

/** A block of T=1: NAD, PCB, LEN, information, LRC. ISO/IEC 7816-3:2006 §11.3.2 */
export function block(control: number, information: Uint8Array): Uint8Array {
  const bytes = concat(Uint8Array.of(0, control, information.length), information);
  return concat(bytes, Uint8Array.of(bytes.reduce((sum, byte) => sum ^ byte, 0)));
}

/** CCID messages of a session: from the reader or not, of which device. */
export type Message = readonly [boolean, Uint8Array, number];

/** A reader of APDU level, whose messages hold no more than `most` bytes. */
export function apduLevel(session: readonly Passed[], most = 261): Message[] {
  const messages: Message[] = [0, 1].flatMap((reader) => powerOn(reader));
  for (const passed of session) {
    if ('reset' in passed) messages.push(...powerOn(passed.reader));
    else {
      const device = 5 + passed.reader;
      const commands = cut(passed.command, most);
      for (const [i, part] of commands.entries()) {
        messages.push([false, ccid(0x6f, messages.length, part, `00${partOf(i, commands.length)}00`), device]);
        if (i < commands.length - 1) messages.push([true, ccid(0x80, messages.length, '', '000010'), device]);
      }
      // It takes its time.
      messages.push([true, ccid(0x80, messages.length, '', '800100'), device]);
      const answers = cut(passed.response, most);
      for (const [i, part] of answers.entries()) {
        messages.push([true, ccid(0x80, messages.length, part, `0000${partOf(i, answers.length)}`), device]);
        if (i < answers.length - 1) messages.push([false, ccid(0x6f, messages.length, '', '001000'), device]);
      }
    }
  }
  return messages;
}

/** A reader of TPDU level: blocks of T=1 of at most 254 bytes, each part acknowledged. */
export function tpduLevel(session: readonly Passed[]): Message[] {
  const messages: Message[] = [0, 1].flatMap((reader) => powerOn(reader));
  for (const passed of session) {
    if ('reset' in passed) {
      messages.push(...powerOn(passed.reader));
      continue;
    }
    const device = 5 + passed.reader;
    for (const [isIn, bytes] of [
      [false, passed.command],
      [true, passed.response],
    ] as const) {
      const parts = cut(bytes, 254);
      for (const [i, part] of parts.entries()) {
        const control = ((i & 1) << 6) | (i < parts.length - 1 ? 0x20 : 0);
        const message = ccid(isIn ? 0x80 : 0x6f, messages.length, block(control, part));
        messages.push([isIn, message, device]);
        if (i < parts.length - 1)
          messages.push([
            !isIn,
            ccid(isIn ? 0x6f : 0x80, messages.length, block(0x80 | (((i + 1) & 1) << 4), new Uint8Array(0))),
            device,
          ]);
      }
    }
  }
  return messages;
}

const powerOn = (reader: number): Message[] => [
  [false, ccid(0x62, 0, ''), 5 + reader],
  [true, ccid(0x80, 0, ATR), 5 + reader],
];

function cut(bytes: Uint8Array, most: number): Uint8Array[] {
  return Array.from({ length: Math.max(1, Math.ceil(bytes.length / most)) }, (_, i) =>
    bytes.subarray(most * i, most * (i + 1)),
  );
}

/** wLevelParameter and bChainParameter: whole, begins, ends, goes on. */
function partOf(i: number, count: number): string {
  if (count === 1) return '00';
  if (i === 0) return '01';
  return i === count - 1 ? '02' : '03';
}

/** GSMTAP in UDP in raw IP: a command without Le behind its data, and its answer. */
export function gsmtap(session: readonly Passed[]): Uint8Array[] {
  return [
    datagram(1, ATR),
    ...session.map((passed) => {
      if ('reset' in passed) return datagram(1, ATR);
      const { command, response } = passed;
      const hasBoth = command.length > 5 && command.length === 6 + command[4]!;
      return datagram(
        0,
        concat(
          hasBoth ? command.subarray(0, -1) : command.length === 4 ? concat(command, Uint8Array.of(0)) : command,
          response,
        ),
      );
    }),
  ];
}

function datagram(subType: number, payload: Uint8Array): Uint8Array {
  const header = concat(fromHex('02 04 04 00 0000 00 00 00000000'), Uint8Array.of(subType, 0, 0, 0));
  const length = 8 + header.length + payload.length;
  const udp = concat(fromHex('1279 1279'), Uint8Array.of(length >> 8, length, 0, 0), header, payload);
  const ip = concat(
    fromHex('4500'),
    Uint8Array.of((20 + udp.length) >> 8, 20 + udp.length),
    fromHex('00000000 4011 0000 7F000001 7F000001'),
  );
  return concat(ip, udp);
}
