/** Logs of programs that know of several readers, line by line as they print them. */
import { toHex } from '../../apdu/index.ts';
import { dump } from './dialects.test-support.ts';
import { ATR, type Passed, READERS } from './one-session.test-support.ts';

export interface TwoReaders {
  /** Whether the log tells warm resets. */
  readonly tellsResets: boolean;
  /** Whether a command has to be followed by its answer. */
  readonly lines: (session: readonly Passed[]) => string[];
}

const spaced = (bytes: Uint8Array): string => toHex(bytes, ' ');
const hex8 = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
const size = (bytes: Uint8Array): string => `${hex8(bytes.length)} (${bytes.length})`;

/** Clocks that are set back while they run. */
const clock = (i: number): string =>
  `${String(23 - (i % 24)).padStart(2, '0')}:59:${String(59 - (i % 60)).padStart(2, '0')}.${i % 1000}`;

function opensc(
  prefix: string,
  begin: (bytes: Uint8Array, direction: string) => string,
  after: readonly string[],
): TwoReaders {
  const lines = (session: readonly Passed[]): string[] =>
    session.flatMap((passed, i) => {
      if ('reset' in passed) return [`${prefix}${clock(i)} [pkcs15-tool] reader-pcsc.c:642:pcsc_reset: called`];
      const head = `${prefix}${clock(i)} [pkcs15-tool] reader-pcsc.c:325:pcsc_transmit: `;
      return [
        `${head}reader '${READERS[passed.reader]}'`,
        head,
        begin(passed.command, 'Outgoing'),
        ...dump(passed.command),
        ...after,
        head,
        begin(passed.response, 'Incoming'),
        ...dump(passed.response),
        ...after,
        `${head}returning with: 0 (Success)`,
      ];
    });
  return { tellsResets: false, lines };
}

const plain = (bytes: Uint8Array, direction: string): string =>
  `${direction} APDU (${bytes.length} byte${bytes.length === 1 ? '' : 's'}):`;
const ruled = (bytes: Uint8Array, direction: string): string =>
  `${direction} APDU data [${String(bytes.length).padStart(5)} bytes] ${'='.repeat(37)}`;

/** pcscd with --debug --apdu: each reader has a client of its own. `prefix` is the time, and what a terminal adds. */
function pcscd(prefix: (client: number, i: number) => string, mark: (text: string) => string): TwoReaders {
  const lines = (session: readonly Passed[]): string[] => {
    const connect = READERS.flatMap((name, i) => [
      `winscard_svc.c:361:ContextThread() Received command: CONNECT from client ${i}`,
      `winscard.c:258:SCardConnect() Attempting Connect to ${name} using protocol: 3`,
      `winscard_svc.c:523:ContextThread() CONNECT for client ${i}, rv=SCARD_S_SUCCESS`,
    ]).map((text, i) => `${prefix(Math.floor(i / 3), i)}${text}`);
    return [
      ...connect,
      ...session.flatMap((passed, i) => {
        const { reader } = passed;
        const at = (text: string): string => `${prefix(reader, i)}${text}`;
        if ('reset' in passed)
          return [
            at(`winscard_svc.c:361:ContextThread() Received command: RECONNECT from client ${reader}`),
            at('winscard.c:609:SCardReconnect() Reset complete.'),
            at(mark(`Card ATR: ${spaced(ATR)} `)),
          ];
        return [
          at(`winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client ${reader}`),
          at('winscard.c:1596:SCardTransmit() Send Protocol: T=1'),
          at(mark(`APDU: ${spaced(passed.command)} `)),
          at(mark(`SW: ${spaced(passed.response)} `)),
          at(`winscard_svc.c:694:ContextThread() TRANSMIT for client ${reader}, rv=SCARD_S_SUCCESS`),
        ];
      }),
    ];
  };
  return { tellsResets: true, lines };
}

const HANDLES = ['0x0C4BB472', '0x2AFFFABB'] as const;
const THREADS = ['7F486E68F840', '7F486E00A6C0'] as const;

/** The stream of libpcscspy: a thread for each reader. Since pcsc-lite 2.1 without words for the return value. */
function spyStream(words: string): TwoReaders {
  const lines = (session: readonly Passed[]): string[] => {
    const call = (reader: number, i: number, name: string, args: readonly string[]): string[] => [
      `${THREADS[reader]}@>|${1795672211 - i}|${900000 - i}|${name}`,
      ...args.map((text) => `${THREADS[reader]}@${text}`),
      `${THREADS[reader]}@<|${1795672210 - i}|${900100 - i}|${name}|${words}0x00000000`,
    ];
    return [
      ...READERS.flatMap((name, i) =>
        call(i, 0, 'SCardConnect', [
          '0x69BEC03B',
          name,
          hex8(2),
          hex8(3),
          '0xEBD1C0FAEB876C00',
          '0xEBD1C0FAEB876C00',
          HANDLES[i]!,
          hex8(2),
        ]),
      ),
      ...session.flatMap((passed, i) => {
        const { reader } = passed;
        const handle = HANDLES[reader];
        if ('reset' in passed) return call(reader, i, 'SCardReconnect', [handle, hex8(2), hex8(3), hex8(1), hex8(2)]);
        const { command, response } = passed;
        return [
          ...call(reader, i, 'SCardBeginTransaction', [handle]),
          ...call(reader, i, 'SCardTransmit', [
            ...[handle, hex8(2), hex8(16), hex8(command.length), `${spaced(command)} `],
            ...[hex8(2), hex8(16), hex8(response.length), `${spaced(response)} `],
          ]),
          ...call(reader, i, 'SCardEndTransaction', [handle, hex8(0)]),
        ];
      }),
    ];
  };
  return { tellsResets: true, lines };
}

