/** Cards that are wrong about making, deleting, deactivating and terminating. */

import { INS, SW } from '../../../apdu/index.ts';
import { deaf, word, wordInstead } from './broken-card.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { isRead } from './faults.test-support.ts';

export const LIFE_CYCLE_FAULTS: readonly Exhibit[] = [
  {
    name: 'CREATE FILE of an identifier that is taken is done',
    finds: 'CRF-03',
    fault: wordInstead(0x6a89, 0x9000, INS.createFile),
  },
  { name: 'CREATE FILE takes a broken template', finds: 'CRF-05', fault: wordInstead(0x6a80, 0x9000, INS.createFile) },
  {
    name: 'DELETE FILE says done and leaves the file',
    finds: 'DEL-03',
    fault: deaf(({ ins }) => ins === INS.deleteFile),
  },
  {
    name: 'DEACTIVATE says done and does nothing',
    finds: 'ACC-10',
    fault: deaf(({ ins }) => ins === INS.deactivateFile),
  },
  {
    name: 'a deactivated file is read',
    finds: 'LCY-02',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return isRead(command) && answer.sw === SW.conditionsNotSatisfied ? word(SW.ok, new Uint8Array(8)) : answer;
      },
    }),
  },
  {
    name: 'a deactivated file is selected without a warning',
    finds: 'LCY-03',
    fault: wordInstead(0x6283, 0x9000, INS.select),
  },
  {
    name: 'TERMINATE says done and does nothing',
    finds: 'LCY-09',
    fault: deaf(({ ins }) => ins === INS.terminateEf || ins === INS.terminateDf),
  },
  {
    name: 'a terminated file can be activated',
    finds: 'LCY-07',
    fault: () => ({
      answer: (command, send) => {
        const answer = send(command.bytes);
        return command.ins === INS.activateFile && answer.sw === SW.conditionsNotSatisfied ? word(SW.ok) : answer;
      },
    }),
  },
  { name: 'ACTIVATE says done and does nothing', finds: 'ACC-14', fault: deaf(({ ins }) => ins === INS.activateFile) },
];
