/**
 * File control parameters. ISO/IEC 7816-4:2005 §5.3.3, table 12; tag 82 is the file descriptor.
 *
 * A card keeps the template of CREATE FILE as it came and answers it at SELECT; here it is read once for what it means.
 */
import { parseTlv, parseTlvs, TAG, type Tlv, TlvError, toNumber } from '../../apdu/index.ts';
import { type AccessRules, NO_RULES, parseCompactRules, parseEdgeRules } from '../access-rules.ts';
import { FILE_STATE, fileStateName } from '../life-cycle.ts';

/** EF structures that b3–b1 of the file descriptor byte tell apart. */
export type EfStructure = 'transparent' | 'linear fixed' | 'linear variable' | 'cyclic';

/** What a template says about a file. */
export interface FileControlParameters {
  readonly kind: 'df' | 'ef';
  /** Only for an EF. */
  readonly structure: EfStructure | undefined;
  /** File identifier, 0000–FFFF. */
  readonly fid: number;
  /** DF name, 1–16 bytes. */
  readonly name: Uint8Array | undefined;
  /** Short EF identifier 1–30; undefined when the EF has none. */
  readonly sfi: number | undefined;
  /** Size of an EF's content in bytes. */
  readonly size: number;
  /** Life-cycle status byte. */
  readonly lifeCycle: number;
  readonly access: AccessRules;
}

/** Size of an EF whose template gives none, in bytes. */
const DEFAULT_SIZE = 128;

/** The largest EF that 15-bit offsets reach, in bytes. */
export const MAX_EF_SIZE = 0x7fff;

/** FIDs that no file may have: 3F00 is the MF, 3FFF means "current DF", FFFF is reserved. ISO/IEC 7816-4:2005 §5.3.1 */
const RESERVED_FIDS: readonly number[] = [0x3f00, 0x3fff, 0xffff];

// biome-ignore format: a table reads best with its columns aligned
const STRUCTURES: ReadonlyMap<number, EfStructure> = new Map([
  [1, 'transparent'],
  [2, 'linear fixed'],    [3, 'linear fixed'],
  [4, 'linear variable'], [5, 'linear variable'],
  [6, 'cyclic'],          [7, 'cyclic'],
]);

/** File descriptor byte, first of tag 82: 38 a DF; else an EF, its structure in b3–b1, and only the working and internal kinds. */
function parseDescriptor(byte: number): Pick<FileControlParameters, 'kind' | 'structure'> | undefined {
  if ((byte & 0xbf) === 0x38) return { kind: 'df', structure: undefined };
  const structure = STRUCTURES.get(byte & 0x07);
  const category = byte & 0xb8;
  return structure !== undefined && (category === 0x00 || category === 0x08) ? { kind: 'ef', structure } : undefined;
}

/** Tag 88, §5.3.1: SFI in b8–b4; empty: no SFI; absent: the low five bits of the FID. 0 and 31 are no SFI. */
function parseSfi(value: Uint8Array | undefined, fid: number): number | undefined {
  const sfi = value === undefined ? fid & 0x1f : (value[0] ?? 0) >> 3;
  return sfi >= 1 && sfi <= 30 ? sfi : undefined;
}

function parseAccess(objects: readonly Tlv[]): AccessRules | undefined {
  const compact = objects.find(({ tag }) => tag === TAG.compactAttributes);
  if (compact !== undefined) return parseCompactRules(compact.value);
  const edge = objects.find(({ tag }) => tag === TAG.proprietaryAttributes);
  return edge === undefined ? NO_RULES : parseEdgeRules(edge.value);
}

/**
 * Reads the content of an FCP or FCI template, or undefined when it describes no file: a missing or malformed object
 * (82 and 83 must be there; a size of one or two bytes in 80 or 81, 80 first), a reserved FID, a life-cycle status that is
 * none.
 */
export function parseControlParameters(content: Uint8Array): FileControlParameters | undefined {
  const objects = parseTlvs(content);
  const value = (tag: number) => objects.find((object) => object.tag === tag)?.value;
  const descriptorBytes = value(TAG.fileDescriptor);
  const fidBytes = value(TAG.fileIdentifier);
  const name = value(TAG.dfName);
  const sizeBytes = value(TAG.dataSize) ?? value(TAG.fileSize);
  const sfiBytes = value(TAG.shortEfIdentifier);
  const lifeCycleBytes = value(TAG.lifeCycleStatus);

  const descriptor =
    descriptorBytes && descriptorBytes.length <= 6 ? parseDescriptor(descriptorBytes[0] ?? 0) : undefined;
  const access = parseAccess(objects);
  const lifeCycle = lifeCycleBytes === undefined ? FILE_STATE.activated : (lifeCycleBytes[0] ?? 0);
  if (descriptor === undefined || access === undefined || fidBytes?.length !== 2) return undefined;
  if (name !== undefined && (name.length < 1 || name.length > 16 || descriptor.kind !== 'df')) return undefined;
  if (sizeBytes !== undefined && (sizeBytes.length < 1 || sizeBytes.length > 2)) return undefined;
  if (sfiBytes !== undefined && sfiBytes.length > 1) return undefined;
  if ((lifeCycleBytes !== undefined && lifeCycleBytes.length !== 1) || fileStateName(lifeCycle) === undefined) {
    return undefined;
  }
  const fid = toNumber(fidBytes);
  return {
    ...descriptor,
    fid,
    name,
    sfi: descriptor.kind === 'ef' ? parseSfi(sfiBytes, fid) : undefined,
    size: descriptor.kind === 'ef' ? (sizeBytes === undefined ? DEFAULT_SIZE : toNumber(sizeBytes)) : 0,
    lifeCycle,
    access,
  };
}

/**
 * Reads the template of CREATE FILE: tag 62 or 6F around control parameters. Undefined when it is malformed or names a
 * reserved FID.
 */
export function parseCreateTemplate(data: Uint8Array): (FileControlParameters & { content: Uint8Array }) | undefined {
  try {
    const template = parseTlv(data);
    if (template.tag !== TAG.fcp && template.tag !== TAG.fci) return undefined;
    const parameters = parseControlParameters(template.value);
    if (parameters === undefined || RESERVED_FIDS.includes(parameters.fid)) return undefined;
    return { ...parameters, content: template.value };
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}
