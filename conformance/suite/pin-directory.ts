/** What a card's directories tell of its PINs: which one the user types, and how values are filled up. PKCS#15 v1.1, PinAttributes */
import { toNumber } from '../../apdu/index.ts';
import {
  directoryPaths,
  isPadded,
  isUserPin,
  type PinEntry,
  Pkcs15Error,
  parsePins,
} from '../../issuer/pkcs15-reader/index.ts';
import type { FoundFile } from './found-files.ts';
import type { PinFormat } from './pin-state.ts';

const ODF = 0x5031;

/** None of a file that is malformed. */
function told<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof Pkcs15Error) return [];
    throw error;
  }
}

/** Every PIN and PUK that EF.ODF leads to, among files that were found. */
export function toldPins(files: readonly FoundFile[]): PinEntry[] {
  const contentsOf = (fid: number) =>
    files.flatMap(({ path, content }) => (path.at(-1) === fid && content !== undefined ? [content] : []));
  return contentsOf(ODF)
    .flatMap((odf) => told(() => directoryPaths(odf, 'authObjects')))
    .flatMap(({ fids }) => contentsOf(toNumber(fids.subarray(-2))))
    .flatMap((aodf) => told(() => parsePins(aodf)));
}

/** P2 of the PIN that the user types. */
export const userReference = (pins: readonly PinEntry[]): number | undefined => pins.find(isUserPin)?.reference;

/** How values go, when all PINs that are filled up agree. */
export function toldFormat(pins: readonly PinEntry[]): PinFormat | undefined {
  const formats = pins
    .filter(isPadded)
    .map(({ storedLength, padChar }) => ({ length: storedLength, filler: padChar ?? 0x00 }));
  const [first] = formats;
  return formats.every(({ length, filler }) => length === first?.length && filler === first.filler) ? first : undefined;
}