/** What the program pcsc-spy prints of that stream. */
function spyOutput(colour: (text: string) => string): TwoReaders {
  const rows = (way: string, bytes: Uint8Array): string[] =>
    dump(bytes, true).map((row, i) => ` ${way}  ${(16 * i).toString(16).toUpperCase().padStart(4, '0')} ${row}`);
  const call = (name: string, args: readonly string[]): string[] => [
    colour(name),
    ...args.map(colour),
    ' => Command successful. (SCARD_S_SUCCESS [0x00000000])  [0.000543]',
  ];
  const lines = (session: readonly Passed[]): string[] => [
    ...call('SCardEstablishContext', [' i dwScope: SCARD_SCOPE_USER (0x00000000)', ' o hContext: 0x69BEC03B']),
    ...READERS.flatMap((name, i) =>
      call('SCardConnect', [
        ' i hContext: 0x69BEC03B',
        ` i szReader ${name}`,
        ' i dwShareMode: SCARD_SHARE_SHARED (0x00000002)',
        ' i phCard 0xEBD1C0FAEB876C00 (16992575052971469824)',
        ` o phCard ${HANDLES[i]} (206287986)`,
        ' o dwActiveProtocol: T=1 (0x00000002)',
      ]),
    ),
    ...call('SCarControl', [
      ' i hCard: 0x0C4BB472',
      ' i dwControlCode: CM_IOCTL_GET_FEATURE_REQUEST (0x42000D48)',
      ' i bSendLength 0x00000000 (0)',
      ' i bSendBuffer',
      ' i  NULL',
      ' o bRecvLength 0x00000006 (6)',
      ' o bRecvBuffer',
      ' o  0000 12 04 42 33 00 12                               ..B3..',
    ]),
    '  parsing CM_IOCTL_GET_FEATURE_REQUEST results:',
    '  Tag FEATURE_GET_TLV_PROPERTIES is 0x42330012',
    ...session.flatMap((passed) => {
      const handle = ` i hCard: ${HANDLES[passed.reader]}`;
      if ('reset' in passed)
        return call('SCardReconnect', [
          handle,
          ' i dwShareMode: SCARD_SHARE_SHARED (0x00000002)',
          ' i dwPreferredProtocols: 0x00000003 (T=0, T=1)',
          ' i dwInitialization 0x00000001 (1)',
          ' o dwActiveProtocol: T=1 (0x00000002)',
        ]);
      const { command, response } = passed;
      return call('SCardTransmit', [
        ...[handle, ' i pioSendPci.dwProtocol: 0x00000002', ' i pioSendPci.cbPciLength: 0x00000010'],
        ...[` i bSendLength ${size(command)}`, ' i bSendBuffer', ...rows('i', command)],
        ...[' o pioRecvPci.dwProtocol: 0x00000002', ' o pioRecvPci.cbPciLength: 0x00000010'],
        ...[` o bRecvLength ${size(response)}`, ' o bRecvBuffer', ...rows('o', response)],
      ]);
    }),
  ];
  return { tellsResets: true, lines };
}

const blue = (text: string): string => `\u001b[34m${text}\u001b[0m`;
const DELTA = '00000005 ';

export const TWO_READERS: Readonly<Record<string, TwoReaders>> = {
  'OpenSC up to 0.15': opensc('0x7f88b5da3700 ', ruled, ['='.repeat(70)]),
  'OpenSC 0.16 to 0.19': opensc('0x7f88b5da3700 ', plain, []),
  'OpenSC 0.18 on Windows': opensc('P:5628; T:6268 2018-10-22 ', plain, []),
  'OpenSC 0.20': opensc('P:42; T:0x140358682462272 ', plain, []),
  'OpenSC since 0.22': opensc('P:42; T:0x140358682462272 ', plain, ['']),
  pcscd: pcscd(
    () => DELTA,
    (text) => text,
  ),
  'pcscd in colour': pcscd(
    (client) => `\u001b[36m00000005\u001b[0m [14042449658${client}]\u001b[0m `.replace(']\u001b[0m ', '] '),
    blue,
  ),
  'pcscd in the journal': pcscd(
    (client, i) => `Nov 25 ${clock(i).slice(0, 8)} host pcscd[812]: 0000000${client} `,
    (text) => text,
  ),
  'pcsc-spy': spyStream('Command successful.|'),
  'pcsc-spy since 2.1': spyStream(''),
  'pcsc-spy output': spyOutput((text) => text),
  'pcsc-spy output in colour': spyOutput((text) => (text.startsWith(' ') ? `\u001b[32m${text}\u001b[0m` : blue(text))),
};
