/** For each instruction: where it is specified, and what a host notices when it is answered otherwise than recorded. */
import { INS } from '../../apdu/index.ts';

interface InstructionRow {
  readonly clause: string;
  readonly effect: string;
}

// biome-ignore format: a table reads best with its columns aligned
const ROWS: ReadonlyMap<number, InstructionRow> = new Map([
  [INS.select,                         { clause: '7816-4:2005 §7.1.1',  effect: 'the host takes the card for another one, or misses a file' }],
  [INS.manageChannel,                  { clause: '7816-4:2005 §7.1.2',  effect: 'the host gets no channel of its own' }],
  [INS.readBinary,                     { clause: '7816-4:2005 §7.2.3',  effect: 'the host reads another object, or none' }],
  [INS.writeBinary,                    { clause: '7816-4:2005 §7.2.4',  effect: 'the object is not stored as the host believes' }],
  [INS.updateBinary,                   { clause: '7816-4:2005 §7.2.5',  effect: 'the object is not stored as the host believes' }],
  [INS.eraseBinary,                    { clause: '7816-4:2005 §7.2.7',  effect: 'the object is not erased as the host believes' }],
  [INS.readRecord,                     { clause: '7816-4:2005 §7.3.3',  effect: 'the host reads another record, or none' }],
  [INS.writeRecord,                    { clause: '7816-4:2005 §7.3.4',  effect: 'the record is not stored as the host believes' }],
  [INS.updateRecord,                   { clause: '7816-4:2005 §7.3.5',  effect: 'the record is not stored as the host believes' }],
  [INS.appendRecord,                   { clause: '7816-4:2005 §7.3.6',  effect: 'the record is not stored as the host believes' }],
  [INS.searchRecord,                   { clause: '7816-4:2005 §7.3.7',  effect: 'the host finds another record, or none' }],
  [INS.eraseRecord,                    { clause: '7816-4:2005 §7.3.8',  effect: 'the record is not erased as the host believes' }],
  [INS.getData,                        { clause: '7816-4:2005 §7.4.2',  effect: 'the host takes the card for another kind or release' }],
  [INS.getDataOdd,                     { clause: '7816-4:2005 §7.4.2',  effect: 'the host takes the card for another kind or release' }],
  [INS.putData,                        { clause: '7816-4:2005 §7.4.3',  effect: 'the object or key is not stored' }],
  [INS.putDataOdd,                     { clause: '7816-4:2005 §7.4.3',  effect: 'the object or key is not stored' }],
  [INS.internalAuthenticate,           { clause: '7816-4:2005 §7.5.2',  effect: 'the card does not prove who it is' }],
  [INS.getChallenge,                   { clause: '7816-4:2005 §7.5.3',  effect: 'the host gets no random number' }],
  [INS.verify,                         { clause: '7816-4:2005 §7.5.6',  effect: 'log-in fails, or the host tells a wrong number of tries' }],
  [INS.changeReferenceData,            { clause: '7816-4:2005 §7.5.7',  effect: 'the PIN is not what its holder believes' }],
  [INS.enableVerificationRequirement,  { clause: '7816-4:2005 §7.5.8',  effect: 'the PIN is not asked for as it should be' }],
  [INS.disableVerificationRequirement, { clause: '7816-4:2005 §7.5.9',  effect: 'the PIN is asked for though it should not be' }],
  [INS.resetRetryCounter,              { clause: '7816-4:2005 §7.5.10', effect: 'a blocked PIN stays blocked' }],
  [INS.manageSecurityEnvironment,      { clause: '7816-4:2005 §7.5.11', effect: 'the host cannot choose its key or algorithm' }],
  [INS.performSecurityOperation,       { clause: '7816-8:2004',         effect: 'signing or deciphering fails' }],
  [INS.generateAsymmetricKeyPair,      { clause: '7816-8:2004',         effect: 'the host has no key, or the wrong public key for it' }],
  [INS.createFile,                     { clause: '7816-9:2004',         effect: 'the host cannot lay out the card' }],
  [INS.deleteFile,                     { clause: '7816-9:2004',         effect: 'the object is not deleted' }],
]);

const OTHERS: InstructionRow = { clause: '7816-4:2005 §5.1.3', effect: 'the host meets an answer it does not expect' };

/** The row of an instruction code; where the standard has none of its own, that of status words in general. */
export function instructionRow(ins: number): InstructionRow {
  return ROWS.get(ins) ?? OTHERS;
}
