/** What P1 and P2 of a command mean, each for itself. ISO/IEC 7816-4:2005 §7, -8:2004, -9:2004. */
import { type Command, INS } from '../../apdu/index.ts';
import { PURPOSES } from '../decode/security-environment.ts';
import { hex2 } from '../decode/wording.ts';

/** P1 and P2 in words; empty where the standard gives them no meaning. */
type Meaning = readonly [string, string];
type Explain = (command: Command) => Meaning;

// biome-ignore format: a table reads best with its columns aligned
const SELECT_BY: ReadonlyMap<number, string> = new Map([
  [0x00, 'MF, DF or EF by its file identifier'], [0x01, 'child DF by its file identifier'],
  [0x02, 'EF below the current DF'],             [0x03, 'parent of the current DF'],
  [0x04, 'by DF name'],                          [0x08, 'by path from the MF'],
  [0x09, 'by path from the current DF'],
]);
const OCCURRENCES = ['first or only occurrence', 'last occurrence', 'next occurrence', 'previous occurrence'] as const;
const ANSWERS = ['FCI template', 'FCP template', 'FMD template', 'no data, or proprietary'] as const;

/** §7.1.1 */
const select: Explain = ({ p1, p2 }) => [
  SELECT_BY.get(p1) ?? '',
  p2 > 0x0f ? '' : `${OCCURRENCES[p2 & 0x03]!}, answer: ${ANSWERS[p2 >> 2]!}`,
];

/** §7.2.2 */
const binary: Explain = ({ p1, p2 }) =>
  (p1 & 0x80) === 0
    ? ['offset, high byte', `offset, low byte: ${p1 * 256 + p2} bytes from the begin of the current EF`]
    : [`short EF identifier ${p1 & 0x1f}`, `offset: ${p2} bytes from its begin`];

/** P1-P2 name the file; the offset is in the data field. §7.2.2 */
const binaryOdd: Explain = ({ p1, p2 }) => {
  const file = p1 * 256 + p2;
  if (file === 0) return ['', 'the current EF'];
  return file <= 30 ? ['', `short EF identifier ${file}`] : ['file identifier, high byte', 'file identifier, low byte'];
};

// biome-ignore format: a table reads best with its columns aligned
const RECORDS = [
  'first with the identifier in P1',    'last with the identifier in P1',
  'next with the identifier in P1',     'previous with the identifier in P1',
  'the record with the number in P1',   'from the number in P1 to the last',
  'from the last to the number in P1',  '',
] as const;

/** §7.3.2 */
const record: Explain = ({ p1, p2 }) => [
  p1 === 0 ? 'current record' : `record ${(p2 & 0x04) === 0 ? 'identifier' : 'number'} ${p1}`,
  `${p2 >> 3 === 0 ? 'current EF' : `short EF identifier ${p2 >> 3}`}${RECORDS[p2 & 0x07] && `, ${RECORDS[p2 & 0x07]}`}`,
];

/** Qualifier of reference data, §7.5.1 table 65. */
function referenceText(p2: number): string {
  if (p2 === 0) return 'no reference told';
  return `${(p2 & 0x80) === 0 ? 'global reference data (of the MF)' : 'specific reference data (of the current DF)'}, number ${p2 & 0x1f}`;
}

const reference =
  (inP1: ReadonlyMap<number, string>): Explain =>
  ({ p1, p2 }) => [inP1.get(p1) ?? '', referenceText(p2)];

// biome-ignore format: a table reads best with its columns aligned
const VERIFY = new Map([[0x00, 'compare'], [0xff, 'take the verification back']]);
const CHANGE = new Map([
  [0x00, 'data: old value, then new value'],
  [0x01, 'data: new value'],
]);
const REQUIREMENT = new Map([
  [0x00, 'data: the value'],
  [0x01, 'no data'],
]);
// biome-ignore format: a table reads best with its columns aligned
const RESET = new Map([
  [0x00, 'data: resetting code, then new value'], [0x01, 'data: resetting code'], [0x02, 'data: new value'], [0x03, 'no data'],
]);

/** P1: bits 10 to 80 and what is done, §7.5.11. */
// biome-ignore format: a table reads best with its columns aligned
const ENVIRONMENT_BITS: readonly (readonly [number, string])[] = [
  [0x80, 'verification, encipherment, external authentication'],
  [0x40, 'computation, decipherment, internal authentication'],
  [0x20, 'secure messaging in the answer'],
  [0x10, 'secure messaging in the command'],
];

// biome-ignore format: a table reads best with its columns aligned
const STORED = new Map([[0xf2, 'STORE'], [0xf3, 'RESTORE'], [0xf4, 'ERASE']]);

const environment: Explain = ({ p1, p2 }) => {
  const stored = STORED.get(p1);
  if (stored !== undefined) return [stored, `security environment ${p2}`];
  if ((p1 & 0x0f) !== 1) return ['', ''];
  const uses = ENVIRONMENT_BITS.filter(([bit]) => (p1 & bit) !== 0).map(([, use]) => use);
  const purpose = PURPOSES.get(p2);
  return [
    `SET${uses.length === 0 ? '' : ` for ${uses.join('; ')}`}`,
    purpose === undefined ? '' : `template of ${purpose}`,
  ];
};

