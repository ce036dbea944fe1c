/**
 * Where this card answers otherwise than IsoApplet, the reference card, on purpose: docs/differences-from-reference.md, whose
 * column "why" is the key here. A recording of that card is played against these rows; what fits one is explained by it.
 */
import { type Command, INS, sameBytes, toHex, u16 } from '../../apdu/index.ts';
import type { Scheme } from './public-keys.ts';

/** What a rule looks at. */
export interface Situation {
  /** With the data of its whole chain. */
  readonly command: Command;
  readonly recorded: { readonly sw: number; readonly data: Uint8Array };
  readonly answered: { readonly sw: number; readonly data: Uint8Array };
  /** No SELECT was answered 9000 on the recorded card since it was powered on. */
  readonly unselected: boolean;
  /** A PIN was changed, or somebody tried to, since it was last verified. */
  readonly afterChange: boolean;
  /** The recorded data was read before from another file, at the same offset. */
  readonly readBefore: boolean;
  /** How the signatures were made, when both verify and not in the same way. */
  readonly schemes?: readonly [Scheme, Scheme];
}

export interface KnownDifference {
  /** As the document says it. */
  readonly why: string;
  readonly ins: number | undefined;
  /** Four digits each, `.` for any. */
  readonly recorded: string;
  readonly answered: string;
  /** What else has to hold; `seen` are the rows that have explained something before. */
  readonly when?: (situation: Situation, seen: ReadonlySet<string>) => boolean;
}

/** The document that tells of them. */
export const DIFFERENCES = 'docs/differences-from-reference.md';

const isChained = ({ command }: Situation): boolean => (command.cla & 0x10) !== 0;
const isUnselected = ({ unselected }: Situation): boolean => unselected;
const isTooShort = ({ command: { data } }: Situation): boolean =>
  data.subarray(data.length >> 1).findLastIndex((byte) => byte !== 0) < 3;
const APPLETS_NAME = 'F276A288BCFBA69D34F31001';
const isPartOf = (name: string, data: Uint8Array): boolean => data.length > 0 && name.startsWith(toHex(data));
const isWholeName = ({ command: { p1, data } }: Situation): boolean => p1 === 0x04 && toHex(data) === APPLETS_NAME;
const isPartOfName = ({ command: { p1, data } }: Situation): boolean =>
  p1 === 0x04 && toHex(data) !== APPLETS_NAME && isPartOf(APPLETS_NAME, data);
const wantsFcp = ({ command: { p2 }, recorded, answered }: Situation): boolean =>
  (p2 & 0x0c) === 0x04 &&
  recorded.data[0] === 0x6f &&
  answered.data[0] === 0x62 &&
  sameBytes(recorded.data.subarray(1), answered.data.subarray(1));
const made =
  (recorded: Scheme, answered: Scheme) =>
  ({ schemes }: Situation): boolean =>
    schemes?.[0] === recorded && schemes[1] === answered;
const isPkcs15Name = ({ command: { p1, data } }: Situation): boolean =>
  p1 === 0x04 && toHex(data) === 'A000000063504B43532D3135';

const CONTENT = '7816-4 §5.1.3: data field content wrong';
const NO_CURRENT_EF = '7816-4 §5.1.3: no current EF; selecting a DF leaves none';
const NO_KEY = '7816-4 §5.1.3: no key under this reference';
const NO_REFERENCE = '7816-4 §5.1.3: reference data not found';
const NO_DATA = '7816-4 §5.1.3: referenced data not found';
const NOT_SET = 'A PIN that is not set is not usable';
const NOT_SET_NO_TRY = 'A PIN that is not set is not usable, and costs no try';
const NEAR = 'A FID is looked for near the current DF, not in the whole tree (7816-4 §7.1.1)';
const POLICY = 'A new PIN keeps to the policy, padded or not';
const DROPS_CHAIN = 'Another command drops an unfinished chain (7816-4 §5.1.1.1)';
const BLOCKED = 'Blocked is 6983';
const CHAINING = 'Chaining for every instruction with a data field';
const WAITING =
  'GET RESPONSE: any Le gets what there is; nothing waits after another command or after the last part: 6985';
const LE = 'Le is honoured: Ne bytes and 61XX, never more, never an error after the work is done';
const PSS = 'PSS for every host; what is no hash by its length is 6700';
const RAW = 'ECDSA signs the hash it is given, unless the host is one that lets the card hash';
const HASHED = 'An ECDSA input longer than the field is a message that the card hashes';
const RSA_4096 = 'RSA-4096 for every host, import included';
const VERSION = 'One face for all hosts: the version object is there for newer ones';
const NOTHING_SELECTED = 'After a reset the MF is selected here, and an application that is not there is 6A82';

