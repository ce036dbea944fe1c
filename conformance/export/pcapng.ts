/** Writes captures in pcapng: one section, one interface. */
import { concat } from '../../apdu/index.ts';

const BLOCK = { section: 0x0a0d0d0a, interface: 1, enhanced: 6 } as const;

export const u16le = (value: number): Uint8Array => Uint8Array.of(value, value >> 8);
export const u32le = (value: number): Uint8Array => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);

/** The packets, a millisecond apart; when they passed is not known. */
export function pcapng(linkType: number, packets: readonly Uint8Array[]): Uint8Array {
  const unknownLength = new Uint8Array(8).fill(0xff);
  return Buffer.concat([
    block(BLOCK.section, concat(u32le(0x1a2b3c4d), u16le(1), u16le(0), unknownLength)),
    block(BLOCK.interface, concat(u16le(linkType), u16le(0), u32le(0))),
    ...packets.map((packet, i) => {
      const lengths = concat(u32le(packet.length), u32le(packet.length));
      return block(BLOCK.enhanced, concat(u32le(0), u32le(0), u32le(1000 * i), lengths, packet));
    }),
  ]);
}

/** Type, length, body filled up to four bytes, length once more. */
function block(type: number, body: Uint8Array): Uint8Array {
  const filled = (body.length + 3) & ~3;
  const length = u32le(12 + filled);
  return concat(u32le(type), length, body, new Uint8Array(filled - body.length), length);
}
