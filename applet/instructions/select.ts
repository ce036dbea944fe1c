/**
 * SELECT (INS A4). ISO/IEC 7816-4:2005 §7.1.1
 *
 * P1 00 MF or by FID · 01 child DF · 02 EF below the current DF · 03 parent · 04 by DF name, whole or cut on the right ·
 *    08 path from the MF · 09 path from the current DF
 * P2 b2b1 occurrence (names only): 00 first, 01 last, 10 next, 11 previous · b4b3 answer: 00 FCI, 04 FCP, 08 FMD, 0C none
 *
 * Answers 9000 · 6283 deactivated, 6285 terminated, with data · 6700 · 6985 on a terminated card all but the MF · 6A82 · 6A86 ·
 * 6A87. A refusal changes nothing.
 * The applet's own names are names too. A selection by one of them begins anew on its channel: MF (PKCS#15: its DF, where
 * there is one) current, nothing verified.
 */
import { type Command, SW, sameBytes, startsWith, toHex } from '../../apdu/index.ts';
import {
  type Answer,
  type CardServices,
  childOf,
  type FileNode,
  type FileSystem,
  fileStateName,
  type Instruction,
  refuse,
} from '../../emulator/index.ts';
import type { InterfaceGeneration } from '../interface-generation.ts';
import { ISOAPPLET_AID, PKCS15_AID, PKCS15_DF, V0_VERSION } from '../names.ts';
import { ANSWER, information, wantedAnswer } from './control-information.ts';
import { findFile } from './file-reference.ts';

const OCCURRENCE = { first: 0, last: 1, next: 2, previous: 3 } as const;

/** What a name selects: the applet by one of its AIDs, or a DF that bears it. */
type Named = { readonly name: Uint8Array; readonly df?: FileNode };

/** Warning of SELECT for a file that is not in use, itself or because of a DF above it, or 9000. */
function selectionWord(file: FileNode, files: FileSystem): number {
  const above = file === files.mf ? SW.ok : selectionWord(files.parentOf(file), files);
  const state = fileStateName(file.lifeCycle);
  if (state === 'terminated' || above === SW.fileTerminated) return SW.fileTerminated;
  return state === 'deactivated' ? SW.fileDeactivated : above;
}

/** The file that P1 and the data field name, or undefined. */
function selectedFile(command: Command, card: CardServices): FileNode | undefined {
  const { p1, data } = command;
  const { files, session } = card;
  if (p1 === 0x03) {
    if (data.length > 0) refuse(SW.lengthInconsistentWithP1P2);
    const currentDf = files.file(session.currentDf)!;
    return currentDf === files.mf ? undefined : files.parentOf(currentDf);
  }
  return p1 === 0x00 && data.length === 0 ? files.mf : findFile(command, card);
}

/** Names that begin with what is asked for: whole names before longer ones, DFs before the applet's own. */
function candidates(asked: Uint8Array, { files }: CardServices, own: readonly Uint8Array[]): Named[] {
  const dfs = files.namedDfs().map((df): Named => ({ name: df.name!, df }));
  const taken = (aid: Uint8Array) => dfs.some(({ name }) => sameBytes(name, aid));
  const all = [...dfs, ...own.filter((aid) => !taken(aid)).map((name): Named => ({ name }))];
  const whole = all.filter(({ name }) => sameBytes(name, asked));
  return whole.length > 0 ? whole : all.filter(({ name }) => startsWith(name, asked));
}

/** Picks an occurrence and remembers it on the channel, so that "next" steps on. */
function pick(asked: Uint8Array, occurrence: number, card: CardServices, own: readonly Uint8Array[]): Named {
  const { session } = card;
  const all = candidates(asked, card, own);
  const name = toHex(asked);
  const last = session.occurrence?.name === name ? session.occurrence.index : undefined;
  // biome-ignore format: a table reads best with its columns aligned
  const index =
    occurrence === OCCURRENCE.first ? 0 :
    occurrence === OCCURRENCE.last  ? all.length - 1 :
    occurrence === OCCURRENCE.next  ? (last ?? -1) + 1 :
                                      (last ?? all.length) - 1;
  const named = all[index] ?? refuse(SW.fileNotFound);
  card.session.occurrence = { name, index };
  return named;
}

const greetingOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function selectByName(command: Command, card: CardServices, { generation, names }: Selected): Answer {
  const { data, p2 } = command;
  const answer = wantedAnswer(p2, card);
  if (card.isTerminated) refuse(SW.conditionsNotSatisfied);
  if (data.length === 0) refuse(SW.wrongLength);
  if (data.length > 16) refuse(SW.lengthInconsistentWithP1P2);
  const { name, df } = pick(data, p2 & 0x03, card, names);
  if (df !== undefined) {
    card.session.selectFile(df);
    return { data: information(answer, df, card), sw: selectionWord(df, card.files) };
  }
  const { occurrence } = card.session;
  card.restartSession();
  card.session.occurrence = occurrence;
  card.session.isNamed = true;
  const { files, behaviour } = card;
  if (behaviour.greeting !== undefined) return answer === ANSWER.none ? undefined : greetingOf(behaviour.greeting);
  if (name === PKCS15_AID) {
    const home = childOf(files.mf, PKCS15_DF) ?? files.mf;
    card.session.selectFile(home);
    return { data: information(answer, home, card, name), sw: selectionWord(home, files) };
  }
  if (!sameBytes(data, ISOAPPLET_AID)) return information(answer, files.mf, card, name);
  const wantsVersion = (p2 & 0x0c) !== ANSWER.none;
  generation.aidSelected(card.commandNumber, wantsVersion);
  return wantsVersion ? { data: V0_VERSION, sw: SW.ok, withoutLe: true } : undefined;
}

/** What SELECT of one card needs to know. */
export interface Selected {
  readonly generation: InterfaceGeneration;
  /** The names that select the applet. */
  readonly names: readonly Uint8Array[];
}

export function select(selected: Selected): Instruction {
  return (command, card) => {
    const { p1, p2 } = command;
    if ((p2 & 0xf0) !== 0) refuse(SW.incorrectP1P2);
    if (p1 === 0x04) return selectByName(command, card, selected);
    if ((p2 & 0x03) !== 0) refuse(SW.incorrectP1P2);
    const answer = wantedAnswer(p2, card);
    const file = selectedFile(command, card);
    if (p1 === 0x08) selected.generation.pathSelected(card.commandNumber);
    if (file === undefined) refuse(SW.fileNotFound);
    if (card.isTerminated && file !== card.files.mf) refuse(SW.conditionsNotSatisfied);
    card.session.selectFile(file);
    return { data: information(answer, file, card), sw: selectionWord(file, card.files) };
  };
}
