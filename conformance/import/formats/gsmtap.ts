/**
 * GSMTAP: one packet a command with its answer, as SIMtrace and pySim send them by UDP. Where the data of the command end
 * and those of the answer begin is not told; it follows from P3 and the instruction, as T=0 has it (ISO/IEC 7816-3:2006 §10.3).
 */
import { INS } from '../../../apdu/index.ts';
import type { LogEvents } from '../log-events.ts';

export const GSMTAP_PORT = 4729;
/** Version, words of the header, type of payload SIM. */
export const GSMTAP = { version: 2, words: 4, sim: 4 } as const;
/** What a SIM packet holds. */
export const SIM = { apdu: 0, atr: 1 } as const;
const AT = { length: 8, subType: 12, reserved: 15 } as const;

/** In the reserved byte of our own packets: the frame number, which SIM traffic has none of, tells how long the command is. */
export const COMMAND_LENGTH_TOLD = 0x70;

/** LINKTYPE_ number: where the IP packet begins. */
// biome-ignore format: a table reads best with its columns aligned
const IP_AT: ReadonlyMap<number, number> = new Map([
  [1,   14],   // Ethernet
  [101, 0],    // raw IP
  [228, 0],    // raw IPv4
  [113, 16],   // Linux "any" device
  [276, 20],   // the same, second version
  [0,   4],    // loopback
  [108, 4],
]);
const VLAN = 0x8100;
const UDP = 17;

/** The GSMTAP packet inside; undefined when there is none. */
export function gsmtapIn(linkType: number, packet: Uint8Array): Uint8Array | undefined {
  const start = IP_AT.get(linkType);
  if (start === undefined) return undefined;
  const isTagged = linkType === 1 && packet[12]! * 256 + packet[13]! === VLAN;
  const ip = packet.subarray(start + (isTagged ? 4 : 0));
  const isSix = ip[0]! >> 4 === 6;
  if (isSix ? ip[6] !== UDP : ip[9] !== UDP) return undefined;
  const udp = ip.subarray(isSix ? 40 : (ip[0]! & 0x0f) * 4);
  if (udp.length < 8 + 16 || udp[2]! * 256 + udp[3]! !== GSMTAP_PORT) return undefined;
  // A short frame is filled up behind its datagram.
  const gsmtap = udp.subarray(8, udp[4]! * 256 + udp[5]!);
  return gsmtap[0] === GSMTAP.version && gsmtap[2] === GSMTAP.sim ? gsmtap : undefined;
}

export function readGsmtap(packet: Uint8Array, number: number, events: LogEvents): void {
  const payload = packet.slice(packet[1]! * 4);
  if (packet[AT.subType] === SIM.atr) events.reset(number, '', 'cold', payload);
  else if (packet[AT.subType] !== SIM.apdu || payload.length < 6) events.unknown(number);
  else {
    const told =
      packet[AT.reserved] === COMMAND_LENGTH_TOLD ? packet[AT.length + 2]! * 256 + packet[AT.length + 3]! : 0;
    const end = told > 0 && told <= payload.length - 2 ? told : commandEnd(payload);
    events.command(number, '', payload.subarray(0, end));
    events.response(number, '', payload.subarray(end));
  }
}

/** Instructions whose data come from the card. ETSI TS 102 221 §10.1.2, ISO/IEC 7816-4:2005 §5.1.2. */
const ANSWERS: ReadonlySet<number> = new Set<number>([
  INS.readBinary,
  INS.readRecord,
  INS.getResponse,
  INS.getChallenge,
  INS.getData,
  0x12, // FETCH
  0x70, // MANAGE CHANNEL
  0xf2, // STATUS
]);

/** How many bytes are the command: the rest is the answer, data ‖ SW1 SW2. */
export function commandEnd(payload: Uint8Array): number {
  const between = payload.length - 5 - 2;
  const p3 = payload[4]!;
  if (between <= 0) return Math.min(5, payload.length - 2);
  if (ANSWERS.has(payload[1]!)) return 5;
  if (p3 !== 0) return p3 > between ? 5 : 5 + p3;
  // Of more than 255 bytes two bytes tell the length.
  const extended = payload[5]! * 256 + payload[6]!;
  return extended > 0 && 2 + extended <= between ? 7 + extended : 5;
}
