/** One session as each kind of program prints it, so that every format can be held against the others. */
import { toHex } from '../../apdu/index.ts';

export interface Spoken {
  readonly command: Uint8Array;
  readonly response: Uint8Array;
}

const PREFIX = 'P:42; T:0x140358682462272 22:42:35.479 [opensc-tool] reader-pcsc.c:326:pcsc_transmit: ';
const spaced = (bytes: Uint8Array): string => toHex(bytes, ' ');
const characters = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');

/** OpenSC's dump: rows of 16, of which a short first one is not filled up; elsewhere it is. */
export function dump(bytes: Uint8Array, isFilledUp = false): string[] {
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const row = bytes.subarray(16 * i, 16 * i + 16);
    const hex = `${spaced(row)} `;
    return (i === 0 && !isFilledUp ? hex : hex.padEnd(48)) + characters(row);
  });
}

const count = (n: number): string => `${n} byte${n === 1 ? '' : 's'}`;

function opensc(prefix: string, after: readonly string[]): (session: readonly Spoken[]) => string[] {
  return (session) =>
    session.flatMap(({ command, response }) => [
      prefix,
      `Outgoing APDU (${count(command.length)}):`,
      ...dump(command),
      ...after,
      prefix,
      `Incoming APDU (${count(response.length)}):`,
      ...dump(response),
      ...after,
    ]);
}

const status = (response: Uint8Array): readonly [string, string] => [
  toHex(response.subarray(-2, -1)),
  toHex(response.subarray(-1)),
];

const lines = (row: (spoken: Spoken) => readonly string[]) => (session: readonly Spoken[]) => session.flatMap(row);

/** Rows of 16 bytes, as scriptor breaks answers. */
const rows = (bytes: Uint8Array): string => spaced(bytes).replace(/(.{47}) /g, '$1 \n');

