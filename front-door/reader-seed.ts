/** Seeds of several cards made by one command: each differs, because hosts cache what they read by serial number. */
import { concat, u16 } from '../apdu/index.ts';
import { nativeEngine, seedBytes } from '../emulator/index.ts';

/** The seed of the card in reader 0, 1, 2, …, which follows from a given one; reader 0 takes it as it is. */
export function readerSeed(seed: Uint8Array | string, reader: number): Uint8Array {
  const first = seedBytes(seed);
  return reader === 0 ? first : nativeEngine.hash('sha256', concat(first, u16(reader)));
}
