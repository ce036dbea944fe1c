/** What a command on a PIN presents, and what value it gives the PIN. */
import { type Command, INS, sameBytes } from '../../apdu/index.ts';
import { formatted, type PinFormat, type PinState } from './pin-state.ts';

/** Whether what is presented is a value as the card wants it, byte for byte: filled up otherwise it may be a wrong one. */
export function isValue(presented: Uint8Array, value: Uint8Array | undefined, format: PinFormat): boolean {
  return value !== undefined && sameBytes(presented, formatted(value, format));
}

/** Old ‖ new, or code ‖ new: where the second one begins. */
function halves(data: Uint8Array, first: Uint8Array | undefined, { length }: PinFormat): [Uint8Array, Uint8Array] {
  const at = length > 0 ? length : (first?.length ?? data.length >> 1);
  return [data.subarray(0, at), data.subarray(at)];
}

/** Whether the secret that a command presents is the right one. */
export function isRight({ ins, p1, data }: Command, { current, code }: PinState, format: PinFormat): boolean {
  if (ins === INS.resetRetryCounter) return isValue(halves(data, code, format)[0], code, format);
  const presented = ins === INS.changeReferenceData && p1 === 0x00 ? halves(data, current, format)[0] : data;
  return isValue(presented, current, format);
}

/** The value that a command gives the PIN, when the card does what it says; undefined when it leaves it as it is. */
export function newValue(
  { ins, p1, data }: Command,
  { current, code }: PinState,
  format: PinFormat,
): Uint8Array | undefined {
  if (ins === INS.changeReferenceData) return p1 === 0x00 ? halves(data, current, format)[1] : data;
  if (ins !== INS.resetRetryCounter) return undefined;
  if (p1 === 0x00) return halves(data, code, format)[1];
  return p1 === 0x02 ? data : undefined;
}

/** Whether a command leaves the value of the PIN as it is, whatever the card does with it. */
export function keepsValue(command: Command, pin: PinState, format: PinFormat): boolean {
  if (command.ins === INS.verify) return true;
  const value = command.ins === INS.changeReferenceData ? newValue(command, pin, format) : undefined;
  return value !== undefined && isValue(value, pin.value, format);
}
