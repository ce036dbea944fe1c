/**
 * Which application a command goes to. ISO/IEC 7816-4:2005 §7.1.1: SELECT by DF name may select another one; everything else goes
 * to the one that is selected.
 *
 * A whole name goes to the application that bears it, the selected one first; a shortened one stays in the selected
 * application when a name there begins so, else goes to the first other one whose name does. A shortened name with an
 * occurrence other than "first" never leaves the application.
 */
import { type Command, INS, sameBytes, startsWith } from '../apdu/index.ts';
import type { Applet } from './applet.ts';
import type { CardOs } from './card-os.ts';

/** The place on the card of the application that a command goes to. */
export function applicationFor({ ins, p1, p2, data }: Command, applets: readonly Applet[], os: CardOs): number {
  const current = os.session.application;
  if (ins !== INS.select || p1 !== 0x04 || applets.length === 1) return current;
  const dfNames = os.files.namedDfs().map(({ name }) => name!);
  const namesOf = (number: number) => [...applets[number]!.names, ...(number === current ? dfNames : [])];
  const order = [current, ...applets.keys()];
  const named = (matches: (name: Uint8Array) => boolean) => order.find((number) => namesOf(number).some(matches));
  const whole = named((name) => sameBytes(name, data));
  const shortened = (p2 & 0x03) === 0 ? named((name) => startsWith(name, data)) : undefined;
  return whole ?? shortened ?? current;
}
