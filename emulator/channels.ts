/** The card's logical channels, each with a session of its own. ISO/IEC 7816-4:2005 §5.1.1.2 and §7.1.2 */
import { Session } from './session.ts';

export class Channels {
  /** How many there are, the basic one included: 1–20. */
  readonly count: number;
  /** The basic channel's session is always there; the others while they are open. */
  readonly #sessions: (Session | undefined)[] = [new Session(0)];
  #current = 0;

  constructor(count: number) {
    this.count = count;
  }

  /** After reset: the basic channel only, with the first application, nothing verified. */
  reset(): void {
    this.#sessions.length = 0;
    this.#sessions[0] = new Session(0);
    this.#current = 0;
  }

  /** Makes a channel the one that the command at hand came on. False when it is not open. */
  enter(channel: number): boolean {
    this.#current = channel;
    return this.#sessions[channel] !== undefined;
  }

  /** The session of the channel that the command at hand came on. */
  get session(): Session {
    return this.#sessions[this.#current]!;
  }

  set session(session: Session) {
    this.#sessions[this.#current] = session;
  }

  get basic(): Session {
    return this.#sessions[0]!;
  }

  /** Opens a channel: the one asked for, below `count`, or the lowest free one. Undefined when it is not free. */
  open(number?: number): number | undefined {
    const isFree = (channel: number) => this.#sessions[channel] === undefined;
    const all = Array.from({ length: this.count }, (_, channel) => channel);
    const channel = number === undefined ? all.find(isFree) : isFree(number) ? number : undefined;
    if (channel === undefined) return undefined;
    // From another channel than the basic one the new channel begins in that channel's application and DF. §7.1.2
    const origin = this.#current === 0 ? undefined : this.session;
    const session = new Session(origin?.application ?? 0);
    if (origin !== undefined) session.currentDf = origin.currentDf;
    this.#sessions[channel] = session;
    return channel;
  }

  /** Closes a channel other than the basic one. False when it was not open. */
  close(number: number): boolean {
    const wasOpen = this.#sessions[number] !== undefined;
    this.#sessions[number] = undefined;
    return wasOpen;
  }

  /** The sessions that are in an application. */
  inApplication(application: number): Session[] {
    return this.#sessions.filter((session) => session?.application === application) as Session[];
  }
}
