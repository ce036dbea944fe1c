/**
 * Life cycle of files, of applications and of the card.
 *
 * Files: life-cycle status byte, ISO/IEC 7816-4:2005 §5.3.3.2, table 13. The card: the byte kept in its own state.
 */

// biome-ignore format: a table reads best with its columns aligned
export const FILE_STATE = {
  creation:       0x01,
  initialisation: 0x03,
  activated:      0x05,
  deactivated:    0x04,
  terminated:     0x0c,
} as const;

export type FileStateName = keyof typeof FILE_STATE;

/** The state that a life-cycle status byte names, or undefined for a reserved or proprietary value. */
export function fileStateName(status: number): FileStateName | undefined {
  switch (status) {
    case 0x01:
      return 'creation';
    case 0x03:
      return 'initialisation';
    case 0x05:
    case 0x07:
      return 'activated';
    case 0x04:
    case 0x06:
      return 'deactivated';
    case 0x0c:
    case 0x0d:
    case 0x0e:
    case 0x0f:
      return 'terminated';
    default:
      return undefined;
  }
}

/**
 * States of a file in which something may be done to it, by bit of the access mode byte. ISO/IEC 7816-9:2004, file life cycle.
 * A deactivated or terminated DF closes everything below it besides.
 */
// biome-ignore format: a table reads best with its columns aligned
const STATES: readonly (readonly [mode: number, states: readonly FileStateName[]])[] = [
  [0x40, ['creation', 'initialisation', 'activated', 'deactivated', 'terminated']], // delete
  [0x20, [                              'activated', 'deactivated']],               // terminate
  [0x10, ['creation', 'initialisation',              'deactivated']],               // activate
  [0x08, [                              'activated']],                              // deactivate
  [0x07, ['creation', 'initialisation', 'activated']],                              // read, update, write; create, delete child
];

/** Whether a file in a state takes part in an access, by its access mode bit. */
export function stateAllows(status: number, mode: number): boolean {
  const state = fileStateName(status);
  return STATES.some(([modes, states]) => (modes & mode) !== 0 && state !== undefined && states.includes(state));
}

/** Whether a file is out of use: deactivated or terminated. */
export function isClosed(status: number): boolean {
  const state = fileStateName(status);
  return state === 'deactivated' || state === 'terminated';
}

/**
 * An application: creation (no reference data yet), initialisation (a PUK, no PIN), operational (a PIN is set); before it is
 * operational no verification is required for files. Terminated: the end of the whole card.
 */
export const CARD_STATE = { creation: 0x00, initialisation: 0x01, operational: 0x05, terminated: 0x0c } as const;

export type CardState = (typeof CARD_STATE)[keyof typeof CARD_STATE];

/** A stored state byte; anything unknown counts as operational, the state with every rule in force. */
export function cardState(byte: number | undefined): CardState {
  return Object.values(CARD_STATE).find((state) => state === byte) ?? CARD_STATE.operational;
}
