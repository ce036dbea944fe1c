/** Logs of programs that talk to cards, as they print commands and answers. */
import fc from 'fast-check';
import { toHex } from '../../apdu/index.ts';
import { bytes } from './arbitraries.ts';
import { commands } from './commands.ts';

interface Spoken {
  readonly command: Uint8Array;
  readonly answer: Uint8Array;
}

const spaced = (content: Uint8Array): string => toHex(content).replaceAll(/..(?=.)/g, '$& ');
const rows = (content: Uint8Array): string[] => spaced(content).match(/.{1,47}( |$)/g) ?? [];

/** Lines of each kind of log for one exchange. */
// biome-ignore format: a table reads best with its columns aligned
const DIALECTS: readonly ((spoken: Spoken, number: number) => string[])[] = [
  ({ command, answer }, n) => [
    `P:4242; T:0x139 10:00:${String(n % 60).padStart(2, '0')}.123 [opensc-pkcs11] reader-pcsc.c:324:pcsc_transmit: Outgoing APDU (${command.length} bytes):`,
    ...rows(command), `Incoming APDU (${answer.length} bytes):`, ...rows(answer),
  ],
  ({ command, answer }, n) => [`0000${n} APDU: ${spaced(command)}`, `0000${n} SW: ${spaced(answer)}`],
  ({ command, answer }) => [`> ${spaced(command)}`, `< ${spaced(answer)} : Normal processing.`],
  ({ command, answer }) => [`Sending: ${spaced(command)}`, `Received (SW1=0x90, SW2=0x00): ${spaced(answer)}`],
  ({ command, answer }) => [`A>> T=1 (4+0000) ${toHex(command)}`, `A<< (${answer.length}) (5ms) ${toHex(answer)}`],
  ({ command, answer }) => [`scdaemon[12]: DBG: send apdu: c=${toHex(command.subarray(0, 1))}`, `scdaemon[12]: DBG:  raw apdu: ${toHex(command)}`, `scdaemon[12]: DBG:  response: sw=9000  datalen=${answer.length}`, `scdaemon[12]: DBG:      dump:  ${spaced(answer)}`],
  ({ command, answer }) => [`=> ${toHex(command)}`, `<= ${toHex(answer)}`],
  ({ command, answer }) => [toHex(command), toHex(answer)],
];

const spoken: fc.Arbitrary<Spoken> = fc.record({
  command: commands.filter(({ length }) => length > 0),
  answer: fc
    .tuple(bytes(40), fc.constantFrom([0x90, 0x00], [0x61, 0x0e], [0x63, 0xc2], [0x6a, 0x82]))
    .map(([data, sw]) => Uint8Array.of(...data, ...sw)),
});

/** Lines that stand between. */
const REMARKS = [
  '',
  'Card inserted',
  'ATR: 3B 9F 18 81 31 FE 45',
  '# a remark',
  'DBG: chan_5 -> OK',
  'Using reader: X 00 00',
  '\u0000\ufffd',
];

/** A log of one kind, or of several mixed. */
export const logLines: fc.Arbitrary<string[]> = fc
  .record({
    dialect: fc.nat(DIALECTS.length - 1),
    mixed: fc.boolean(),
    session: fc.array(fc.tuple(spoken, fc.option(fc.constantFrom(...REMARKS), { nil: undefined })), { maxLength: 12 }),
  })
  .map(({ dialect, mixed, session }) =>
    session.flatMap(([exchange, remark], n) => [
      ...DIALECTS[mixed ? (dialect + n) % DIALECTS.length : dialect]!(exchange, n),
      ...(remark === undefined ? [] : [remark]),
    ]),
  );
