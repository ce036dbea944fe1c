/**
 * The family of transcripts with an arrow or a word for each direction: scriptor and gscriptor, pyscard's console observer,
 * `opensc-tool -s`, ykman, yubico-piv-tool, GPShell, the JCOP shell, mock transports (`=>` and `<=`), macOS, APDUPlay,
 * FreeRDP, cardpeek.
 */
import { concat, u16 } from '../../../apdu/index.ts';
import { dumpRow, leadingHex, pair, wholeHex } from '../hex-text.ts';
import type { LogEvents, LogFormat, LogReader } from '../log-events.ts';

type Direction = 'command' | 'wrapped' | 'answer' | 'status first';

/** What stands before the bytes, at the start of a line or behind a time and a module. */
// biome-ignore format: a table reads best with its columns aligned
const MARKS: readonly (readonly [string, Direction])[] = [
  ['): > ',                'command'],      // yubico-piv-tool
  ['): < ',                'answer'],
  ['SEND: ',               'command'],      // ykman
  ['RECV: ',               'answer'],
  ['C-APDU: ',             'command'],      // pcsc-relay
  ['R-APDU: ',             'answer'],
  ['APDU -> ',             'command'],      // macOS
  ['APDU <- ',             'answer'],
  ['Wrapped command --> ', 'wrapped'],      // GPShell
  ['Command --> ',         'command'],
  ['Sending: ',            'command'],      // opensc-tool, gscriptor
  ['Received: ',           'answer'],
  ['transmitted:',         'command'],      // APDUPlay
  ['received:',            'answer'],
  ['pbSendBuffer: { ',     'command'],      // FreeRDP
  ['pbRecvBuffer: { ',     'answer'],
  ['send: ',               'command'],      // cardpeek
  ['Recv: ',               'status first'],
];
/** A mark stands within so many characters. */
const HEAD = 160;

/** Where the status word stands before the data. */
const STATUS_FIRST =
  /(?:Received \(SW1=0x([0-9A-Fa-f]{2}), SW2=0x([0-9A-Fa-f]{2})\)|RECV \(SW=([0-9A-Fa-f]{4})\))(:?)\s*(.*)$/;
const STATUS_LAST = / SW=([0-9A-Fa-f]{4})$/;
const ATR = /^(?:< OK: |ATR: ?)([0-9A-Fa-f ]+)$/;
const READER = /^(?:connecting to |No reader given: using |Using given card reader: |Using reader with a card: )(.+)$/;
const REMARK =
  /^\s*$|^(?:#|;|\/\/|Using |No reader given|connecting to |disconnecting from |\[?reset\]?$|exit$|Status: | \(\d+ usec\)|Unwrapped |< KO: |Beginning script|Script was executed|Normal processing)/i;
const ROW = 16;

/** Which way the line goes, and where what is behind the mark begins. */
function direction(text: string): readonly [Direction, number] | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x3e && text[1] === ' ') return ['command', 2];
  if (first === 0x3d && text.startsWith('=> ')) return ['command', 3];
  if (first === 0x3c) {
    const behind = text[1] === '=' ? 2 : 1;
    return text.length === behind || text[behind] === ' ' ? ['answer', behind] : undefined;
  }
  const head = text.length > HEAD ? text.slice(0, HEAD) : text;
  for (const [mark, way] of MARKS) {
    const at = head.indexOf(mark);
    if (at !== -1 && !(at > 0 && way !== 'wrapped' && head.startsWith('Unwrapped'))) return [way, at + mark.length];
  }
  return head.startsWith('Response <-- ') ? ['answer', 13] : undefined;
}

export const transcript: LogFormat = {
  name: 'transcript with > and <',
  recognises: (line) => direction(line) !== undefined || STATUS_FIRST.test(line),
  read: (events) => new TranscriptReader(events),
};

/** A command or an answer whose next line may go on. */
interface Open {
  readonly line: number;
  readonly isCommand: boolean;
  /** Row by row. */
  readonly rows: Uint8Array[];
  /** Bytes of a row; a shorter one is the last. */
  readonly width: number;
  /** Of an answer: told before the data; otherwise the data ends in it. */
  readonly sw?: number;
}

class TranscriptReader implements LogReader {
  readonly #events: LogEvents;
  #open: Open | undefined;
  #resetting = false;

  constructor(events: LogEvents) {
    this.#events = events;
  }

