/** The PKCS#15 application of any card, read by SELECT and READ BINARY alone. */
import { fromHex, INS, type Response, SW, sameBytes, startsWith, u16 } from '../../apdu/index.ts';
import { PKCS15_AID, PKCS15_DF } from '../../applet/index.ts';
import type { CardHost } from '../card-host.ts';
import { constructed, DER, type FilePath, objectsIn, partOf, partsOf, pathOf } from './directory-file.ts';

/** P1 of SELECT. */
const BY = { fid: 0x00, name: 0x04, pathFromMf: 0x08 } as const;

const MF = fromHex('3F00');
/** "The DF of the application", at the start of a path. */
const APPLICATION_DF = fromHex('3FFF');
const ODF = 0x5031;
const TOKEN_INFO = 0x5032;

const BLOCK = 256;
/** READ BINARY reaches no further with an offset in P1-P2. */
const LONGEST_FILE = 0x8000;

/** Choices of PKCS15Objects, which EF.ODF is made of. */
const DIRECTORY = { privateKeys: 0, certificates: 4, trustedCertificates: 5, authObjects: 8 } as const;

const isDone = ({ sw }: Response): boolean => sw === SW.ok || sw >> 8 === 0x62;

/** Selects something without an answer; with one on a card that gives it in any case. */
function selected(host: CardHost, p1: number, data: Uint8Array): Response {
  const answer = host.exchange({ ins: INS.select, p1, p2: 0x0c, data });
  return answer.sw === SW.incorrectP1P2 ? host.exchange({ ins: INS.select, p1, data, ne: BLOCK }) : answer;
}

/** Whether it is there, and selected now. */
const select = (host: CardHost, p1: number, data: Uint8Array): boolean => isDone(selected(host, p1, data));

/** By name, else by where it usually is. */
function selectApplication(host: CardHost): Response {
  const answer = selected(host, BY.name, PKCS15_AID);
  return isDone(answer) ? answer : selected(host, BY.pathFromMf, u16(PKCS15_DF));
}

/** The EF that is selected, or undefined when it cannot be read. */
function readSelected(host: CardHost, wanted = LONGEST_FILE): Uint8Array | undefined {
  const content = new Uint8Array(Math.min(wanted, LONGEST_FILE));
  let length = 0;
  while (length < content.length) {
    const ne = Math.min(BLOCK, content.length - length);
    const answer = host.exchange({ ins: INS.readBinary, p1: length >> 8, p2: length & 0xff, ne });
    // An offset at the end is refused with one word or another.
    if (!isDone(answer)) return length === 0 ? undefined : content.slice(0, length);
    content.set(answer.data.subarray(0, content.length - length), length);
    length = Math.min(content.length, length + answer.data.length);
    if (answer.data.length < ne) break;
  }
  return content.slice(0, length);
}

/** Paths of the directory files of one kind that an EF.ODF names, in its order. */
export function directoryPaths(odf: Uint8Array, kind: keyof typeof DIRECTORY): FilePath[] {
  const objects = objectsIn(odf);
  // A dialect puts one SEQUENCE around them.
  const choices = objects.length === 1 && objects[0]!.tag === DER.sequence ? partsOf(objects[0]!) : objects;
  return choices
    .filter(({ tag }) => tag === constructed(DIRECTORY[kind]))
    .flatMap((choice) => pathOf(partOf(choice, DER.sequence)) ?? []);
}

export class Pkcs15Application {
  readonly #host: CardHost;
  /** Its DF has been deactivated, or not been activated yet. ISO/IEC 7816-9 */
  readonly isDeactivated: boolean;

  private constructor(host: CardHost, isDeactivated: boolean) {
    this.#host = host;
    this.isDeactivated = isDeactivated;
  }

  /** Selects the application on a powered card; undefined when there is none. A blank card may have one that is empty. */
  static select(host: CardHost): Pkcs15Application | undefined {
    const answer = selectApplication(host);
    return isDone(answer) ? new Pkcs15Application(host, answer.sw === SW.fileDeactivated) : undefined;
  }

  /** Makes the application's DF current; whether that is possible. */
  select(): boolean {
    return isDone(selectApplication(this.#host));
  }

  /** Makes the DF or EF of a path current; whether it is there. */
  open({ fids }: FilePath): boolean {
    const isAbsolute = startsWith(fids, MF);
    const below = isAbsolute || startsWith(fids, APPLICATION_DF) ? fids.subarray(2) : fids;
    if (isAbsolute && below.length > 0 && select(this.#host, BY.pathFromMf, below)) return true;
    if (!(isAbsolute ? select(this.#host, BY.fid, MF) : this.select())) return false;
    for (let at = 0; at < below.length; at += 2) {
      if (!select(this.#host, BY.fid, below.subarray(at, at + 2))) return false;
    }
    return true;
  }

  /** Makes the DF current in which a PIN or key is used: that of the path, else the application's. */
  enter(path: FilePath | undefined): void {
    if (path === undefined || !this.open(path)) this.select();
  }

  /** Content of the EF at a path, or of the part that the path names; undefined when it cannot be read. */
  read(path: FilePath): Uint8Array | undefined {
    if (!this.open(path)) return undefined;
    const { part } = path;
    if (part === undefined) return readSelected(this.#host);
    return readSelected(this.#host, part.start + part.length)?.slice(part.start);
  }

  /** EF.TokenInfo; undefined when there is none. */
  tokenInfo(): Uint8Array | undefined {
    return this.read({ fids: u16(TOKEN_INFO) });
  }

  /** Contents of the directory files of one kind, in the order of EF.ODF; undefined when there is no EF.ODF. */
  directories(kind: keyof typeof DIRECTORY): Uint8Array[] | undefined {
    const odf = this.read({ fids: u16(ODF) });
    return odf && directoryPaths(odf, kind).flatMap((path) => this.read(path) ?? []);
  }
}

/** The entry of a list that has an iD. */
export const withId = <T extends { readonly id: Uint8Array }>(entries: readonly T[], id: Uint8Array): T | undefined =>
  entries.find((entry) => sameBytes(entry.id, id));
