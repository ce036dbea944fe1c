/** What passes between host and card, for people who do not know APDUs by heart. */
import {
  ApduError,
  type Command,
  describeStatusWord,
  INS,
  parseClass,
  parseCommand,
  parseResponse,
} from '../../apdu/index.ts';
import { commandText, nameOf } from './commands.ts';
import { controlInformationText } from './control-information.ts';
import { comparesSecret, hidesData, SecretAnswers } from './secrets.ts';
import { count, dataText, hex2, hex4, hiddenText } from './wording.ts';

export interface DecoderOptions {
  /** Show PINs, keys on their way into the card and deciphered data. Default: only their lengths. */
  readonly showSecrets?: boolean;
}

/**
 * Decodes the exchanges with one card, in order. One decoder per power-up: what follows a secret answer in GET RESPONSE
 * is secret too, so a decoder remembers.
 */
export class Decoder {
  readonly #showSecrets: boolean;
  readonly #secretAnswers = new SecretAnswers();

  constructor({ showSecrets = false }: DecoderOptions = {}) {
    this.#showSecrets = showSecrets;
  }

  /** One exchange in two lines: `> ` and the command, `< ` and the answer. Total: any bytes have a text. */
  exchange(command: Uint8Array, response: Uint8Array): string[] {
    const hideCommand = hidesData(command) && !this.#showSecrets;
    const hideAnswer = this.#secretAnswers.next(command) && !this.#showSecrets;
    const parsed = parse(command);
    const asked =
      parsed instanceof ApduError ? malformedText(command, parsed, hideCommand) : askedText(parsed, hideCommand);
    return [`> ${asked}`, `< ${answerText(parsed, response, hideAnswer)}`];
  }
}

function parse(bytes: Uint8Array): Command | ApduError {
  try {
    return parseCommand(bytes);
  } catch (error) {
    if (error instanceof ApduError) return error;
    throw error;
  }
}

function askedText(command: Command, hide: boolean): string {
  return `${commandText(command, hide ? hiddenText : dataText)}${classText(command.cla)}`;
}

/** The reason names lengths read from the body, and a body without its Lc begins with the secret itself. */
function malformedText(bytes: Uint8Array, { kind, message }: ApduError, hide: boolean): string {
  if (kind === 'header') return `not a command: ${message}${hide ? '' : `: ${dataText(bytes)}`}`;
  const what = `malformed ${nameOf(bytes[1]!)} ${hex4(bytes[2]!, bytes[3]!)}`;
  const body = bytes.subarray(4);
  return hide
    ? `${what}: Lc does not fit ${hiddenText(body)}${classText(bytes[0]!)}`
    : `${what}: ${message}: ${dataText(body)}${classText(bytes[0]!)}`;
}

/** What is unusual in a class byte, in parentheses; nothing for 00. */
function classText(cla: number): string {
  const { kind, channel, chaining, secureMessaging } = parseClass(cla);
  if (kind !== 'interindustry') return ` (${kind} class ${hex2(cla)})`;
  const remarks = [
    ...(channel === 0 ? [] : [`channel ${channel}`]),
    ...(chaining ? ['chained, more follows'] : []),
    ...(secureMessaging === 'none' ? [] : [`secure messaging, ${secureMessaging}`]),
  ];
  return remarks.length === 0 ? '' : ` (${remarks.join('; ')})`;
}

function answerText(command: Command | ApduError, bytes: Uint8Array, hide: boolean): string {
  if (bytes.length < 2) return `no status word: ${count(bytes.length, 'byte')}`;
  const { data, sw } = parseResponse(bytes);
  const status = `${hex4(sw >> 8, sw)} ${command instanceof ApduError ? describeStatusWord(sw) : statusText(command, sw)}`;
  if (data.length === 0) return status;
  const selected = !(command instanceof ApduError) && command.ins === INS.select;
  const text = hide ? hiddenText(data) : ((selected ? controlInformationText(data) : undefined) ?? dataText(data));
  return `${text}  ${status}`;
}

/** 63Cx says something only together with the command it answers. ISO/IEC 7816-4:2005 §7.5.6 and on. */
function statusText({ ins, data }: Command, sw: number): string {
  const asks = (ins === INS.verify || ins === INS.verifyOdd) && data.length === 0;
  if (asks && sw === 0x9000) return 'verified, or no verification needed';
  if (!comparesSecret(ins) || (sw & 0xfff0) !== 0x63c0) return describeStatusWord(sw);
  const left = `${count(sw & 0x0f, 'try', 'tries')} left`;
  return asks ? `not verified, ${left}` : `wrong, ${left}`;
}
