/** The museum of broken cards: each is wrong in one way. */
import { ACCESS_FAULTS } from './access.test-support.ts';
import { BINARY_FAULTS } from './binary.test-support.ts';
import { CHANGE_AND_RESET_FAULTS } from './change-and-reset.test-support.ts';
import { CHANNEL_FAULTS } from './channels.test-support.ts';
import type { Exhibit } from './exhibit.test-support.ts';
import { KEY_FAULTS } from './keys.test-support.ts';
import { LIFE_CYCLE_FAULTS } from './life-cycle.test-support.ts';
import { RECORD_FAULTS } from './records.test-support.ts';
import { SECURITY_STATUS_FAULTS } from './security-status.test-support.ts';
import { SELECT_FAULTS } from './select.test-support.ts';
import { TRANSPORT_FAULTS } from './transport.test-support.ts';
import { VERIFY_FAULTS } from './verify.test-support.ts';

/** What touches PINs and keys. */
export const EXHIBITS_OF_SECRETS: readonly Exhibit[] = [
  ...VERIFY_FAULTS,
  ...SECURITY_STATUS_FAULTS,
  ...CHANGE_AND_RESET_FAULTS,
  ...KEY_FAULTS,
];

export const EXHIBITS: readonly Exhibit[] = [
  ...EXHIBITS_OF_SECRETS,
  ...ACCESS_FAULTS,
  ...LIFE_CYCLE_FAULTS,
  ...SELECT_FAULTS,
  ...BINARY_FAULTS,
  ...RECORD_FAULTS,
  ...TRANSPORT_FAULTS,
  ...CHANNEL_FAULTS,
];