/** Tags of what is sent and what comes back. 7816-8:2004, PERFORM SECURITY OPERATION. */
// biome-ignore format: a table reads best with its columns aligned
const OPERANDS: ReadonlyMap<number, string> = new Map([
  [0x00, 'nothing'],                    [0x80, 'plain value'],             [0x82, 'cryptogram'],
  [0x84, 'cryptogram of BER-TLV data'], [0x86, 'cryptogram behind a padding indicator'],
  [0x8e, 'cryptographic checksum'],     [0x90, 'hash value'],              [0x92, 'certificate, not BER-TLV'],
  [0x9a, 'data to be signed'],          [0x9e, 'digital signature'],       [0xa0, 'template for hashing'],
  [0xa2, 'template for verifying a checksum'],                             [0xa8, 'template for verifying a signature'],
  [0xac, 'values that are signed'],     [0xae, 'values that are certified'],
  [0xbc, 'template that is signed'],    [0xbe, 'template that is certified'],
]);

const operation: Explain = ({ p1, p2 }) => {
  const [answer, data] = [OPERANDS.get(p1), OPERANDS.get(p2)];
  return [answer === undefined ? '' : `comes back: ${answer}`, data === undefined ? '' : `is sent: ${data}`];
};

const generate: Explain = ({ p1, p2 }) => [
  p1 < 0x80 || p1 > 0x87 ? '' : (p1 & 1) === 0 ? 'make a key pair' : 'tell the public key that is there',
  p2 === 0 ? 'no key reference told' : `key reference ${hex2(p2)}`,
];

/** §7.4.1 */
const dataObject: Explain = ({ p1, p2 }) => {
  if (p1 === 0x00) return ['', p2 === 0xff ? 'all common BER-TLV data objects' : `BER-TLV tag ${hex2(p2)}`];
  if (p1 === 0x01) return ['proprietary range', ''];
  if (p1 === 0x02) return ['', p2 === 0xff ? 'all common SIMPLE-TLV data objects' : `SIMPLE-TLV tag ${hex2(p2)}`];
  return p1 >= 0x40 ? ['BER-TLV tag, first byte', `BER-TLV tag, second byte: tag ${hex2(p1)}${hex2(p2)}`] : ['', ''];
};

const authentication: Explain = ({ p1, p2 }) => [
  p1 === 0 ? 'algorithm known without being told' : `algorithm reference ${hex2(p1)}`,
  p2 === 0 ? 'no key reference told' : `key: ${referenceText(p2)}`,
];

const challenge: Explain = ({ p1 }) => [p1 === 0 ? 'no algorithm told' : `algorithm reference ${hex2(p1)}`, ''];

/** §7.1.2 */
const channel: Explain = ({ p1, p2 }) => {
  if (p1 === 0x00) return ['open', p2 === 0 ? 'the card chooses the channel' : `channel ${p2}`];
  return p1 === 0x80 ? ['close', p2 === 0 ? 'the channel of the class byte' : `channel ${p2}`] : ['', ''];
};

/** As in SELECT, where the data field names a file. 7816-9:2004 */
const file: Explain = ({ p1, p2, data }) => [
  data.length === 0 && p1 === 0 ? 'the current file' : (SELECT_BY.get(p1) ?? ''),
  p2 === 0 ? '' : (OCCURRENCES[p2] ?? ''),
];

const NOTHING: Explain = () => ['', ''];

const EXPLAIN: ReadonlyMap<number, Explain> = new Map<number, Explain>([
  [INS.select, select],
  ...[INS.readBinary, INS.writeBinary, INS.updateBinary, INS.eraseBinary, INS.searchBinary].map(
    (ins) => [ins, binary] as const,
  ),
  ...[INS.readBinaryOdd, INS.writeBinaryOdd, INS.updateBinaryOdd, INS.eraseBinaryOdd, INS.searchBinaryOdd].map(
    (ins) => [ins, binaryOdd] as const,
  ),
  ...[
    INS.readRecord,
    INS.readRecordOdd,
    INS.writeRecord,
    INS.updateRecord,
    INS.updateRecordOdd,
    INS.eraseRecord,
    INS.searchRecord,
  ].map((ins) => [ins, record] as const),
  [INS.verify, reference(VERIFY)],
  [INS.verifyOdd, reference(VERIFY)],
  [INS.changeReferenceData, reference(CHANGE)],
  [INS.enableVerificationRequirement, reference(REQUIREMENT)],
  [INS.disableVerificationRequirement, reference(REQUIREMENT)],
  [INS.resetRetryCounter, reference(RESET)],
  [INS.manageSecurityEnvironment, environment],
  [INS.performSecurityOperation, operation],
  [INS.generateAsymmetricKeyPair, generate],
  [INS.generateAsymmetricKeyPairOdd, generate],
  [INS.getData, dataObject],
  [INS.putData, dataObject],
  [INS.getDataOdd, binaryOdd],
  [INS.putDataOdd, binaryOdd],
  [INS.getChallenge, challenge],
  ...[INS.internalAuthenticate, INS.externalAuthenticate, INS.generalAuthenticate].map(
    (ins) => [ins, authentication] as const,
  ),
  [INS.manageChannel, channel],
  ...[INS.deleteFile, INS.activateFile, INS.deactivateFile, INS.terminateDf, INS.terminateEf].map(
    (ins) => [ins, file] as const,
  ),
]);

/** What P1 and P2 say in this command; empty where nothing is to be said of them. Total. */
export function parameterTexts(command: Command): Meaning {
  return (EXPLAIN.get(command.ins) ?? NOTHING)(command);
}
