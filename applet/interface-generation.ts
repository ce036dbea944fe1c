/**
 * Which generation of the IsoApplet edge the host speaks: the only thing about a host that this card guesses.
 *
 * The two differ in one meaning: algorithm reference 21 hashes the input with SHA-1 for v0 and signs it as it is for v1.
 * Signs of v1: GET DATA of the version object, SELECT of the AID that wants no answer (P2 0C). Sign of v0: two SELECTs
 * of the AID right after each other, then a path from the MF, as a v0 host binds. The guess outlives a warm reset, because
 * hosts select again after one; power-off forgets it.
 */
export type Generation = 'v0' | 'v1';

/** A guess, or a generation that is fixed. */
export type EdgeVersion = Generation | 'auto';

export class InterfaceGeneration {
  readonly #setting: EdgeVersion;
  #guess: Generation = 'v0';
  /** Number of the command that last selected the AID with an answer, and whether the one before it had done so too. */
  #selected = -1;
  #twice = false;

  constructor(setting: EdgeVersion) {
    this.#setting = setting;
  }

  get current(): Generation {
    return this.#setting === 'auto' ? this.#guess : this.#setting;
  }

  powerOn(): void {
    this.#guess = 'v0';
    this.#selected = -1;
    this.#twice = false;
  }

  /** SELECT of the IsoApplet AID; commands are numbered since power-on. */
  aidSelected(commandNumber: number, answerWanted: boolean): void {
    if (!answerWanted) {
      this.#guess = 'v1';
      this.#selected = -1;
      this.#twice = false;
      return;
    }
    this.#twice = this.#selected === commandNumber - 1;
    this.#selected = commandNumber;
  }

  /** SELECT by path from the MF. */
  pathSelected(commandNumber: number): void {
    if (this.#twice && this.#selected === commandNumber - 1) this.#guess = 'v0';
  }

  /** GET DATA of the version object. False when there is none: to a host of v1, a card fixed at v0 must look like one. */
  versionRead(): boolean {
    this.#guess = 'v1';
    return this.#setting !== 'v0';
  }
}