/** What each program makes of a session, line by line. */
export const DIALECTS: Readonly<Record<string, (session: readonly Spoken[]) => string[]>> = {
  'OpenSC 0.15': (session) =>
    session.flatMap(({ command, response }) =>
      (
        [
          ['Outgoing', command],
          ['Incoming', response],
        ] as const
      ).flatMap(([direction, bytes]) => [
        '0x7f88b5da3700 19:47:18.824 [opensc-pkcs11] apdu.c:187:sc_apdu_log: ',
        `${direction} APDU data [${String(bytes.length).padStart(5)} bytes] ${'='.repeat(37)}`,
        ...dump(bytes),
        '='.repeat(70),
      ]),
    ),
  'OpenSC 0.19': opensc('0x7f88b5da3700 19:47:18.824 [opensc-pkcs11] reader-pcsc.c:282:pcsc_transmit: ', []),
  'OpenSC 0.19 on Windows': opensc(
    'P:5628; T:6268 2018-10-22 19:47:18.824 [opensc-pkcs11] reader-pcsc.c:282:pcsc_transmit: ',
    [],
  ),
  'OpenSC 0.20': opensc(PREFIX, []),
  'OpenSC 0.22': opensc(PREFIX, ['']),
  pcscd: lines(({ command, response }) => [`00000005 APDU: ${spaced(command)} `, `00127204 SW: ${spaced(response)} `]),
  'pcscd in colour': lines(({ command, response }) => [
    `\u001b[36m00000005\u001b[0m [139840] \u001b[34mAPDU: ${spaced(command)} \u001b[0m`,
    `\u001b[36m00127204\u001b[0m [139840] \u001b[34mSW: ${spaced(response)} \u001b[0m`,
  ]),
  'pcscd in the journal, its driver logging too': lines(({ command, response }) => [
    `Nov 25 22:00:01 host pcscd[812]: 00000005 APDU: ${spaced(command)} `,
    `Nov 25 22:00:01 host pcscd[812]: 00000002 APDU: ${spaced(command)} `,
    `Nov 25 22:00:01 host pcscd[812]: 00127204 SW: ${spaced(response)} `,
  ]),
  'apdu4j 25': lines(({ command, response }) => [
    `A>> T=1 (4+${String(Math.max(0, command.length - 5)).padStart(4, '0')}) ${toHex(command.subarray(0, 4))} ${toHex(command.subarray(4))}`.trim(),
    `A<< (${String(response.length - 2).padStart(4, '0')}+2) (53ms) ${toHex(response.subarray(0, -2))} ${status(response).join('')}`,
  ]),
  'apdu4j 26': lines(({ command, response }) => [
    `A>> (4+0000) ${toHex(command.subarray(0, 4))} ${toHex(command.subarray(4))}`.trim(),
    `A<< (0000+2) (52ms) ${toHex(response)}`,
  ]),
  'apdu4j dump': (session) => [
    '# Generated',
    '# PROTOCOL: T=1',
    '#',
    ...session.flatMap(({ command, response }) => [toHex(command), toHex(response)]),
  ],
  'C arrays': lines(({ command, response }) =>
    [command, response].map(
      (bytes) => `{${[...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')}},`,
    ),
  ),
  scriptor: lines(({ command, response }) => [
    spaced(command),
    `> ${spaced(command)}`,
    ...`< ${rows(response)} : Normal processing.`.split('\n'),
  ]),
  pyscard: lines(({ command, response }) => [
    `> ${spaced(command)}`,
    `< ${response.length === 2 ? ' []' : spaced(response.subarray(0, -2))} ${status(response).join(' ')}`,
  ]),
  'opensc-tool -s': lines(({ command, response }) => [
    `Sending: ${spaced(command)} `,
    `Received (SW1=0x${status(response)[0]}, SW2=0x${status(response)[1]})${response.length > 2 ? ':' : ''}`,
    ...dump(response.subarray(0, -2)),
  ]),
  'mock transport': lines(({ command, response }) => [
    `=> ${toHex(command).toLowerCase()}`,
    `<= ${toHex(response).toLowerCase()}`,
  ]),
  ykman: lines(({ command, response }) => [
    `TRAFFIC 10:11:12.123 [ykman.pcsc.send_and_receive:97] SEND: ${toHex(command).toLowerCase()}`,
    `TRAFFIC 10:11:12.153 [ykman.pcsc.send_and_receive:99] RECV: ${toHex(response.subarray(0, -2)).toLowerCase()} SW=${status(response).join('').toLowerCase()}`,
  ]),
  'yubico-piv-tool': lines(({ command, response }) => [
    `DBG ykpiv.c:1243 (_ykpiv_transmit): > ${toHex(command).toLowerCase()} (${command.length})`,
    `DBG ykpiv.c:1260 (_ykpiv_transmit): < ${toHex(response).toLowerCase()} (${response.length})`,
  ]),
  macOS: lines(({ command, response }) => [
    `2026-04-01 11:47:15.015023+0200 0x1 Default usbsmartcardreaderd: (CryptoTokenKit) [com.apple.CryptoTokenKit:APDULog] APDU -> ${spaced(command)}`,
    `2026-04-01 11:47:15.025023+0200 0x1 Default usbsmartcardreaderd: (CryptoTokenKit) [com.apple.CryptoTokenKit:APDULog] APDU <- ${spaced(response)}`,
  ]),
  scdaemon: lines(({ command, response }) => [
    '2026-11-23 23:00:31 scdaemon[94] DBG: send apdu: c=00 i=A4 p1=04 p2=00 lc=12 le=256 em=0',
    `2026-11-23 23:00:31 scdaemon[94] DBG:   PCSC_data: ${spaced(command)}`,
    `2026-11-23 23:00:31 scdaemon[94] DBG:  response: sw=${status(response).join('')}  datalen=${response.length - 2}`,
    ...(status(response).join('') === '9000'
      ? [`2026-11-23 23:00:31 scdaemon[94] DBG:      dump: ${spaced(response.subarray(0, -2)) || '[all zero]'}`]
      : []),
  ]),
  'pcsc-spy': (session) => [
    '7F48@>|1764100000|1000|SCardConnect',
    ...[
      '0x01234567',
      'Alcor 00 00',
      '0x00000002',
      '0x00000003',
      '0x00000000',
      '0x00000000',
      '0x0BADCAFE',
      '0x00000002',
    ].map((argument) => `7F48@${argument}`),
    '7F48@<|1764100000|2000|SCardConnect|0x00000000',
    ...session.flatMap(({ command, response }, i) => [
      '7F48@>|1764100001|1|SCardTransmit',
      ...['0x0BADCAFE', '2', '16', `0x${command.length.toString(16)}`, `${spaced(command)} `].map(
        (text) => `7F48@${text}`,
      ),
      ...['3', '16', `0x${response.length.toString(16)}`, `${spaced(response)} `].map((text) => `7F48@${text}`),
      `7F48@<|1764100001|9|SCardTransmit|${i % 2 === 0 ? 'Command successful.|' : ''}0x00000000`,
    ]),
  ],
  gscriptor: (session) => [
    'Beginning script execution...',
    '',
    ...session.flatMap(({ command, response }) => [
      ...`Sending: ${spaced(command).replace(/(.{95}) /g, '$1\n')}`.split('\n'),
      ...`Received: ${spaced(response).replace(/(.{95}) /g, '$1\n')}`.split('\n'),
      'Normal processing.',
      '',
    ]),
    'Script was executed without error...',
  ],
  'GPShell, wrapping its commands': lines(({ command, response }) => [
    `Command --> 80${toHex(command).slice(2)}`,
    `Wrapped command --> ${toHex(command)}`,
    `Response <-- ${toHex(response)}`,
    `Unwrapped response <-- ${toHex(response)}`,
  ]),
  'the JCOP shell': lines(({ command, response }) => [
    ...jcop('=> ', command),
    ' (54917 usec)',
    ...jcop('<= ', response),
    'Status: No Error',
  ]),
  APDUPlay: lines(({ command, response }) => [
    `transmitted:${spaced(command).toLowerCase()}`,
    `received:${spaced(response).toLowerCase()}`,
  ]),
  FreeRDP: lines(({ command, response }) => [
    `[10:11:12:345] [1:2] [DEBUG][com.freerdp.channels] - [smartcard_trace_transmit_call]: pbSendBuffer: { ${toHex(command)} }`,
    `[10:11:12:345] [1:2] [DEBUG][com.freerdp.channels] - pbRecvBuffer: { ${toHex(response)} }`,
  ]),
  'cardpeek .clf': (session) => [
    '# cardpeek trace file',
    '# version 0',
    ...session.map(
      ({ command, response }) => `C:${toHex(command)}:${status(response).join('')}:${toHex(response.subarray(0, -2))}`,
    ),
    '# end',
  ],
  'cardpeek on the screen': lines(({ command, response }) => [
    `send: ${toHex(command)} [ISO 7816-4]`,
    `Recv: ${status(response).join('')} ${toHex(response.subarray(0, -2))} [Normal processing]`,
  ]),
};

/** Rows of 16 with their characters behind two spaces. */
function jcop(mark: string, bytes: Uint8Array): string[] {
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => bytes.subarray(16 * i, 16 * i + 16));
  return rows.map((row, i) => `${i === 0 ? mark : '   '}${spaced(row)}  ${characters(row)}`);
}