  line(text: string, number: number): void {
    if (this.#open !== undefined && this.#continues(this.#open, text)) {
      this.#events.remark(number);
      return;
    }
    const going = direction(text);
    if (going?.[0] === 'wrapped' && this.#open?.isCommand === true) this.#open = undefined;
    else this.end();
    if (going === undefined || (text.startsWith('< ') && /^ ?[OK]/.test(text.slice(going[1]))))
      this.#worded(text, number);
    else if (going[0] === 'answer') this.#answered(text, going[1], number);
    else if (going[0] === 'status first') this.#statusFirst(leadingHex(text, going[1]), number);
    else this.#command(text, going[1], number);
  }

  end(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const status = open.sw === undefined ? [] : [u16(open.sw)];
    const bytes = concat(...open.rows, ...status);
    if (open.isCommand) this.#events.command(open.line, '', bytes);
    else this.#events.response(open.line, '', bytes);
  }

  /** A line that has no direction. */
  #worded(text: string, number: number): void {
    const atr = text.includes(':') ? ATR.exec(text)?.[1] : undefined;
    const statusFirst = text.includes('SW') ? STATUS_FIRST.exec(text) : null;
    const reader = READER.exec(text)?.[1];
    if (reader !== undefined) this.#events.reader('', reader);
    if (atr !== undefined) this.#reset(number, wholeHex(atr));
    else if (statusFirst !== null) {
      const [, sw1, sw2, sw, , rest] = statusFirst;
      const word = Number.parseInt(sw ?? `${sw1}${sw2}`, 16);
      this.#open = { line: number, isCommand: false, rows: [leadingHex(rest!)], width: ROW, sw: word };
    } else if (REMARK.test(text) || wholeHex(text) !== undefined) this.#events.remark(number);
    else this.#events.unknown(number);
  }

  #reset(number: number, atr?: Uint8Array): void {
    this.#events.reset(number, '', this.#resetting ? 'warm' : 'cold', atr);
    this.#resetting = false;
  }

  #command(text: string, from: number, number: number): void {
    if (/^reset/i.test(text.slice(from, from + 5))) {
      this.#resetting = true;
      this.#events.remark(number);
      return;
    }
    const bytes = leadingHex(text, from);
    if (bytes.length === 0) this.#events.unknown(number);
    else this.#open = { line: number, isCommand: true, rows: [bytes], width: bytes.length };
  }

  /** `9000 6F…`: the status word, then the data. */
  #statusFirst(bytes: Uint8Array, number: number): void {
    if (bytes.length < 2) this.#events.unknown(number);
    else this.#events.response(number, '', concat(bytes.subarray(2), bytes.subarray(0, 2)));
  }

  #answered(text: string, from: number, number: number): void {
    const sw = text.at(-5) === '=' ? STATUS_LAST.exec(text)?.[1] : undefined;
    const bytes = sw === undefined ? answerBytes(text, from) : leadingHex(text.slice(0, -8), from);
    if (sw !== undefined) this.#events.response(number, '', concat(bytes, u16(Number.parseInt(sw, 16))));
    else if (bytes.length === 0 && /\w/.test(text.slice(from))) this.#events.unknown(number);
    else if (bytes.length >= ROW && (text.length < from + 3 * bytes.length || !text.includes(' : ', from)))
      this.#open = { line: number, isCommand: false, rows: [bytes], width: bytes.length };
    else this.#events.response(number, '', bytes);
  }

  /** Whether the line goes on with what is open: rows as long as the first, until a shorter one. */
  #continues(open: Open, text: string): boolean {
    // A command of one row is as a rule all of it.
    if (open.width < ROW) return false;
    const isLast = text.includes(' : ');
    const last = isLast ? /^((?:[0-9A-Fa-f]{2} )+): /.exec(text)?.[1] : undefined;
    const row = last === undefined ? rowOf(text, open.width) : wholeHex(last);
    if (row === undefined || row.length > open.width) return false;
    open.rows.push(row);
    if (isLast || row.length < open.width) this.end();
    return true;
  }
}

/** Bytes in columns, and behind two spaces something else. */
const ROW_AND_MORE = /^((?:[0-9A-Fa-f]{2} )+) /;

/** A row of a dump, or of bare bytes. */
function rowOf(text: string, width: number): Uint8Array | undefined {
  const row = text.trimStart();
  if (pair(row, 0) < 0) return undefined;
  if (width !== ROW) return wholeHex(row);
  const whole = dumpRow(row);
  if (whole !== undefined) return whole;
  const cut = ROW_AND_MORE.exec(row)?.[1];
  return cut === undefined ? undefined : wholeHex(cut);
}

/** pyscard writes [] where there is no data, and once wrote a status byte below 10 with one digit. */
function answerBytes(text: string, from: number): Uint8Array {
  const empty = text.startsWith('  []', from) ? 4 : text.startsWith(' []', from) ? 3 : 0;
  if (text.at(-2) !== ' ') return leadingHex(text, from + empty);
  return leadingHex(`${text.slice(0, -1)}0${text.at(-1)}`, from + empty);
}
