/**
 * One message at a time between a caller and the thread of a card, in shared memory: a call there, its answer back. Messages of
 * worker threads cost the event loops of both ends some 100 µs a call; a short wait on shared memory costs a few.
 */

/** What lies in the mailbox. */
const STATE = {
  empty: 0,
  call: 1,
  /** A call whose caller no longer waits here, and is to be woken by a message. */
  callLeft: 2,
  answer: 3,
} as const;

/** A word of the control block. */
const WORD = { state: 0, kind: 1, length: 2 } as const;
const CONTROL_BYTES = 16;
/** Longer than any command or response APDU; what is longer still is cut, and stays too long to be one. */
const PAYLOAD_BYTES = 65_600;

/**
 * How often an end looks before it sleeps: what is about to come is caught without the kernel's help. The thread looks for
 * longer, some 40 µs, because a host's next command follows an answer at about that distance.
 */
const LOOKS = { caller: 2_000, thread: 20_000 } as const;

/** One byte that says what it is, and bytes. */
export interface Letter {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** Shared memory for a new mailbox. */
export function mailboxMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES + PAYLOAD_BYTES);
}

/** Either end. */
export class Mailbox {
  readonly #control: Int32Array;
  readonly #payload: Uint8Array;

  constructor(memory: SharedArrayBuffer) {
    this.#control = new Int32Array(memory, 0, CONTROL_BYTES / 4);
    this.#payload = new Uint8Array(memory, CONTROL_BYTES);
  }

  /** The caller puts in a call. The mailbox must be empty. */
  call(letter: Letter): void {
    this.#put(letter);
    this.#turn(STATE.call);
  }

  /** The caller waits for the answer, up to `milliseconds`; undefined when it is not there by then: the thread will wake the caller. */
  answerWithin(milliseconds: number): Letter | undefined {
    this.#sleepWhile(STATE.call, LOOKS.caller, milliseconds);
    const given = Atomics.compareExchange(this.#control, WORD.state, STATE.call, STATE.callLeft) === STATE.answer;
    return given ? this.takeAnswer() : undefined;
  }

  /** The caller takes the answer that is there, which empties the mailbox. */
  takeAnswer(): Letter {
    const letter = this.#get();
    Atomics.store(this.#control, WORD.state, STATE.empty);
    return letter;
  }

  /** The thread waits for the next call, up to `milliseconds`. */
  callWithin(milliseconds: number): Letter | undefined {
    this.#sleepWhile(STATE.answer, LOOKS.thread, milliseconds);
    this.#sleepWhile(STATE.empty, LOOKS.thread, milliseconds);
    const state = Atomics.load(this.#control, WORD.state);
    return state === STATE.call || state === STATE.callLeft ? this.#get() : undefined;
  }

  /** The thread puts in the answer. False when the caller no longer waits, and is to be woken. */
  answer(letter: Letter): boolean {
    this.#put(letter);
    return this.#turn(STATE.answer) === STATE.call;
  }

  #put({ kind, bytes }: Letter): void {
    const length = Math.min(bytes.length, PAYLOAD_BYTES);
    this.#payload.set(length === bytes.length ? bytes : bytes.subarray(0, length));
    this.#control[WORD.kind] = kind;
    this.#control[WORD.length] = length;
  }

  #get(): Letter {
    return { kind: this.#control[WORD.kind]!, bytes: this.#payload.slice(0, this.#control[WORD.length]) };
  }

  #turn(state: number): number {
    const before = Atomics.exchange(this.#control, WORD.state, state);
    Atomics.notify(this.#control, WORD.state);
    return before;
  }

  #sleepWhile(state: number, looks: number, milliseconds: number): void {
    for (let look = 0; look < looks; look++) if (Atomics.load(this.#control, WORD.state) !== state) return;
    Atomics.wait(this.#control, WORD.state, state, milliseconds);
  }
}
