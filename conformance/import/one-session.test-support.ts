/** One session with a card in each of two readers, in the ways in which it may go over the wire. */
import { concat, encodeCommand, fromHex } from '../../apdu/index.ts';

/** What was meant: a command, and all that it was answered. */
export interface Meant {
  readonly cla?: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  readonly ne?: number;
  readonly answer: Uint8Array;
  readonly sw: string;
}

export type Step = { readonly reader: 0 | 1 } & (Meant | { readonly reset: 'warm' });

/** What passes: a command and its answer, or a warm reset. */
export type Passed =
  | { readonly reader: 0 | 1; readonly command: Uint8Array; readonly response: Uint8Array }
  | { readonly reader: 0 | 1; readonly reset: 'warm' };

export const ATR = fromHex('3B9F188131FE458031E873F641D7575A4F5247545354C2');
export const READERS = ['Alcor Micro AU9540 00 00', 'Gemalto PC Twin Reader 01 00'] as const;

const bytes = (length: number, factor: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * factor + 3) & 0xff);
const padded = (pin: string): Uint8Array => concat(Buffer.from(pin), new Uint8Array(16 - pin.length));
const NONE = new Uint8Array(0);

export const PIN = '73195842';

// biome-ignore format: a table reads best with its columns aligned
export const SESSION: readonly Step[] = [
  { reader: 0, ins: 0xa4, p1: 0x04, p2: 0x00, data: fromHex('A000000063504B43532D3135'), ne: 256, answer: bytes(30, 7), sw: '9000' },
  { reader: 1, ins: 0x84, p1: 0x00, p2: 0x00, ne: 8, answer: bytes(8, 31),                                           sw: '9000' },
  { reader: 0, ins: 0xb0, p1: 0x01, p2: 0x00, ne: 256, answer: bytes(256, 5),                                        sw: '9000' },
  { reader: 0, ins: 0xca, p1: 0x7f, p2: 0x21, ne: 65536, answer: bytes(600, 11),                                     sw: '9000' },
  { reader: 1, ins: 0xa4, p1: 0x02, p2: 0x0c, data: fromHex('4401'), answer: NONE,                                   sw: '6A82' },
  { reader: 0, ins: 0x20, p1: 0x00, p2: 0x01, data: padded('11112222'), answer: NONE,                                sw: '63C2' },
  { reader: 0, ins: 0x20, p1: 0x00, p2: 0x01, data: padded(PIN), answer: NONE,                                       sw: '9000' },
  { reader: 0, ins: 0x2a, p1: 0x9e, p2: 0x9a, data: bytes(51, 3), ne: 256, answer: bytes(256, 13),                   sw: '9000' },
  { reader: 0, ins: 0xd6, p1: 0x00, p2: 0x10, data: bytes(700, 17), answer: NONE,                                    sw: '9000' },
  { reader: 0, ins: 0x2a, p1: 0x9e, p2: 0x9a, data: bytes(300, 19), ne: 512, answer: bytes(512, 23),                 sw: '9000' },
  { reader: 1, ins: 0xb0, p1: 0x7f, p2: 0x00, ne: 256, answer: NONE,                                                 sw: '6B00' },
  { reader: 0, cla: 0x80, ins: 0xca, p1: 0x9f, p2: 0x17, ne: 4, answer: bytes(4, 2),                                 sw: '6282' },
  { reader: 0, reset: 'warm' },
  { reader: 0, ins: 0xb0, p1: 0x00, p2: 0x00, ne: 256, answer: NONE,                                                 sw: '6982' },
  { reader: 1, ins: 0xb0, p1: 0x00, p2: 0x04, ne: 5, answer: bytes(5, 9),                                            sw: '9000' },
];

/**
 * folded: as a program above the driver sees it; extended: nothing is cut; chained: commands in links, long answers by
 * GET RESPONSE; t0: all answers to commands with data by GET RESPONSE, and Le found by 6Cxx.
 */
export type Way = 'folded' | 'extended' | 'chained' | 't0';
export const WAYS: readonly Way[] = ['folded', 'extended', 'chained', 't0'];

export function passedBy(way: Way, session: readonly Step[] = SESSION): Passed[] {
  return session.flatMap((step): Passed[] => {
    if ('reset' in step) return [step];
    const { reader } = step;
    return exchanges(way, step).map(([command, response]) => ({ reader, command, response }));
  });
}

type Pair = readonly [Uint8Array, Uint8Array];

function exchanges(way: Way, { cla = 0, ins, p1, p2, data = NONE, ne = 0, answer, sw }: Meant): Pair[] {
  const fields = { cla, ins, p1, p2, ...(data.length > 0 && { data }) };
  const status = fromHex(sw);
  if (way === 'folded' || way === 'extended')
    return [
      [encodeCommand({ ...fields, ne }, way === 'extended' && (data.length > 255 || ne > 256)), concat(answer, status)],
    ];
  const links: Pair[] = [];
  let rest = data;
  for (; rest.length > 255; rest = rest.subarray(255))
    links.push([encodeCommand({ ...fields, cla: cla | 0x10, data: rest.subarray(0, 255) }), fromHex('9000')]);
  const last = { ...fields, ...(data.length > 0 && { data: rest }) };
  if (way === 't0' && data.length === 0 && ne > 0 && answer.length > 0 && answer.length <= 256) {
    const short = encodeCommand({ ...last, ne: answer.length });
    const asked: Pair[] =
      ne === answer.length ? [] : [[encodeCommand({ ...last, ne: 256 }), Uint8Array.of(0x6c, answer.length)]];
    return [...asked, [short, concat(answer, status)]];
  }
  const isHeld = way === 't0' && data.length > 0 && answer.length > 0;
  const first = isHeld ? 0 : Math.min(256, answer.length);
  const command = encodeCommand({ ...last, ...(!isHeld && ne > 0 && { ne: Math.min(256, ne) }) });
  const parts: Pair[] = [];
  for (let at = first; at < answer.length; at += 256) {
    const part = answer.subarray(at, at + 256);
    const ends = at + 256 >= answer.length;
    parts.push([
      encodeCommand({ cla, ins: 0xc0, ne: part.length }),
      concat(part, ends ? status : waiting(answer.length - at - 256)),
    ]);
  }
  return [
    ...links,
    [command, concat(answer.subarray(0, first), parts.length > 0 ? waiting(answer.length - first) : status)],
    ...parts,
  ];
}

const waiting = (count: number): Uint8Array => Uint8Array.of(0x61, count >= 256 ? 0 : count);
