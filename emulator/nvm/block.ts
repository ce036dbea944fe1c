/** Bytes in a block: the unit in which disks write, and so what one torn write may cost. */
export const BLOCK = 4096;
