/** Files of captured packets: pcapng, and the older pcap, of either byte order. */

/** One packet as it was captured. */
export interface Packet {
  /** LINKTYPE_ number of the interface. */
  readonly linkType: number;
  readonly bytes: Uint8Array;
}

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
/** The first words of pcap files, as this byte order reads them: in microseconds, and in nanoseconds. */
const PCAP = [0xa1b2c3d4, 0xa1b23c4d];

const BLOCK = { interface: 1, simple: 3, enhanced: 6 } as const;

/** No packet is longer; what says so is damaged. */
const LONGEST = 1 << 24;

type Word = (bytes: Buffer, at: number) => number;
const little: Word = (bytes, at) => bytes.readUInt32LE(at);
const big: Word = (bytes, at) => bytes.readUInt32BE(at);

/** Whether a file that begins so is a capture. */
export function startsCapture(head: Buffer): boolean {
  if (head.length < 4) return false;
  return [little, big].some((word) => word(head, 0) === SECTION_HEADER || PCAP.includes(word(head, 0)));
}

/** The packets in groups; a file that is cut off ends with its last whole packet. */
export async function* packetsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Packet[]> {
  let rest: Buffer = Buffer.alloc(0);
  let reader: ((bytes: Buffer, packets: Packet[]) => number) | undefined;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (rest.length < 24) continue;
    reader ??= rest.readUInt32LE(0) === SECTION_HEADER ? pcapng() : pcap();
    const packets: Packet[] = [];
    rest = rest.subarray(reader(rest, packets));
    yield packets;
  }
}

/** A reader takes what is whole, and returns how many bytes that was; all of them once it has met what is damaged. */
function pcap(): (bytes: Buffer, packets: Packet[]) => number {
  let word: Word | undefined;
  let linkType = 0;
  let isDamaged = false;
  return (bytes, packets) => {
    if (isDamaged) return bytes.length;
    let at = 0;
    if (word === undefined) {
      word = PCAP.includes(little(bytes, 0)) ? little : big;
      linkType = word(bytes, 20) & 0xffff;
      at = 24;
    }
    while (at + 16 <= bytes.length) {
      const length = word(bytes, at + 8);
      isDamaged = length > LONGEST;
      if (isDamaged) return bytes.length;
      if (at + 16 + length > bytes.length) break;
      packets.push({ linkType, bytes: bytes.subarray(at + 16, at + 16 + length) });
      at += 16 + length;
    }
    return at;
  };
}

function pcapng(): (bytes: Buffer, packets: Packet[]) => number {
  let word: Word = little;
  let linkTypes: number[] = [];
  let isDamaged = false;
  const block = (type: number, body: Buffer, packets: Packet[]): void => {
    if (type === BLOCK.interface && body.length >= 4)
      linkTypes.push(word === little ? body.readUInt16LE(0) : body.readUInt16BE(0));
    else if (type === BLOCK.enhanced && body.length >= 20) {
      const linkType = linkTypes[word(body, 0)] ?? -1;
      packets.push({ linkType, bytes: body.subarray(20, 20 + word(body, 12)) });
    } else if (type === BLOCK.simple && body.length >= 4) {
      packets.push({ linkType: linkTypes[0] ?? -1, bytes: body.subarray(4, 4 + word(body, 0)) });
    }
  };
  return (bytes, packets) => {
    if (isDamaged) return bytes.length;
    let at = 0;
    while (at + 12 <= bytes.length) {
      const type = word(bytes, at);
      if (little(bytes, at) === SECTION_HEADER) {
        word = little(bytes, at + 8) === BYTE_ORDER ? little : big;
        linkTypes = [];
      }
      const length = word(bytes, at + 4);
      isDamaged = length < 12 || length > LONGEST;
      if (isDamaged) return bytes.length;
      if (at + length > bytes.length) break;
      block(type, bytes.subarray(at + 8, at + length - 4), packets);
      at += length;
    }
    return at;
  };
}
