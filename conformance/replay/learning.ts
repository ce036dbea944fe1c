/** What a replay learns on the way: the values, keys and files of the recorded card, and this card's in their places. */
import { type Command, INS, type Response, sameBytes } from '../../apdu/index.ts';
import { FilesRead } from './files-read.ts';
import type { Knowledge } from './judge.ts';
import { type PublicKey, publicKeyIn } from './public-keys.ts';
import { Substitution } from './substitution.ts';

const NOTHING = new Uint8Array(0);

export class Learning implements Knowledge {
  readonly files = new FilesRead();
  readonly substitution = new Substitution();
  readonly keys: [PublicKey, PublicKey][] = [];

  /** A command, its recorded answer, and this card's. */
  exchange(command: Command, recorded: Response, answered: Response): void {
    switch (command.ins) {
      case INS.select:
        if (answered.sw === 0x9000) this.files.selected(command);
        break;
      case INS.readBinary:
        this.files.read(command, dataRead(recorded), dataRead(answered));
        break;
      case INS.getChallenge:
        this.substitution.learn(recorded.data, answered.data);
        break;
      case INS.generateAsymmetricKeyPair:
        this.#keyPair(publicKeyIn(recorded.data), publicKeyIn(answered.data));
        break;
    }
  }

  /** Whether a key that stands in this file on one card stands, on the other, in the place of two. */
  isContradicted(file: string): boolean {
    const keys = this.files.compare(file)?.keys;
    if (keys === undefined) return false;
    const same = (side: 0 | 1, pair: readonly [PublicKey, PublicKey]): boolean =>
      sameBytes(pair[side].value, keys[side].value);
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

  #keyPair(recorded: PublicKey | undefined, answered: PublicKey | undefined): void {
    if (recorded === undefined || answered === undefined || recorded.kind !== answered.kind) return;
    this.keys.push([recorded, answered]);
    if (!sameBytes(recorded.value, answered.value)) this.substitution.learn(recorded.value, answered.value);
  }
}

/** Of a refused READ BINARY there is nothing to keep; 6282 is a short read. ISO/IEC 7816-4:2005 §7.2.3 */
function dataRead({ sw, data }: Response): Uint8Array {
  return sw === 0x9000 || sw === 0x6282 ? data : NOTHING;
}
