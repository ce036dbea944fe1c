/**
 * Life cycle of the card and of its files.
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
 * The card: creation (no reference data yet), initialisation (a PUK, no PIN), operational (a PIN is set). Before it is
 * operational no verification is required for files.
 */
export const CARD_STATE = { creation: 0x00, initialisation: 0x01, operational: 0x05 } as const;

export type CardState = (typeof CARD_STATE)[keyof typeof CARD_STATE];

/** A stored state byte; anything unknown counts as operational, the state with every rule in force. */
export function cardState(byte: number | undefined): CardState {
  return byte === CARD_STATE.creation || byte === CARD_STATE.initialisation ? byte : CARD_STATE.operational;
}
