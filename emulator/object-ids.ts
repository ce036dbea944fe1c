/**
 * Which numbered object of the non-volatile memory holds what. The first application's objects have these numbers; those of
 * the others lie beside them, each in a space of its own (object-space.ts).
 */

// biome-ignore format: a table reads best with its columns aligned
export const OBJECT = {
  profileName:     0x0001, // UTF-8; profile and image must agree
  seed:            0x0002, // what the card's random generator is keyed with
  powerOnCounter:  0x0003, // 4 bytes; raised at the first random draw after power-on
  serialNumber:    0x0004, // told by GET DATA
  cardState:       0x0005, // 1 byte, life-cycle.ts
  personalisation: 0x0006, // the personalisation template; its presence is the marker that wipes the application at power-on
  quirks:          0x0007, // UTF-8, names with spaces between; absent: none
  layout:          0x0008, // UTF-8, name of the layout; absent: iso
  atr:             0x0009, // answer to reset; absent: the card's own
  pin:             0x0100, // + reference 00–FF
  key:             0x0200, // + reference 00–FF
  file:            0x1000, // + 2 × number: control information; + 1: an EF's content, a DF's data objects
} as const;

/** What one application may have. */
// biome-ignore format: a table reads best with its columns aligned
export const APPLICATION = {
  most:        4,      // applications on a card
  objects:     0x0400, // numbers for objects that are no files
  fileObjects: 0x3800, // numbers for files, two each
} as const;

/** Highest file number of an application. */
export const MAX_FILE_NUMBER = APPLICATION.fileObjects / 2 - 1;
