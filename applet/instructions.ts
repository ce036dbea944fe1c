/** What the PKI applet answers, in order of the instruction code. Whatever is not here is 6D00. */
import type { InstructionRow } from '../emulator/index.ts';
import { activateFile } from './instructions/activate-file.ts';
import { changeReferenceData } from './instructions/change-reference-data.ts';
import { createFile } from './instructions/create-file.ts';
import { deleteFile } from './instructions/delete-file.ts';
import { generateAsymmetricKeyPair } from './instructions/generate-asymmetric-key-pair.ts';
import { getChallenge } from './instructions/get-challenge.ts';
import { getData } from './instructions/get-data.ts';
import { importKey } from './instructions/import-key.ts';
import { manageChannel } from './instructions/manage-channel.ts';
import { manageSecurityEnvironment } from './instructions/manage-security-environment.ts';
import { performSecurityOperation } from './instructions/perform-security-operation.ts';
import { putData } from './instructions/put-data.ts';
import { readBinary } from './instructions/read-binary.ts';
import { resetRetryCounter } from './instructions/reset-retry-counter.ts';
import { select } from './instructions/select.ts';
import { updateBinary } from './instructions/update-binary.ts';
import { verify } from './instructions/verify.ts';
import type { InterfaceGeneration } from './interface-generation.ts';

/** The table for one card: some instructions look at the generation that its host speaks. */
export function instructionTable(generation: InterfaceGeneration, pukReference: number): InstructionRow[] {
  // biome-ignore format: a table reads best with its columns aligned
  return [
    { ins: 0x20, name: 'VERIFY',                        clause: '7816-4:2005 §7.5.6',  chaining: true,  run: verify },
    { ins: 0x22, name: 'MANAGE SECURITY ENVIRONMENT',   clause: '7816-4:2005 §7.5.11', chaining: true,  run: manageSecurityEnvironment },
    { ins: 0x24, name: 'CHANGE REFERENCE DATA',         clause: '7816-4:2005 §7.5.7',  chaining: true,  run: changeReferenceData },
    { ins: 0x2a, name: 'PERFORM SECURITY OPERATION',    clause: '7816-8:2004',         chaining: true,  run: performSecurityOperation(generation) },
    { ins: 0x2c, name: 'RESET RETRY COUNTER',           clause: '7816-4:2005 §7.5.10', chaining: true,  run: resetRetryCounter(pukReference) },
    { ins: 0x44, name: 'ACTIVATE FILE',                 clause: '7816-9:2004',         chaining: false, run: activateFile },
    { ins: 0x46, name: 'GENERATE ASYMMETRIC KEY PAIR',  clause: '7816-8:2004',         chaining: true,  run: generateAsymmetricKeyPair },
    { ins: 0x70, name: 'MANAGE CHANNEL',                clause: '7816-4:2005 §7.1.2',  chaining: false, run: manageChannel },
    { ins: 0x84, name: 'GET CHALLENGE',                 clause: '7816-4:2005 §7.5.3',  chaining: false, run: getChallenge },
    { ins: 0xa4, name: 'SELECT',                        clause: '7816-4:2005 §7.1.1',  chaining: false, run: select(generation) },
    { ins: 0xb0, name: 'READ BINARY',                   clause: '7816-4:2005 §7.2.3',  chaining: false, run: readBinary },
    { ins: 0xca, name: 'GET DATA',                      clause: '7816-4:2005 §7.4.2',  chaining: false, run: getData(generation) },
    { ins: 0xd6, name: 'UPDATE BINARY',                 clause: '7816-4:2005 §7.2.5',  chaining: true,  run: updateBinary },
    { ins: 0xda, name: 'PUT DATA',                      clause: '7816-4:2005 §7.4.3',  chaining: true,  run: putData },
    { ins: 0xdb, name: 'PUT DATA (private key)',        clause: '7816-4:2005 §7.4.3',  chaining: true,  run: importKey },
    { ins: 0xe0, name: 'CREATE FILE',                   clause: '7816-9:2004',         chaining: true,  run: createFile },
    { ins: 0xe4, name: 'DELETE FILE',                   clause: '7816-9:2004',         chaining: false, run: deleteFile },
  ];
}
