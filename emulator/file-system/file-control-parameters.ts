/**
 * File control parameters. ISO/IEC 7816-4:2005 §5.3.3, table 12.
 *
 * A card keeps the template of CREATE FILE as it came and answers it at SELECT; here it is read once for what it means.
 */
import { parseTlv, parseTlvs, TAG, TlvError, toNumber } from '../../apdu/index.ts';
import type { AccessRules } from '../access-rules.ts';
import { FILE_STATE, fileStateName } from '../life-cycle.ts';
import { type DataObjectRules, parseDataObjectAttributes, parseSecurityAttributes } from '../security-attributes.ts';
import { type FileDescriptor, parseFileDescriptor } from './file-descriptor.ts';

/** What a template says about a file. */
export interface FileControlParameters extends FileDescriptor {
  /** File identifier, 0000–FFFF. */
  readonly fid: number;
  /** DF name, 1–16 bytes. */
  readonly name: Uint8Array | undefined;
  /** Short EF identifier 1–30; undefined when the EF has none. */
  readonly sfi: number | undefined;
  /** Size of an EF's content in bytes, of all records together. */
  readonly size: number;
  /** Life-cycle status byte. */
  readonly lifeCycle: number;
  readonly access: AccessRules;
  /** Rules for a DF's data objects. */
  readonly dataObjectRules: readonly DataObjectRules[];
}

/** Size of a transparent EF whose template gives none, in bytes. */
const DEFAULT_SIZE = 128;

/** The largest transparent EF that 15-bit offsets reach, in bytes. */
export const MAX_EF_SIZE = 0x7fff;

/** FIDs that no file may have: 3F00 is the MF, 3FFF means "current DF", FFFF is reserved. ISO/IEC 7816-4:2005 §5.3.1 */
const RESERVED_FIDS: readonly number[] = [0x3f00, 0x3fff, 0xffff];

/** Tag 88, §5.3.1: SFI in b8–b4; empty: no SFI; absent: the low five bits of the FID. 0 and 31 are no SFI. */
function parseSfi(value: Uint8Array | undefined, fid: number): number | undefined {
  const sfi = value === undefined ? fid & 0x1f : (value[0] ?? 0) >> 3;
  return sfi >= 1 && sfi <= 30 ? sfi : undefined;
}

function sizeOf({ kind, records }: FileDescriptor, given: number | undefined): number {
  if (kind === 'df') return 0;
  return records?.size ?? given ?? DEFAULT_SIZE;
}

/**
 * Reads the content of an FCP or FCI template, or undefined when it describes no file: a missing or malformed object
 * (82 and 83 must be there; a size of one or two bytes in 80 or 81, 80 first), a life-cycle status that is none, security
 * attributes that are none.
 */
export function parseControlParameters(content: Uint8Array): FileControlParameters | undefined {
  const objects = parseTlvs(content);
  const value = (tag: number) => objects.find((object) => object.tag === tag)?.value;
  const fidBytes = value(TAG.fileIdentifier);
  const name = value(TAG.dfName);
  const sizeBytes = value(TAG.dataSize) ?? value(TAG.fileSize);
  const sfiBytes = value(TAG.shortEfIdentifier);
  const lifeCycleBytes = value(TAG.lifeCycleStatus);
  if (sizeBytes !== undefined && (sizeBytes.length < 1 || sizeBytes.length > 2)) return undefined;
  const givenSize = sizeBytes && toNumber(sizeBytes);

  const descriptor = parseFileDescriptor(value(TAG.fileDescriptor) ?? new Uint8Array(0), givenSize);
  const access = parseSecurityAttributes(objects);
  const dataObjectRules = parseDataObjectAttributes(objects);
  const lifeCycle = lifeCycleBytes === undefined ? FILE_STATE.activated : (lifeCycleBytes[0] ?? 0);
  if (descriptor === undefined || access === undefined || dataObjectRules === undefined) return undefined;
  if (fidBytes?.length !== 2) return undefined;
  if (name !== undefined && (name.length < 1 || name.length > 16 || descriptor.kind !== 'df')) return undefined;
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
    size: sizeOf(descriptor, givenSize),
    lifeCycle,
    access,
    dataObjectRules,
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
