/** A well-formed command in words: one function for each instruction that has more to say than its name. */
import { type Command, INS, instructionName, toNumber } from '../../apdu/index.ts';
import { controlInformationText } from './control-information.ts';
import { applicationText, pathText } from './names.ts';
import { securityEnvironmentText } from './security-environment.ts';
import { count, dataText, hex2, hex4 } from './wording.ts';

/** Writes a data field that may have to be hidden. */
type ShowData = (data: Uint8Array) => string;
type Describe = (command: Command, show: ShowData) => string;

// biome-ignore format: a table reads best with its columns aligned
const SELECT_BY: ReadonlyMap<number, string> = new Map([
  [0x00, 'file'],
  [0x01, 'child DF'],
  [0x02, 'EF below the current DF'],
  [0x03, 'parent DF'],
  [0x04, 'application'],
  [0x08, 'by path'],
  [0x09, 'by path from the current DF'],
]);

/** P2 bits 0Ch. ISO/IEC 7816-4:2005 §7.1.1. */
const SELECT_ANSWERS = ['FCI', 'FCP', 'FMD', 'nothing'] as const;
const OCCURRENCES = ['', ' (last)', ' (next)', ' (previous)'] as const;

function selectText({ p1, p2, data }: Command): string {
  const by = SELECT_BY.get(p1);
  const answer = `${OCCURRENCES[p2 & 0x03]!}, answer: ${SELECT_ANSWERS[(p2 >> 2) & 0x03]!}`;
  if (by === undefined) return `SELECT ${hex4(p1, p2)} ${dataText(data)}`;
  if (p1 === 0x04) return `SELECT ${by} ${applicationText(data)}${answer}`;
  if (data.length === 0) return `SELECT ${p1 === 0x00 ? 'MF' : by}${answer}`;
  return `SELECT ${by} ${pathText(data)}${answer}`;
}

/** Where in which EF. P1 bit 80h: the low five bits are a short EF identifier. §7.2.2 */
function placeText(p1: number, p2: number): string {
  return (p1 & 0x80) !== 0 ? `EF with short identifier ${p1 & 0x1f}, offset ${p2}` : `offset ${p1 * 256 + p2}`;
}

function wantedText(ne: number): string {
  if (ne === 0) return 'no bytes asked for';
  return ne === 256 || ne === 65536 ? `all there is, at most ${ne}` : count(ne, 'byte');
}

function verifyText({ ins, p1, p2, data }: Command, show: ShowData): string {
  const name = ins === INS.verify ? 'VERIFY' : 'VERIFY (odd)';
  const how = data.length === 0 ? 'asks how things stand' : show(data);
  return `${name} PIN ${hex2(p2)}${p1 === 0 ? '' : `, P1 ${hex2(p1)}`}: ${how}`;
}

/** P2 b3–b1 of the record commands up to 011; from 100 on P1 is a number. §7.3 */
const RECORDS = ['the first', 'the last', 'the next', 'the previous'] as const;

function efText(p2: number): string {
  return p2 >> 3 === 0 ? '' : ` of the EF with short identifier ${p2 >> 3}`;
}

function recordText(p1: number, p2: number): string {
  const how = p2 & 0x07;
  const named = RECORDS[how];
  if (named !== undefined) return `${named}${p1 === 0 ? '' : ` with identifier ${hex2(p1)}`}${efText(p2)}`;
  const number = p1 === 0 ? 'the current one' : `number ${p1}`;
  if (how === 4) return number + efText(p2);
  if (how === 5) return `${number} to the last${efText(p2)}`;
  return how === 6 ? `the last to ${number}${efText(p2)}` : hex4(p1, p2);
}

function writeRecordText({ ins, p1, p2, data }: Command): string {
  return `${instructionName(ins)} ${recordText(p1, p2)}: ${dataText(data)}`;
}

function searchRecordText({ p1, p2, data }: Command): string {
  const how = p2 & 0x07;
  if (how !== 4 && how !== 5) return `SEARCH RECORD ${hex4(p1, p2)}: ${dataText(data)}`;
  const start = p1 === 0 ? 'the current record' : `record ${p1}`;
  return `SEARCH RECORD ${how === 4 ? 'forward' : 'backward'} from ${start}${efText(p2)}: ${dataText(data)}`;
}

function requirementText({ ins, p1, p2, data }: Command, show: ShowData): string {
  return `${instructionName(ins)} PIN ${hex2(p2)}${p1 === 0 ? '' : `, P1 ${hex2(p1)}`}: ${show(data)}`;
}

function eraseBinaryText({ p1, p2, data }: Command): string {
  const end = data.length === 0 ? 'the end' : `offset ${data.length > 6 ? dataText(data) : toNumber(data)}`;
  return `ERASE BINARY ${placeText(p1, p2)}, up to ${end}`;
}

function changeText({ p1, p2, data }: Command, show: ShowData): string {
  const what = p1 === 0x00 ? 'old and new' : p1 === 0x01 ? 'new' : `P1 ${hex2(p1)}`;
  return `CHANGE REFERENCE DATA PIN ${hex2(p2)}, ${what}: ${show(data)}`;
}

/** P1 says what the data field holds. §7.5.10 */
const RESET_DATA = ['PUK and new PIN', 'PUK', 'new PIN', 'nothing'] as const;