// biome-ignore format: a table reads best with its columns aligned
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  { why: NOTHING_SELECTED,                                                    ins: undefined,                recorded: '6999', answered: '....', when: isUnselected },
  { why: NOTHING_SELECTED,                                                    ins: undefined,                recorded: '6986', answered: '....', when: isUnselected },
  { why: 'SELECT of the applet tells the old interface\'s version, unless P2 asks for nothing', ins: INS.select, recorded: '9000', answered: '9000', when: isWholeName },
  { why: 'A part of a name selects as the whole name does, and is answered with the FCI', ins: INS.select,   recorded: '9000', answered: '9000', when: isPartOfName },
  { why: '7816-4 §7.1.1: P2 asks for FCP, whose template is 62',              ins: INS.select,               recorded: '9000', answered: '9000', when: wantsFcp },
  { why: 'The applet bears the PKCS#15 AID itself, whether a DF carries that name or not', ins: INS.select,  recorded: '6A82', answered: '9000', when: isPkcs15Name },
  { why: 'Selection by partial name, as the ATR announces',                   ins: INS.select,               recorded: '6A82', answered: '9000', when: ({ command }) => command.p1 === 0x04 },
  { why: '7816-4 §5.3.3: FMD is one of the three templates',                  ins: INS.select,               recorded: '6A86', answered: '9000', when: ({ command }) => (command.p2 & 0x0c) === 0x08 },
  { why: 'A FID has two bytes: a wrong length, not an internal error',        ins: INS.select,               recorded: '6F00', answered: '6700' },
  { why: 'Channel 1 is not open (7816-4 §7.1.2)',                             ins: INS.select,               recorded: '9000', answered: '6881' },
  { why: 'Another command drops what waits',                                  ins: INS.select,               recorded: '6900', answered: '9000' },
  { why: NO_CURRENT_EF,                                                       ins: INS.readBinary,           recorded: '6981', answered: '6986' },
  { why: NO_CURRENT_EF,                                                       ins: INS.readBinary,           recorded: '9000', answered: '6986', when: ({ readBefore }) => readBefore },
  { why: 'An explicit Le that is longer than what there is: 6282 (7816-4 §7.2.3)', ins: INS.readBinary,      recorded: '9000', answered: '6282', when: ({ recorded, command }) => recorded.data.length < command.ne },
  { why: NO_CURRENT_EF,                                                       ins: INS.updateBinary,         recorded: '6981', answered: '6986' },
  { why: 'One security status for files and keys; a change of the PIN drops it', ins: INS.updateBinary,      recorded: '9000', answered: '6982', when: ({ afterChange }) => afterChange },
  { why: 'WRITE BINARY is known; there is no current EF',                     ins: INS.writeBinary,          recorded: '6D00', answered: '6986' },
  { why: 'ERASE BINARY is known; there is no current EF',                     ins: INS.eraseBinary,          recorded: '6D00', answered: '6986' },
  { why: 'Files with records are known; there is no current EF',              ins: INS.readRecord,           recorded: '6D00', answered: '6986' },
  { why: 'ACTIVATE FILE is known, and the file is active',                    ins: INS.activateFile,         recorded: '6D00', answered: '6985' },
  { why: 'TERMINATE DF is known; the MF is ended by TERMINATE CARD USAGE only', ins: INS.terminateDf,        recorded: '6D00', answered: '6985' },
  { why: BLOCKED,                                                             ins: INS.verify,               recorded: '63C0', answered: '6983' },
  { why: 'An empty VERIFY is 9000 while verified (7816-4 §7.5.6)',            ins: INS.verify,               recorded: '63C.', answered: '9000', when: ({ command }) => command.data.length === 0 },
  { why: NOT_SET_NO_TRY,                                                      ins: INS.verify,               recorded: '63C.', answered: '6984' },
  { why: NO_REFERENCE,                                                        ins: INS.verify,               recorded: '6A86', answered: '6A88' },
  { why: '7816-4 §7.5.6: without data, the tries left',                       ins: INS.verify,               recorded: '6A86', answered: '63C.', when: ({ command }) => command.data.length === 0 },
  { why: CHAINING,                                                            ins: INS.verify,               recorded: '6884', answered: '9000', when: isChained },
  { why: DROPS_CHAIN,                                                         ins: INS.verify,               recorded: '6884', answered: '9000' },
  { why: BLOCKED,                                                             ins: INS.changeReferenceData,  recorded: '63C0', answered: '6983' },
  { why: NOT_SET,                                                             ins: INS.changeReferenceData,  recorded: '6A86', answered: '6984' },
  { why: NO_REFERENCE,                                                        ins: INS.changeReferenceData,  recorded: '6A86', answered: '6A88' },
  { why: POLICY,                                                              ins: INS.changeReferenceData,  recorded: '9000', answered: '6A80', when: isTooShort },
  { why: 'Follows from the row above: the PIN was not changed',               ins: INS.changeReferenceData,  recorded: '9000', answered: '63C.', when: (_, seen) => seen.has(POLICY) },
  { why: BLOCKED,                                                             ins: INS.resetRetryCounter,    recorded: '63C0', answered: '6983' },
  { why: '7816-4 §5.1.3: conditions of use, not "no current EF"',             ins: INS.resetRetryCounter,    recorded: '6986', answered: '6985' },
  { why: 'P1 and P2 are looked at before the length',                         ins: INS.resetRetryCounter,    recorded: '6700', answered: '6A86' },
  { why: NO_REFERENCE,                                                        ins: INS.resetRetryCounter,    recorded: '6A86', answered: '6A88' },
  { why: 'GET CHALLENGE serves any Le',                                       ins: INS.getChallenge,         recorded: '6700', answered: '9000' },
  { why: VERSION,                                                             ins: INS.getData,              recorded: '6D00', answered: '9000', when: ({ command }) => command.p1 === 0x01 && command.p2 === 0x01 },
  { why: NO_DATA,                                                             ins: INS.getData,              recorded: '6D00', answered: '6A88' },
  { why: NO_DATA,                                                             ins: INS.getData,              recorded: '6A86', answered: '6A88' },
  { why: 'GET DATA with a tag list is known; there is no such data object',   ins: INS.getDataOdd,           recorded: '6D00', answered: '6A88' },
  { why: WAITING,                                                             ins: INS.getResponse,          recorded: '6982', answered: '6985' },
  { why: WAITING,                                                             ins: INS.getResponse,          recorded: '6D00', answered: '6985' },
  { why: WAITING,                                                             ins: INS.getResponse,          recorded: '6C..', answered: '9000' },
  { why: WAITING,                                                             ins: INS.getResponse,          recorded: '6C..', answered: '6985' },
  { why: WAITING,                                                             ins: INS.getResponse,          recorded: '9000', answered: '6985' },
  { why: CONTENT,                                                             ins: INS.manageSecurityEnvironment, recorded: '6984', answered: '6A80' },
  { why: NO_KEY,                                                              ins: INS.manageSecurityEnvironment, recorded: '6984', answered: '6A88' },
  { why: NO_KEY,                                                              ins: INS.manageSecurityEnvironment, recorded: '6F00', answered: '6A88' },
  { why: 'The authentication template is known; there is no key under this reference', ins: INS.manageSecurityEnvironment, recorded: '6A81', answered: '6A88' },
  { why: '7816-4 §7.5.11: P1-P2 unknown',                                     ins: INS.manageSecurityEnvironment, recorded: '6A81', answered: '6A86' },
  { why: RSA_4096,                                                            ins: INS.manageSecurityEnvironment, recorded: '6A81', answered: '9000', when: ({ command }) => command.p2 === 0x00 },
  { why: PSS,                                                                 ins: INS.manageSecurityEnvironment, recorded: '6A81', answered: '9000', when: ({ command }) => command.p2 === 0xb6 },
  { why: 'Without Le no data are wanted; extended Le 0000 wants all',         ins: INS.performSecurityOperation, recorded: '6C00', answered: '9000', when: ({ command }) => command.ne === 0 || command.ne === 65536 },
  { why: LE,                                                                  ins: INS.performSecurityOperation, recorded: '6C00', answered: '9000' },
  { why: PSS,                                                                 ins: INS.performSecurityOperation, recorded: '9000', answered: '6700' },
  { why: PSS,                                                                 ins: INS.performSecurityOperation, recorded: '9000', answered: '9000', when: made('PKCS#1 v1.5', 'PSS') },
  { why: RAW,                                                                 ins: INS.performSecurityOperation, recorded: '9000', answered: '9000', when: made('ECDSA over SHA-1', 'ECDSA') },
  { why: HASHED,                                                              ins: INS.performSecurityOperation, recorded: '9000', answered: '9000', when: made('ECDSA', 'ECDSA over SHA-1') },
  { why: 'A length error, not an internal one',                               ins: INS.performSecurityOperation, recorded: '6F00', answered: '6700' },
  { why: CHAINING,                                                            ins: INS.performSecurityOperation, recorded: '6884', answered: '9000', when: isChained },
  { why: CHAINING,                                                            ins: INS.performSecurityOperation, recorded: '6A80', answered: '9000', when: ({ command }) => command.data.length > 255 },
  { why: DROPS_CHAIN,                                                         ins: INS.performSecurityOperation, recorded: '9000', answered: '6A80', when: (_, seen) => seen.has(DROPS_CHAIN) },
  { why: WAITING,                                                             ins: INS.generateAsymmetricKeyPair, recorded: '6C..', answered: '9000' },
  { why: LE,                                                                  ins: INS.generateAsymmetricKeyPair, recorded: '6F00', answered: '9000' },
  { why: 'Parameters that are no curve of this card: 6A81, not an internal error', ins: INS.generateAsymmetricKeyPair, recorded: '6F00', answered: '6A81' },
  { why: 'Parameters are missing',                                            ins: INS.generateAsymmetricKeyPair, recorded: '6A81', answered: '6984' },
  { why: RSA_4096,                                                            ins: INS.putDataOdd,           recorded: '6F00', answered: '9000' },
  { why: CONTENT,                                                             ins: INS.createFile,           recorded: '6984', answered: '6A80' },
  { why: '7816-4 §5.1.3: file already exists',                                ins: INS.createFile,           recorded: '6984', answered: '6A89' },
  { why: '7816-4 §5.1.3: not enough memory, not an internal error',           ins: INS.createFile,           recorded: '6F00', answered: '6A84' },
  { why: 'A size of one byte is unsigned',                                    ins: INS.createFile,           recorded: '6F00', answered: '9000' },
  { why: 'No limit on the files of a DF but the memory',                      ins: INS.createFile,           recorded: '6A84', answered: '9000' },
  { why: NEAR,                                                                ins: INS.deleteFile,           recorded: '9000', answered: '6A82' },
  { why: NEAR,                                                                ins: INS.deleteFile,           recorded: '6982', answered: '6A82' },
  { why: 'Deleting needs "delete child" of the DF too',                       ins: INS.deleteFile,           recorded: '9000', answered: '6982' },
];

