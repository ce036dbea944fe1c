/** Every fault by its name. */
import type { CardFault } from '../../applet/index.ts';
import type { CardFaultRow } from './card-fault.ts';
import { CERTIFICATE_FAULTS } from './certificate-faults.ts';
import { FILE_FAULTS } from './file-faults.ts';
import { OTHER_NAME_FAULTS } from './other-name-faults.ts';

export const FAULTS: Readonly<Record<CardFault, CardFaultRow>> = {
  ...CERTIFICATE_FAULTS,
  ...OTHER_NAME_FAULTS,
  ...FILE_FAULTS,
};

export const CARD_FAULTS = Object.keys(FAULTS) as readonly CardFault[];
