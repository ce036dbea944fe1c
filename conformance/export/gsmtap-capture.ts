/** A capture of GSMTAP packets, as Wireshark dissects SIM traffic: each in a UDP datagram from this host to itself. */
import { ApduError, concat, parseCommand, u16 } from '../../apdu/index.ts';
import { COMMAND_LENGTH_TOLD, GSMTAP, GSMTAP_PORT, SIM } from '../import/formats/gsmtap.ts';
import type { Passed } from './exchanges-of.ts';
import { pcapng } from './pcapng.ts';

const RAW_IP = 101;
const LOCALHOST = [127, 0, 0, 1];

export function gsmtapCapture(passed: readonly Passed[]): Uint8Array {
  return pcapng(
    RAW_IP,
    passed.flatMap((each) => {
      if (each.kind === 'reset') return each.atr === undefined ? [] : [datagram(SIM.atr, each.atr, 0)];
      const command = withoutLe(each.command);
      return each.answer.length === 0 ? [] : [datagram(SIM.apdu, concat(command, each.answer), command.length)];
    }),
  );
}

/** Behind data there is no Le: the answer follows at once, as on the wire with T=0. */
function withoutLe(command: Uint8Array): Uint8Array {
  try {
    const { encoding } = parseCommand(command);
    if (encoding === '4S') return command.subarray(0, -1);
    if (encoding === '4E') return command.subarray(0, -2);
    return encoding === '1' ? concat(command, Uint8Array.of(0)) : command;
  } catch (error) {
    if (error instanceof ApduError) return command;
    throw error;
  }
}

function datagram(subType: number, payload: Uint8Array, commandLength: number): Uint8Array {
  const header = new Uint8Array(16);
  header.set([GSMTAP.version, GSMTAP.words, GSMTAP.sim]);
  header.set(
    [0, 0, commandLength >> 8, commandLength & 0xff, subType, 0, 0, commandLength > 0 ? COMMAND_LENGTH_TOLD : 0],
    8,
  );
  const udp = concat(
    u16(GSMTAP_PORT),
    u16(GSMTAP_PORT),
    u16(8 + header.length + payload.length),
    u16(0),
    header,
    payload,
  );
  const ip = Uint8Array.of(0x45, 0, ...u16(20 + udp.length), 0, 0, 0, 0, 64, 17, 0, 0, ...LOCALHOST, ...LOCALHOST);
  ip.set(u16(checksum(ip)), 10);
  return concat(ip, udp);
}

/** RFC 791: the ones' complement of the sum of all 16-bit words. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < header.length; at += 2) sum += header[at]! * 256 + header[at + 1]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