const fits = (digits: string, sw: string): boolean => [...digits].every((digit, i) => digit === '.' || digit === sw[i]);

const BY_INSTRUCTION = new Map<number | undefined, KnownDifference[]>();
for (const row of KNOWN_DIFFERENCES) BY_INSTRUCTION.set(row.ins, [...(BY_INSTRUCTION.get(row.ins) ?? []), row]);

/** The row that explains a difference, if there is one. */
export function knownDifference(situation: Situation, seen: ReadonlySet<string>): KnownDifference | undefined {
  const [recorded, answered] = [toHex(u16(situation.recorded.sw)), toHex(u16(situation.answered.sw))];
  const rows = [...(BY_INSTRUCTION.get(undefined) ?? []), ...(BY_INSTRUCTION.get(situation.command.ins) ?? [])];
  return rows.find(
    (row) => fits(row.recorded, recorded) && fits(row.answered, answered) && row.when?.(situation, seen) !== false,
  );
}

/**
 * Whether a recorded answer could be the reference card's: 1 when it gives itself away, -1 when it never answers so, 0 when
 * that cannot be told. Both cards answer 000606 to the applet's name, so that says nothing.
 */
export function evidenceOfReference({ ins, p1, p2, data }: Command, sw: number, answer: Uint8Array): -1 | 0 | 1 {
  if (sw === 0x6999) return 1;
  if (sw === 0x6282 || sw === 0x6a88 || sw === 0x6a89) return -1;
  switch (ins) {
    case INS.select:
      if (p1 !== 0x04 || toHex(data) !== APPLETS_NAME || sw !== 0x9000) return 0;
      return (answer.length === 0) === ((p2 & 0x0c) === 0x0c) ? 0 : 1;
    case INS.getData:
    case INS.getDataOdd:
      return sw === 0x6d00 || sw === 0x6a86 ? 1 : 0;
    case INS.verify:
    case INS.changeReferenceData:
    case INS.resetRetryCounter:
      return sw === 0x6983 ? -1 : 0;
    default:
      return 0;
  }
}
