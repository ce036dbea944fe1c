/** What a replay learns on the way: the values, keys and files of the recorded card, and this card's in their places. */
import { type Command, concat, INS, parseClass, type Response, sameBytes } from '../../apdu/index.ts';
import type { KeyPair } from './contents.ts';
import { FilesRead } from './files-read.ts';
import { importedKey } from './imported-key.ts';
import type { Knowledge, Unlike } from './judgement.ts';
import { KeySlots } from './key-slots.ts';
import { evidenceOfReference } from './known-differences.ts';
import { type PublicKey, publicKeyIn } from './public-keys.ts';
import { Substitution } from './substitution.ts';

const NOTHING = new Uint8Array(0);

export type Standing = Pick<Unlike, 'file' | 'slot' | 'unselected' | 'afterChange' | 'readBefore'>;

export class Learning implements Knowledge {
  readonly files = new FilesRead();
  readonly substitution = new Substitution();
  readonly keys: KeyPair[] = [];
  readonly seen = new Set<string>();
  readonly #slots = new KeySlots();
  /** Data of the links of a chain that is not yet complete. */
  #links: Command[] = [];
  #isUnselected = true;
  #isAfterChange = false;
  /** Answers by which the reference card gives itself away, less those that it never gives. */
  #evidence = 0;

  /** The command with the data of all links of its chain. To be asked once for every command, before its answer. */
  whole(command: Command): Command {
    const { chaining } = parseClass(command.cla);
    const [first] = this.#links;
    if (first !== undefined && !(first.ins === command.ins && first.p1 === command.p1 && first.p2 === command.p2)) {
      this.#links = [];
    }
    if (!chaining && this.#links.length === 0) return command;
    this.#links.push(command);
    const data = concat(...this.#links.map((link) => link.data));
    if (!chaining) this.#links = [];
    return { ...command, data };
  }

  /** A command with the data of its whole chain, its recorded answer, and this card's. */
  exchange(command: Command, recorded: Response, answered: Response): void {
    const done = recorded.sw === 0x9000 && answered.sw === 0x9000;
    this.#evidence += evidenceOfReference(command, recorded.sw, recorded.data);
    switch (command.ins) {
      case INS.select:
        if (recorded.sw === 0x9000) this.#isUnselected = false;
        if (answered.sw === 0x9000) this.files.selected(command);
        return;
      case INS.verify:
        if (answered.sw === 0x9000) this.#isAfterChange = false;
        return;
      case INS.changeReferenceData:
      case INS.resetRetryCounter:
        this.#isAfterChange = true;
        return;
      case INS.readBinary:
      case INS.readRecord:
      case INS.getData:
      case INS.getDataOdd:
        this.files.read(command, dataRead(recorded), dataRead(answered));
        return;
      case INS.getChallenge:
        this.substitution.learn(recorded.data, answered.data);
        return;
      case INS.manageSecurityEnvironment:
        if (answered.sw === 0x9000) this.#slots.chosen(command);
        return;
      case INS.generateAsymmetricKeyPair:
      case INS.generateAsymmetricKeyPairOdd:
        if (done) this.#slots.renewed(this.#keyPair(publicKeyIn(recorded.data), publicKeyIn(answered.data)));
        return;
      case INS.putData:
      case INS.putDataOdd:
        if (done) this.#imported(importedKey(command));
        return;
    }
  }

  /** How things stand for a command whose answers have just been learnt. */
  standing(command: Command, recorded: Response): Standing {
    return {
      file: this.files.fileOf(command),
      slot: this.#slots.usedBy(command),
      unselected: this.#isUnselected,
      afterChange: this.#isAfterChange,
      readBefore: command.ins === INS.readBinary && this.files.wasReadElsewhere(command, recorded.data),
    };
  }

  get mayBeReference(): boolean {
    return this.#evidence >= 0;
  }

  /** After a reset nothing is selected, no key chosen, no chain begun. */
  reset(): void {
    this.files.reset();
    this.#slots.reset();
    this.#links = [];
    this.#isUnselected = true;
    this.#isAfterChange = false;
  }

  /** Whether a key that stands in this file on one card stands, on the other, in the place of two. */
  isContradicted(file: string): boolean {
    const keys = this.files.compare(file)?.keys;
    if (keys === undefined) return false;
    const same = (side: 0 | 1, pair: KeyPair): boolean => sameBytes(pair[side].value, keys[side].value);
    return this.keys.some((pair) => same(0, pair) !== same(1, pair));
  }

  /** The trace has ended: whole files may hold keys. */
  finished(): Knowledge {
    for (const name of this.files.names) {
      const comparison = this.files.compare(name);
      if (comparison?.keys !== undefined) this.#keyPair(...comparison.keys);
    }
    return this;
  }

  #imported(key: PublicKey | undefined): void {
    if (key !== undefined) this.#slots.renewed(this.#keyPair(key, key));
  }

  #keyPair(recorded: PublicKey | undefined, answered: PublicKey | undefined): KeyPair | undefined {
    if (recorded === undefined || answered === undefined || recorded.kind !== answered.kind) return undefined;
    const pair: KeyPair = [recorded, answered];
    this.keys.push(pair);
    if (!sameBytes(recorded.value, answered.value)) this.substitution.learn(recorded.value, answered.value);
    return pair;
  }
}

/** Of a refused READ BINARY there is nothing to keep; 6282 is a short read. ISO/IEC 7816-4:2005 §7.2.3 */
function dataRead({ sw, data }: Response): Uint8Array {
  return sw === 0x9000 || sw === 0x6282 ? data : NOTHING;
}
