/**
 * What the PKI applet answers, in order of the instruction code. Whatever is not here is 6D00.
 *
 * `when`: in which states it runs; in the others it is 6985 (emulator/instruction.ts). Which word each variant of P1, P2 and the
 * data field gets stands at the head of the instruction's own file.
 */
import type { InstructionRow } from '../emulator/index.ts';
import { activateFile } from './instructions/activate-file.ts';
import { appendRecord } from './instructions/append-record.ts';
import { changeReferenceData } from './instructions/change-reference-data.ts';
import { createFile } from './instructions/create-file.ts';
import { deactivateFile } from './instructions/deactivate-file.ts';
import { deleteFile } from './instructions/delete-file.ts';
import { eraseBinary } from './instructions/erase-binary.ts';
import { eraseRecord } from './instructions/erase-record.ts';
import { generateAsymmetricKeyPair } from './instructions/generate-asymmetric-key-pair.ts';
import { getChallenge } from './instructions/get-challenge.ts';
import { getData } from './instructions/get-data.ts';
import { getDataByList } from './instructions/get-data-by-list.ts';
import { importKey } from './instructions/import-key.ts';
import { internalAuthenticate } from './instructions/internal-authenticate.ts';
import { manageChannel } from './instructions/manage-channel.ts';
import { manageSecurityEnvironment } from './instructions/manage-security-environment.ts';
import { performSecurityOperation } from './instructions/perform-security-operation.ts';
import { putData } from './instructions/put-data.ts';
import { readBinary } from './instructions/read-binary.ts';
import { readRecord } from './instructions/read-record.ts';
import { resetRetryCounter } from './instructions/reset-retry-counter.ts';
import { searchRecord } from './instructions/search-record.ts';
import { select } from './instructions/select.ts';
import { terminateCardUsage } from './instructions/terminate-card-usage.ts';
import { terminateFile } from './instructions/terminate-file.ts';
import { updateBinary } from './instructions/update-binary.ts';
import { updateRecord } from './instructions/update-record.ts';
import {
  disableVerificationRequirement,
  enableVerificationRequirement,
} from './instructions/verification-requirement.ts';
import { verify } from './instructions/verify.ts';
import { writeBinary } from './instructions/write-binary.ts';
import { writeRecord } from './instructions/write-record.ts';
import type { InterfaceGeneration } from './interface-generation.ts';
import { ISOAPPLET_AID, PKCS15_AID } from './names.ts';

