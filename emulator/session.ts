/**
 * What one logical channel remembers until reset, or until it is closed: selected file, security status, security
 * environment, an unfinished command chain, response data that wait. Security status: ISO/IEC 7816-4:2005 §5.4.1.
 */
import type { StatusWord } from '../apdu/index.ts';
import { MF_NUMBER } from './file-system/file-node.ts';

/** A control reference template as MANAGE SECURITY ENVIRONMENT set it. */
export interface SecurityEnvironment {
  /** Algorithm reference; undefined when only the key was named. */
  readonly algorithm: number | undefined;
  readonly keyReference: number;
}

export type EnvironmentTemplate = 'generation' | 'authentication' | 'signature' | 'confidentiality';

/** Links of a command chain received so far. */
export interface Chain {
  /** INS, P1, P2 that every link must repeat. */
  readonly header: number;
  readonly parts: Uint8Array[];
  length: number;
}

/** Response data left over for GET RESPONSE, and the status word after the last of them. */
export interface Waiting {
  readonly data: Uint8Array;
  readonly sw: StatusWord;
}

export class Session {
  /** Place on the card of the application that is selected. */
  readonly application: number;
  /** Whether it was selected by its name, and not just by the reset. */
  isNamed = false;
  /** Number of the current DF. */
  currentDf = MF_NUMBER;
  /** Number of the current EF, if any. */
  currentEf: number | undefined;
  /** Number of the current record of the current EF, if any. */
  currentRecord: number | undefined;
  /** The last selection by a shortened name, for "next occurrence". */
  occurrence: { readonly name: string; readonly index: number } | undefined;
  chain: Chain | undefined;
  waiting: Waiting | undefined;
  readonly environments: { [Template in EnvironmentTemplate]?: SecurityEnvironment } = {};
  readonly #verified = new Set<number>();
  /** Verified PINs that no key has used up yet. */
  readonly #unused = new Set<number>();

  constructor(application: number) {
    this.application = application;
  }

  isVerified(pinReference: number): boolean {
    return this.#verified.has(pinReference);
  }

  /** A PIN was verified on this channel. */
  grant(pinReference: number): void {
    this.#verified.add(pinReference);
    this.#unused.add(pinReference);
  }

  /** The verified status of a PIN is lost on this channel. */
  revoke(pinReference: number): void {
    this.#verified.delete(pinReference);
    this.#unused.delete(pinReference);
  }

  /** Whether a PIN was verified since a key last used verifications up. */
  isUnused(pinReference: number): boolean {
    return this.#unused.has(pinReference);
  }

  /** Uses up every verification, for keys that want one for each use. */
  useUp(): void {
    this.#unused.clear();
  }

  /** Makes a file current: a DF with no current EF, or an EF and the DF it lies in, with no current record. */
  selectFile(file: { readonly number: number; readonly parent: number; readonly kind: 'df' | 'ef' }): void {
    this.currentDf = file.kind === 'df' ? file.number : file.parent;
    this.currentEf = file.kind === 'df' ? undefined : file.number;
    this.currentRecord = undefined;
  }
}
