/** The chip's flash as a file of this computer. */
export { type Durability, FileFlash, type FileFlashOptions } from './file-flash.ts';
export { withRefusals } from './system-error.ts';