function resetText({ p1, p2, data }: Command, show: ShowData): string {
  return `RESET RETRY COUNTER of PIN ${hex2(p2)}, ${RESET_DATA[p1] ?? `P1 ${hex2(p1)}`}: ${show(data)}`;
}

function operationText({ p1, p2, data, ne }: Command): string {
  const parameters = hex4(p1, p2);
  const operation = parameters === '9E9A' ? 'sign' : parameters === '8086' ? 'decipher' : parameters;
  const answer = ne === 0 ? '' : `, answer: at most ${count(ne, 'byte')}`;
  return `PERFORM SECURITY OPERATION ${operation}: ${dataText(data)}${answer}`;
}

function generateText({ p1, p2, data }: Command): string {
  const parameters = data.length === 0 ? '' : `, parameters ${dataText(data)}`;
  return `GENERATE ASYMMETRIC KEY PAIR ${hex4(p1, p2)}${parameters}`;
}

function channelText({ p1, p2 }: Command): string {
  if (p1 === 0x00) return `MANAGE CHANNEL: open ${p2 === 0 ? 'the next free one' : `channel ${p2}`}`;
  return p1 === 0x80
    ? `MANAGE CHANNEL: close ${p2 === 0 ? 'this one' : `channel ${p2}`}`
    : plainText({ p1, p2 }, 'MANAGE CHANNEL');
}

function plainText({ p1, p2 }: Pick<Command, 'p1' | 'p2'>, name: string): string {
  return `${name} ${hex4(p1, p2)}`;
}

/** P1-P2 where the standard has only 0000. */
function unusual(p1: number, p2: number): string {
  return p1 === 0 && p2 === 0 ? '' : ` ${hex4(p1, p2)}`;
}

/** DELETE, ACTIVATE and their like: the file named in the data field, or the current one. */
function fileText(command: Command): string {
  const { p1, p2, data } = command;
  const name = instructionName(command.ins)!;
  if (data.length > 0) return `${name} ${p1 === 0x04 ? applicationText(data) : pathText(data)}`;
  return p1 === 0 && p2 === 0 ? `${name}: the current one` : plainText(command, name);
}

const DESCRIBE: ReadonlyMap<number, Describe> = new Map<number, Describe>([
  [INS.select, selectText],
  [INS.readBinary, ({ p1, p2, ne }) => `READ BINARY ${placeText(p1, p2)}, ${wantedText(ne)}`],
  [INS.writeBinary, ({ p1, p2, data }) => `WRITE BINARY ${placeText(p1, p2)}: ${dataText(data)}`],
  [INS.eraseBinary, eraseBinaryText],
  [INS.readRecord, ({ p1, p2, ne }) => `READ RECORD ${recordText(p1, p2)}, ${wantedText(ne)}`],
  [INS.writeRecord, writeRecordText],
  [INS.updateRecord, writeRecordText],
  [INS.appendRecord, ({ p2, data }) => `APPEND RECORD${efText(p2)}: ${dataText(data)}`],
  [INS.eraseRecord, ({ p1, p2 }) => `ERASE RECORD ${recordText(p1, p2)}`],
  [INS.searchRecord, searchRecordText],
  [INS.updateBinary, ({ p1, p2, data }) => `UPDATE BINARY ${placeText(p1, p2)}: ${dataText(data)}`],
  [INS.verify, verifyText],
  [INS.verifyOdd, verifyText],
  [INS.changeReferenceData, changeText],
  [INS.disableVerificationRequirement, requirementText],
  [INS.enableVerificationRequirement, requirementText],
  [INS.resetRetryCounter, resetText],
  [INS.manageSecurityEnvironment, securityEnvironmentText],
  [INS.generateAsymmetricKeyPair, generateText],
  [INS.performSecurityOperation, operationText],
  [INS.getData, ({ p1, p2, ne }) => `GET DATA ${hex4(p1, p2)}, ${wantedText(ne)}`],
  [INS.putData, ({ p1, p2, data }, show) => `PUT DATA ${hex4(p1, p2)}: ${show(data)}`],
  [INS.putDataOdd, ({ p1, p2, data }, show) => `PUT DATA (odd) ${hex4(p1, p2)}: ${show(data)}`],
  [INS.getChallenge, ({ p1, p2, ne }) => `GET CHALLENGE${unusual(p1, p2)}, ${count(ne, 'random byte')}`],
  [INS.getResponse, ({ ne }) => `GET RESPONSE, ${wantedText(ne)}`],
  [
    INS.createFile,
    ({ p1, p2, data }) => `CREATE FILE${unusual(p1, p2)} ${controlInformationText(data) ?? dataText(data)}`,
  ],
  [INS.deleteFile, fileText],
  [INS.activateFile, fileText],
  [INS.deactivateFile, fileText],
  [INS.terminateDf, fileText],
  [INS.terminateEf, fileText],
  [INS.manageChannel, channelText],
]);

/** The name of an instruction code, or the code itself. */
export function nameOf(ins: number): string {
  return instructionName(ins) ?? `INS ${hex2(ins)}`;
}

/** A command in words, without its class byte. `show` writes data that may be secret. Total. */
export function commandText(command: Command, show: ShowData): string {
  const describe = DESCRIBE.get(command.ins);
  if (describe !== undefined) return describe(command, show);
  const data = command.data.length === 0 ? '' : `: ${show(command.data)}`;
  return `${plainText(command, nameOf(command.ins))}${data}`;
}
