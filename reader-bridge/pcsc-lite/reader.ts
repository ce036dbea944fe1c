/**
 * One reader as pcsc-lite's clients share it: open handles, the lock of a transaction or of exclusive use, the protocol that
 * was chosen, and what is pending for each handle.
 */
import { offeredProtocols, parseAtr } from '../../apdu/index.ts';
import type { Slot } from '../slot.ts';
import { PROTOCOL, READER_STATE, SCARD, SHARE } from './constants.ts';
import { READER_STATE_ENTRY as ENTRY, Message } from './messages.ts';

/** A connection to a reader, as SCardConnect gave it to one client. */
export interface Handle {
  readonly id: number;
  readonly reader: Reader;
  /** The client connection it belongs to. */
  readonly owner: object;
  /** What happened to the card since the handle last connected: a return value, or success. */
  pending: number;
}

/** T=1 when it is wanted and offered, else T=0, else 0. */
function preferred(wanted: number, offered: readonly number[]): number {
  const common = wanted & ((offered.includes(0) ? PROTOCOL.t0 : 0) | (offered.includes(1) ? PROTOCOL.t1 : 0));
  return (common & PROTOCOL.t1) !== 0 ? PROTOCOL.t1 : common;
}

export class Reader {
  readonly slot: Slot;
  readonly handles = new Set<Handle>();
  /** −1 exclusive, 0 nobody, n handles. */
  sharing = 0;
  /** Bits of PROTOCOL, 0 when none was chosen since the last reset. */
  protocol = 0;
  #lockOwner: Handle | undefined;
  #lockDepth = 0;
  readonly #lockWaiters = new Set<() => void>();

  constructor(slot: Slot) {
    this.slot = slot;
  }

  get lockOwner(): Handle | undefined {
    return this.#lockOwner;
  }

  get lockDepth(): number {
    return this.#lockDepth;
  }

  isLockedFor(handle: Handle): boolean {
    return this.#lockOwner !== undefined && this.#lockOwner !== handle;
  }

  lock(handle: Handle): void {
    this.#lockOwner = handle;
    this.#lockDepth++;
  }

  unlock(): void {
    if (--this.#lockDepth === 0) this.freeLock();
  }

  freeLock(): void {
    this.#lockOwner = undefined;
    this.#lockDepth = 0;
    for (const waiter of [...this.#lockWaiters]) waiter();
  }

  /** Calls back when the lock may be free; returns how to stop waiting. */
  onUnlock(waiter: () => void): () => void {
    this.#lockWaiters.add(waiter);
    return () => this.#lockWaiters.delete(waiter);
  }

  /** Something happened to the card: every handle is told at its next use, and the protocol is chosen anew. */
  mark(event: number): void {
    this.protocol = 0;
    for (const handle of this.handles) handle.pending = event;
  }

  /** Bits of READER_STATE. */
  get state(): number {
    if (!this.slot.hasCard) return READER_STATE.absent;
    if (this.slot.isMute) return READER_STATE.present | READER_STATE.swallowed;
    return READER_STATE.present | (this.slot.isPowered ? READER_STATE.powered | READER_STATE.negotiable : 0);
  }

  /**
   * The protocol of a new use, 0 for none yet; undefined: PROTO_MISMATCH. The first one chosen binds all handles, but that one
   * of them asks for RAW takes it from nobody.
   */
  chooseProtocol(shareMode: number, asked: number): number | undefined {
    if ((asked & PROTOCOL.raw) !== 0) {
      if (this.protocol === 0) this.protocol = PROTOCOL.raw;
      return PROTOCOL.raw;
    }
    if (shareMode === SHARE.direct) return this.protocol;
    if (this.protocol !== 0) return (asked & this.protocol) === 0 ? undefined : this.protocol;
    const wanted = (asked & PROTOCOL.any) !== 0 ? PROTOCOL.t0 | PROTOCOL.t1 : asked;
    this.protocol = preferred(wanted, offeredProtocols(parseAtr(this.slot.atr)));
    return this.protocol === 0 ? undefined : this.protocol;
  }

  /** Writes its READER_STATE entry. */
  describe(into: Uint8Array): void {
    const { slot } = this;
    const message = new Message(into);
    message.setText(ENTRY.name, slot.name);
    message.set(ENTRY.eventCounter, slot.eventCount & 0xffff);
    message.set(ENTRY.state, this.state);
    message.set(ENTRY.sharing, this.sharing >>> 0);
    into.set(slot.atr, ENTRY.atr);
    message.set(ENTRY.atrLength, slot.atr.length);
    message.set(ENTRY.protocol, this.protocol);
  }

  /** What stands in the way of a handle that wants to use the card: a return value, or success. */
  obstacle(handle: Handle): number {
    if (this.isLockedFor(handle)) return SCARD.sharingViolation;
    return handle.pending;
  }
}
