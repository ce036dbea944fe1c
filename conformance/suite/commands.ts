/** The commands that assertions are made of, as short calls. Each is the fields of a command APDU. */
import { type CommandFields, concat, INS, TAG, tlv, u16 } from '../../apdu/index.ts';

const ANY_LENGTH = 256;

/** P2 of SELECT. §7.1.1 */
// biome-ignore format: a table reads best with its columns aligned
export const ANSWER = { fci: 0x00, fcp: 0x04, fmd: 0x08, none: 0x0c } as const;

/** SELECT with any P1; Le unless nothing is asked for. */
export function select(p1: number, data?: Uint8Array, p2: number = ANSWER.fcp): CommandFields {
  const ne = (p2 & 0x0c) === ANSWER.none ? 0 : ANY_LENGTH;
  return { ins: INS.select, p1, p2, ne, ...(data !== undefined && { data }) };
}

export const selectMf = (p2?: number): CommandFields => select(0x00, u16(0x3f00), p2);
export const selectFid = (fid: number, p2?: number): CommandFields => select(0x00, u16(fid), p2);
export const selectPath = (path: readonly number[], p2?: number): CommandFields =>
  select(0x08, concat(...path.map(u16)), p2);

export const readBinary = (offset = 0, ne = ANY_LENGTH): CommandFields => ({
  ins: INS.readBinary,
  p1: offset >> 8,
  p2: offset & 0xff,
  ne,
});
/** By short identifier. */
export const readBinarySfi = (sfi: number, offset = 0, ne = ANY_LENGTH): CommandFields => ({
  ins: INS.readBinary,
  p1: 0x80 | sfi,
  p2: offset,
  ne,
});
export const updateBinary = (offset: number, data: Uint8Array): CommandFields => ({
  ins: INS.updateBinary,
  p1: offset >> 8,
  p2: offset & 0xff,
  data,
});

/** P2 b3–b1 of the record commands. §7.3 */
// biome-ignore format: a table reads best with its columns aligned
export const RECORD = { first: 0, last: 1, next: 2, previous: 3, number: 4, fromNumber: 5, downToNumber: 6 } as const;

export const readRecord = (p1: number, how: number = RECORD.number, ne = ANY_LENGTH): CommandFields => ({
  ins: INS.readRecord,
  p1,
  p2: how,
  ne,
});

/** The commands that name a PIN in P2. */
const onPin =
  (ins: number) =>
  (p2: number, data?: Uint8Array, p1 = 0x00): CommandFields => ({ ins, p1, p2, ...(data !== undefined && { data }) });
export const verify = onPin(INS.verify);
export const changePin = onPin(INS.changeReferenceData);
export const resetCounter = onPin(INS.resetRetryCounter);
export const disablePin = onPin(INS.disableVerificationRequirement);
export const enablePin = onPin(INS.enableVerificationRequirement);

/** Templates of the security environment. §7.5.11 */
// biome-ignore format: a table reads best with its columns aligned
export const TEMPLATE = { authentication: 0xa4, hash: 0xaa, checksum: 0xb4, signature: 0xb6, confidentiality: 0xb8 } as const;

/** SET of a template with a private key, and an algorithm where one is named. */
export function setEnvironment(template: number, key: number, algorithm?: number): CommandFields {
  const named = algorithm === undefined ? [] : [tlv(TAG.algorithmReference, Uint8Array.of(algorithm))];
  const data = concat(...named, tlv(TAG.privateKeyReference, Uint8Array.of(key)));
  return { ins: INS.manageSecurityEnvironment, p1: 0x41, p2: template, data };
}

export const computeSignature = (data: Uint8Array): CommandFields => ({
  ins: INS.performSecurityOperation,
  p1: 0x9e,
  p2: 0x9a,
  data,
  ne: ANY_LENGTH,
});
export const decipher = (cryptogram: Uint8Array, indicator = 0x00): CommandFields => ({
  ins: INS.performSecurityOperation,
  p1: 0x80,
  p2: 0x86,
  data: concat(Uint8Array.of(indicator), cryptogram),
  ne: ANY_LENGTH,
});

export const getChallenge = (ne: number): CommandFields => ({ ins: INS.getChallenge, ne });
export const getData = (tag: number): CommandFields => ({
  ins: INS.getData,
  p1: tag >> 8,
  p2: tag & 0xff,
  ne: ANY_LENGTH,
});
export const putData = (tag: number, data: Uint8Array): CommandFields => ({
  ins: INS.putData,
  p1: tag >> 8,
  p2: tag & 0xff,
  data,
});

export const openChannel: CommandFields = { ins: INS.manageChannel, ne: 1 };
export const closeChannel = (number: number): CommandFields => ({ ins: INS.manageChannel, p1: 0x80, p2: number });

/** CREATE FILE of a transparent EF without security attributes. */
export function createEf(fid: number, size: number, ...more: readonly Uint8Array[]): CommandFields {
  const objects = [
    tlv(TAG.dataSize, u16(size)),
    tlv(TAG.fileDescriptor, Uint8Array.of(0x01)),
    tlv(TAG.fileIdentifier, u16(fid)),
  ];
  return { ins: INS.createFile, data: tlv(TAG.fcp, ...objects, ...more) };
}
export function createDf(fid: number, ...more: readonly Uint8Array[]): CommandFields {
  const objects = [tlv(TAG.fileDescriptor, Uint8Array.of(0x38)), tlv(TAG.fileIdentifier, u16(fid))];
  return { ins: INS.createFile, data: tlv(TAG.fcp, ...objects, ...more) };
}
export const deleteFile = (fid: number): CommandFields => ({ ins: INS.deleteFile, data: u16(fid) });
