/** One command, answer or data object that somebody has pasted, byte by byte in plain words. */
import {
  ApduError,
  type Command,
  describeStatusWord,
  instructionName,
  parseClass,
  parseCommand,
  parseResponse,
  toHex,
} from '../../apdu/index.ts';
import { Decoder, type DecoderOptions } from '../decode/decoder.ts';
import { hidesData } from '../decode/secrets.ts';
import { dataText, hex2 } from '../decode/wording.ts';
import { clauseOf } from './clause.ts';
import { explainContent } from './content.ts';
import { parameterTexts } from './parameters.ts';
import { tlvTree } from './tlv-tree.ts';

/** The parts of a command under the names that people look for; `data` is left out where it may be secret. */
export interface CommandParts {
  readonly cla: string;
  readonly ins: string;
  readonly name: string | null;
  readonly p1: string;
  readonly p2: string;
  readonly lc: number | null;
  readonly data: string | null;
  /** The most bytes wanted; null where there is no Le. */
  readonly le: number | null;
  /** 1 to 4, with E for the extended form. ISO/IEC 7816-3:2006 §12.1. */
  readonly case: string;
}

/** A command taken apart. Throws `ApduError`. */
export function commandParts(bytes: Uint8Array, { showSecrets = false }: DecoderOptions = {}): CommandParts {
  const { cla, ins, p1, p2, data, ne, encoding } = parseCommand(bytes);
  return {
    cla: hex2(cla),
    ins: hex2(ins),
    name: instructionName(ins) ?? null,
    p1: hex2(p1),
    p2: hex2(p2),
    lc: data.length === 0 ? null : data.length,
    data: data.length === 0 || (hidesData(bytes) && !showSecrets) ? null : toHex(data),
    le: ne === 0 ? null : ne,
    case: encoding.replace('S', ''),
  };
}

/** A command, and the answer to it where there is one. Throws `ApduError` when it is no command. */
export function explainExchange(
  command: Uint8Array,
  answer: Uint8Array | undefined,
  options: DecoderOptions = {},
): string[] {
  const decoder = new Decoder(options);
  const [asked, answered] = decoder.exchange(command, answer ?? new Uint8Array(0));
  const secret = hidesData(command) && options.showSecrets !== true;
  const parsed = parseCommand(command);
  // What is too short for a status word is told as no answer.
  const data = answer === undefined || answer.length < 2 || secret ? undefined : parseResponse(answer).data;
  return [
    asked!,
    ...fields(parsed, secret),
    ...(secret ? [] : dataLines(parsed.data)),
    ...(answer === undefined ? [] : [answered!]),
    ...(answer === undefined || answer.length < 2 ? [] : [`  SW  ${clauseOf(parseResponse(answer).sw, parsed.ins)}`]),
    ...dataLines(data ?? new Uint8Array(0)),
  ];
}

/** A file's content, or data objects as a tree; nothing of other data. */
function dataLines(data: Uint8Array): string[] {
  return (contentLines(data) ?? tlvTree(data) ?? []).map((line) => `  ${line}`);
}

function contentLines(data: Uint8Array): string[] | undefined {
  const content = explainContent(data);
  return content && [content.title, ...content.lines.map((line) => `  ${line}`)];
}

function fields(command: Command, secret: boolean): string[] {
  const { cla, ins, p1, p2, data, ne } = command;
  const { kind, channel } = parseClass(cla);
  const [first, second] = parameterTexts(command);
  return [
    `  CLA ${hex2(cla)}  ${kind} class${kind === 'interindustry' ? `, channel ${channel}` : ''}`,
    `  INS ${hex2(ins)}  ${instructionName(ins) ?? 'not in ISO/IEC 7816-4, -8 or -9'}`,
    `  P1  ${hex2(p1)}  ${first}`.trimEnd(),
    `  P2  ${hex2(p2)}  ${second}`.trimEnd(),
    ...(data.length === 0 ? [] : [`  Lc  ${data.length}`, `  data ${secret ? 'hidden' : toHex(data)}`]),
    ...(ne === 0 ? [] : [`  Le  at most ${ne} ${ne === 1 ? 'byte' : 'bytes'} wanted`]),
  ];
}

/** A status word, a file's content, an answer, data objects, or a command: whichever the bytes are. Undefined when they are none of these. */
export function explainBytes(bytes: Uint8Array, options: DecoderOptions = {}): string[] | undefined {
  const status = bytes.length >= 2 ? parseResponse(bytes).sw : 0;
  if (bytes.length === 2 && isStatusWord(status))
    return [`${toHex(bytes)} ${describeStatusWord(status)}`, `  ${clauseOf(status)}`];
  const content = contentLines(bytes);
  if (content !== undefined) return content;
  if (isCommand(bytes)) return explainExchange(bytes, undefined, options);
  const alone = tlvTree(bytes);
  if (alone !== undefined) return alone;
  if (bytes.length < 2 || !isStatusWord(status)) return undefined;
  const { data, sw } = parseResponse(bytes);
  return [
    `< ${dataText(data)}  ${toHex(bytes.subarray(-2))} ${describeStatusWord(sw)}`,
    `  SW  ${clauseOf(sw)}`,
    ...dataLines(data),
  ];
}

/** SW1 is 61 to 6F or 9X. ISO/IEC 7816-4:2005 §5.1.3. */
function isStatusWord(sw: number): boolean {
  const sw1 = sw >> 8;
  return (sw1 >= 0x61 && sw1 <= 0x6f) || (sw1 >= 0x90 && sw1 <= 0x9f);
}

function isCommand(bytes: Uint8Array): boolean {
  try {
    const { cla, ins } = parseCommand(bytes);
    return instructionName(ins) !== undefined && (parseClass(cla).kind === 'interindustry' || cla === 0x80);
  } catch (error) {
    if (error instanceof ApduError) return false;
    throw error;
  }
}
