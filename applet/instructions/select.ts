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
import { type Command, concat, parseTlvs, SW, sameBytes, startsWith, TAG, tlv, toHex } from '../../apdu/index.ts';
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
import { findFile } from './file-reference.ts';

const ANSWER = { fci: 0x00, fcp: 0x04, fmd: 0x08, none: 0x0c } as const;
const OCCURRENCE = { first: 0, last: 1, next: 2, previous: 3 } as const;
const NO_DATA = new Uint8Array(0);

/** What a name selects: the applet by one of its AIDs, or a DF that bears it. */
type Named = { readonly name: Uint8Array; readonly df?: FileNode };

/** Warning of SELECT for a file that is not in use, itself or because of a DF above it, or 9000. */
function selectionWord(file: FileNode, files: FileSystem): number {
  const above = file === files.mf ? SW.ok : selectionWord(files.parentOf(file), files);
  const state = fileStateName(file.lifeCycle);
  if (state === 'terminated' || above === SW.fileTerminated) return SW.fileTerminated;
  return state === 'deactivated' ? SW.fileDeactivated : above;
}

/** Control parameters as they came at creation; the life-cycle status, where they have one, as it is now. */
function parametersOf({ template, lifeCycle }: FileNode): Uint8Array {
  const objects = parseTlvs(template);
  if (!objects.some(({ tag }) => tag === TAG.lifeCycleStatus)) return template;
  const now = Uint8Array.of(lifeCycle);
  return concat(...objects.map(({ tag, value }) => tlv(tag, tag === TAG.lifeCycleStatus ? now : value)));
}

/** The answer that P2 asks for, as far as the card gives any. Refuses 6A86. */
function wantedAnswer(p2: number, { behaviour }: CardServices): number {
  const answer = p2 & 0x0c;
  if (answer === ANSWER.none && !behaviour.selectWithoutAnswer) refuse(SW.incorrectP1P2);
  return behaviour.controlInformation ? answer : ANSWER.none;
}

/** Control information of a file as P2 asks for it. §5.3.3 */
function information(answer: number, file: FileNode, name = file.name): Uint8Array {
  const named = name !== undefined && file.name === undefined ? [tlv(TAG.dfName, name)] : [];
  switch (answer) {
    case ANSWER.fci:
      return tlv(TAG.fci, parametersOf(file), ...named);
    case ANSWER.fcp:
      return tlv(TAG.fcp, parametersOf(file), ...named);
    case ANSWER.fmd:
      return tlv(TAG.fmd, ...(name === undefined ? [] : [tlv(TAG.dfName, name)]));
    default:
      return NO_DATA;
  }
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

/** Names that begin with what is asked for: whole names before longer ones, DFs before the applet. */
function candidates(asked: Uint8Array, { files }: CardServices): Named[] {
  const dfs = files.namedDfs().map((df): Named => ({ name: df.name!, df }));
  const taken = (aid: Uint8Array) => dfs.some(({ name }) => sameBytes(name, aid));
  const all = [...dfs, ...[ISOAPPLET_AID, PKCS15_AID].filter((aid) => !taken(aid)).map((name): Named => ({ name }))];
  const whole = all.filter(({ name }) => sameBytes(name, asked));
  return whole.length > 0 ? whole : all.filter(({ name }) => startsWith(name, asked));
}

/** Picks an occurrence and remembers it on the channel, so that "next" steps on. */
function pick(asked: Uint8Array, occurrence: number, card: CardServices): Named {
  const { session } = card;
  const all = candidates(asked, card);
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

function selectByName(command: Command, card: CardServices, generation: InterfaceGeneration): Answer {
  const { data, p2 } = command;
  const answer = wantedAnswer(p2, card);
  if (card.isTerminated) refuse(SW.conditionsNotSatisfied);
  if (data.length === 0) refuse(SW.wrongLength);
  if (data.length > 16) refuse(SW.lengthInconsistentWithP1P2);
  const { name, df } = pick(data, p2 & 0x03, card);
  if (df !== undefined) {
    card.session.selectFile(df);
    return { data: information(answer, df), sw: selectionWord(df, card.files) };
  }
  const { occurrence } = card.session;
  card.restartSession();
  card.session.occurrence = occurrence;
  const { files } = card;
  if (name === PKCS15_AID) {
    const home = childOf(files.mf, PKCS15_DF) ?? files.mf;
    card.session.selectFile(home);
    return { data: information(answer, home, name), sw: selectionWord(home, files) };
  }
  if (!sameBytes(data, ISOAPPLET_AID)) return information(answer, files.mf, name);
  const wantsVersion = (p2 & 0x0c) !== ANSWER.none;
  generation.aidSelected(card.commandNumber, wantsVersion);
  return wantsVersion ? { data: V0_VERSION, sw: SW.ok, withoutLe: true } : undefined;
}

export function select(generation: InterfaceGeneration): Instruction {
  return (command, card) => {
    const { p1, p2 } = command;
    if ((p2 & 0xf0) !== 0) refuse(SW.incorrectP1P2);
    if (p1 === 0x04) return selectByName(command, card, generation);
    if ((p2 & 0x03) !== 0) refuse(SW.incorrectP1P2);
    const answer = wantedAnswer(p2, card);
    const file = selectedFile(command, card);
    if (p1 === 0x08) generation.pathSelected(card.commandNumber);
    if (file === undefined) refuse(SW.fileNotFound);
    if (card.isTerminated && file !== card.files.mf) refuse(SW.conditionsNotSatisfied);
    card.session.selectFile(file);
    return { data: information(answer, file), sw: selectionWord(file, card.files) };
  };
}