/** The table for one card: some instructions look at the generation that its host speaks, SELECT at the applet's names. */
export function instructionTable(
  generation: InterfaceGeneration,
  names: readonly Uint8Array[] = [ISOAPPLET_AID, PKCS15_AID],
): InstructionRow[] {
  // biome-ignore format: a table reads best with its columns aligned
  return [
    { ins: 0x04, name: 'DEACTIVATE FILE',                   clause: '7816-9:2004',          chaining: false, when: 'alive',  run: deactivateFile },
    { ins: 0x0c, name: 'ERASE RECORD',                      clause: '7816-4:2005 §7.3.8',   chaining: false, when: 'active', run: eraseRecord },
    { ins: 0x0e, name: 'ERASE BINARY',                      clause: '7816-4:2005 §7.2.7',   chaining: false, when: 'active', run: eraseBinary },
    { ins: 0x20, name: 'VERIFY',                            clause: '7816-4:2005 §7.5.6',   chaining: true,  when: 'alive',  run: verify },
    { ins: 0x22, name: 'MANAGE SECURITY ENVIRONMENT',       clause: '7816-4:2005 §7.5.11',  chaining: true,  when: 'active', run: manageSecurityEnvironment },
    { ins: 0x24, name: 'CHANGE REFERENCE DATA',             clause: '7816-4:2005 §7.5.7',   chaining: true,  when: 'alive',  run: changeReferenceData },
    { ins: 0x26, name: 'DISABLE VERIFICATION REQUIREMENT',  clause: '7816-4:2005 §7.5.9',   chaining: true,  when: 'alive',  run: disableVerificationRequirement },
    { ins: 0x28, name: 'ENABLE VERIFICATION REQUIREMENT',   clause: '7816-4:2005 §7.5.8',   chaining: true,  when: 'alive',  run: enableVerificationRequirement },
    { ins: 0x2a, name: 'PERFORM SECURITY OPERATION',        clause: '7816-8:2004',          chaining: true,  when: 'active', run: performSecurityOperation(generation) },
    { ins: 0x2c, name: 'RESET RETRY COUNTER',               clause: '7816-4:2005 §7.5.10',  chaining: true,  when: 'alive',  run: resetRetryCounter },
    { ins: 0x44, name: 'ACTIVATE FILE',                     clause: '7816-9:2004',          chaining: false, when: 'alive',  run: activateFile },
    { ins: 0x46, name: 'GENERATE ASYMMETRIC KEY PAIR',      clause: '7816-8:2004',          chaining: true,  when: 'active', run: generateAsymmetricKeyPair },
    { ins: 0x70, name: 'MANAGE CHANNEL',                    clause: '7816-4:2005 §7.1.2',   chaining: false, when: 'alive',  run: manageChannel },
    { ins: 0x84, name: 'GET CHALLENGE',                     clause: '7816-4:2005 §7.5.3',   chaining: false, when: 'alive',  run: getChallenge },
    { ins: 0x88, name: 'INTERNAL AUTHENTICATE',             clause: '7816-4:2005 §7.5.2',   chaining: true,  when: 'active', run: internalAuthenticate },
    { ins: 0xa2, name: 'SEARCH RECORD',                     clause: '7816-4:2005 §7.3.7',   chaining: true,  when: 'active', run: searchRecord },
    { ins: 0xa4, name: 'SELECT',                            clause: '7816-4:2005 §7.1.1',   chaining: false, when: 'always', run: select({ generation, names }) },
    { ins: 0xb0, name: 'READ BINARY',                       clause: '7816-4:2005 §7.2.3',   chaining: false, when: 'active', run: readBinary },
    { ins: 0xb2, name: 'READ RECORD',                       clause: '7816-4:2005 §7.3.3',   chaining: false, when: 'active', run: readRecord },
    { ins: 0xca, name: 'GET DATA',                          clause: '7816-4:2005 §7.4.2',   chaining: false, when: 'always', run: getData(generation) },
    { ins: 0xcb, name: 'GET DATA (tag list)',               clause: '7816-4:2005 §7.4.2',   chaining: false, when: 'active', run: getDataByList },
    { ins: 0xd0, name: 'WRITE BINARY',                      clause: '7816-4:2005 §7.2.4',   chaining: true,  when: 'active', run: writeBinary },
    { ins: 0xd2, name: 'WRITE RECORD',                      clause: '7816-4:2005 §7.3.4',   chaining: true,  when: 'active', run: writeRecord },
    { ins: 0xd6, name: 'UPDATE BINARY',                     clause: '7816-4:2005 §7.2.5',   chaining: true,  when: 'active', run: updateBinary },
    { ins: 0xda, name: 'PUT DATA',                          clause: '7816-4:2005 §7.4.3',   chaining: true,  when: 'active', run: putData },
    { ins: 0xdb, name: 'PUT DATA (private key)',            clause: '7816-4:2005 §7.4.3',   chaining: true,  when: 'active', run: importKey },
    { ins: 0xdc, name: 'UPDATE RECORD',                     clause: '7816-4:2005 §7.3.5',   chaining: true,  when: 'active', run: updateRecord },
    { ins: 0xe0, name: 'CREATE FILE',                       clause: '7816-9:2004',          chaining: true,  when: 'active', run: createFile },
    { ins: 0xe2, name: 'APPEND RECORD',                     clause: '7816-4:2005 §7.3.6',   chaining: true,  when: 'active', run: appendRecord },
    { ins: 0xe4, name: 'DELETE FILE',                       clause: '7816-9:2004',          chaining: false, when: 'alive',  run: deleteFile },
    { ins: 0xe6, name: 'TERMINATE DF',                      clause: '7816-9:2004',          chaining: false, when: 'alive',  run: terminateFile('df') },
    { ins: 0xe8, name: 'TERMINATE EF',                      clause: '7816-9:2004',          chaining: false, when: 'alive',  run: terminateFile('ef') },
    { ins: 0xfe, name: 'TERMINATE CARD USAGE',              clause: '7816-9:2004',          chaining: false, when: 'alive',  run: terminateCardUsage },
  ];
}
