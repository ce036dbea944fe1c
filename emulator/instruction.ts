/**
 * An instruction is a function of the command and the card. It returns response data (answered 9000), data with a
 * warning, or nothing (a bare 9000); it refuses with a status word, thrown here and answered in one place.
 */
import type { Command, Response, StatusWord } from '../apdu/index.ts';
import type { CardServices } from './card-services.ts';

/** Response data with a status word of its own. */
export interface FullAnswer extends Response {
  /** The data are sent although the command has no Le field: for an answer that hosts expect that way. */
  readonly withoutLe?: true;
}

// biome-ignore lint/suspicious/noConfusingVoidType: an instruction that answers no data simply returns
export type Answer = Uint8Array | FullAnswer | void;

export type Instruction = (command: Command, card: CardServices) => Answer;

/**
 * always: even when the card's use is terminated · alive: until then · active: while, besides, the current DF and those above
 * it are neither deactivated nor terminated.
 */
export type When = 'always' | 'alive' | 'active';

/** One row of what a card answers. */
export interface InstructionRow {
  /** Even or odd instruction code, 00–FF. */
  readonly ins: number;
  /** The standard's name, such as "READ BINARY". */
  readonly name: string;
  /** Where it is specified. */
  readonly clause: string;
  /** Whether its data field may come in links (ISO/IEC 7816-4:2005 §5.1.1.1). */
  readonly chaining: boolean;
  /** In which states of the card and of the current DF it runs; in the others it is refused with 6985. */
  readonly when: When;
  readonly run: Instruction;
}

/** The host is refused; what a command had not committed has not happened. */
export class Refusal {
  readonly sw: StatusWord;
  constructor(sw: StatusWord) {
    this.sw = sw;
  }
}

/** Refuses the command at hand with a status word. */
export function refuse(sw: StatusWord): never {
  throw new Refusal(sw);
}
