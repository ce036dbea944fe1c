/**
 * Joins what belongs to one logical exchange: GET RESPONSE after 61xx, the same command again after 6Cxx, and the links
 * of a chain. ISO/IEC 7816-4:2005 §5.1.1.1, §5.1.3, §7.6.1.
 */
import { concat, encodeCommand, INS, parseClass, parsedCommand, sameBytes } from '../../apdu/index.ts';
import { type Exchange, type ExchangeSink, type ResetEvent, statusOf } from './exchanges.ts';

export class Folding implements ExchangeSink {
  readonly #sink: ExchangeSink;
  /** The last exchange of each session that the next one may go on with. */
  readonly #held = new Map<string, Exchange>();

  constructor(sink: ExchangeSink) {
    this.#sink = sink;
  }

  exchange(next: Exchange): void {
    const held = this.#held.get(next.session);
    const joined = held === undefined ? undefined : join(held, next);
    if (joined === undefined) this.#release(next.session);
    else this.#held.delete(next.session);
    // What is held comes after what other sessions do in the meantime, so only what may go on is.
    const latest = joined ?? next;
    if (mayGoOn(latest)) this.#held.set(next.session, latest);
    else this.#sink.exchange(latest);
  }

  reset(event: ResetEvent): void {
    this.#release(event.session);
    this.#sink.reset(event);
  }

  remark(line: number): void {
    this.#sink.remark(line);
  }

  unknown(line: number): void {
    this.#sink.unknown(line);
  }

  end(): void {
    for (const session of [...this.#held.keys()]) this.#release(session);
  }

  #release(session: string): void {
    const held = this.#held.get(session);
    this.#held.delete(session);
    if (held !== undefined) this.#sink.exchange(held);
  }
}

/** Something waits, Le was wrong, or it is a link of a chain. */
function mayGoOn({ command, response }: Exchange): boolean {
  const sw1 = response?.at(-2);
  if (response === undefined || response.length < 2) return false;
  return sw1 === 0x61 || sw1 === 0x6c || (command !== undefined && parseClass(command[0] ?? 0).chaining);
}

/** Both as one; undefined when the second is a command of its own. */
function join(first: Exchange, second: Exchange): Exchange | undefined {
  if (first.response === undefined || second.command === undefined || second.response === undefined) return undefined;
  const status = statusOf(first.response);
  if (status === undefined) return undefined;
  const mayGoOn = status >> 8 === 0x61 || status >> 8 === 0x6c || ((first.command?.[0] ?? 0) & 0x10) !== 0;
  const next = mayGoOn ? parsedCommand(second.command) : undefined;
  if (next === undefined) return undefined;
  if (status >> 8 === 0x61 && next.ins === INS.getResponse) {
    const response = concat(first.response.subarray(0, -2), second.response);
    return { ...first, response, quality: 'folded' };
  }
  const before = first.command === undefined ? undefined : parsedCommand(first.command);
  if (before === undefined || before.ins !== next.ins || before.p1 !== next.p1 || before.p2 !== next.p2)
    return undefined;
  if (status >> 8 === 0x6c && before.cla === next.cla && sameBytes(before.data, next.data)) {
    return { ...second, line: first.line, quality: 'folded' };
  }
  const links = parseClass(before.cla).chaining && (before.cla & ~0x10) === (next.cla & ~0x10);
  if (!links || status !== 0x9000 || first.response.length > 2) return undefined;
  const data = concat(before.data, next.data);
  if (data.length > 65535) return undefined;
  const command = encodeCommand({ ...next, data });
  return { ...second, line: first.line, command, quality: 'folded' };
}
