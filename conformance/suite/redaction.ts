/** Takes PINs out of what a report shows: the data of commands that present one, and known values wherever they stand. */
import { toHex } from '../../apdu/index.ts';
import { comparesSecret } from './command-kinds.ts';

const HEADER_AND_LC = 5;

export class Redaction {
  readonly #values: readonly string[];

  constructor(values: readonly Uint8Array[]) {
    this.#values = values.map((value) => toHex(value)).filter((hex) => hex.length >= 8);
  }

  /** A command in hexadecimal; the data field of one that presents a PIN as stars. */
  command(bytes: Uint8Array): string {
    const [cla = 0xff, ins = 0] = bytes;
    const presents = comparesSecret(cla, ins) && bytes.length > HEADER_AND_LC;
    if (!presents) return this.text(toHex(bytes));
    return toHex(bytes.subarray(0, HEADER_AND_LC)) + '**'.repeat(bytes.length - HEADER_AND_LC);
  }

  text(hex: string): string {
    return this.#values.reduce((rest, value) => rest.replaceAll(value, '*'.repeat(value.length)), hex);
  }
}
