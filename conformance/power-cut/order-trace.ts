/**
 * The order of writes, syncs and comparisons within a command. A sweep of power cuts cannot see a card that compares first and
 * pays afterwards, because after any cut its state is a legal one; whoever takes the power away in between still guesses free.
 */
import { fromHex, toHex } from '../../apdu/index.ts';
import { equalSecrets, type FlashDevice, type MemoryFlash } from '../../emulator/index.ts';
import { openCard } from './bench-card.ts';

export type Event =
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: string }
  | { readonly kind: 'sync' }
  /** What the chip would show if the power went at this very moment, and nothing unsynced survived. */
  | { readonly kind: 'compare'; readonly durable: MemoryFlash };

/** What happens during one command on the card of a chip, and the answer in hexadecimal. */
export function orderTrace(
  chip: MemoryFlash,
  setting: readonly string[],
  command: string,
): { events: Event[]; answer: string } {
  const events: Event[] = [];
  const seen = chip.fork();
  let durable = chip.fork();
  const flash: FlashDevice = {
    size: seen.size,
    read: (offset, length) => seen.read(offset, length),
    write: (offset, bytes) => {
      seen.write(offset, bytes);
      events.push({ kind: 'write', offset, bytes: toHex(bytes) });
    },
    sync: () => {
      durable = seen.fork();
      events.push({ kind: 'sync' });
    },
  };
  const card = openCard(flash, {
    compare: (a, b) => {
      events.push({ kind: 'compare', durable: durable.fork() });
      return equalSecrets(a, b);
    },
  });
  for (const earlier of setting) card.transmit(fromHex(earlier));
  events.length = 0;
  return { answer: toHex(card.transmit(fromHex(command))), events };
}
