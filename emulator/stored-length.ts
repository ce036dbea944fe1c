/** Every PIN and PUK is stored, and compared, padded with 00 to this many bytes. */
export const STORED_LENGTH = 16;
