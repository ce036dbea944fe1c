import { MODE } from '../access.ts';
import type { Bench } from '../bench.ts';
import { selectFid } from '../commands.ts';
import { contentOfCurrent, type FoundFile } from '../found-files.ts';

export const CLOSED = ['6982', '6985'];
export const READ = ['9000', '6282'];

export const isTransparent = ({ structure }: FoundFile): boolean => structure === 'transparent';
export const fidOf = ({ path }: FoundFile): number => path.at(-1)!;

/** Files of which an operation wants what nobody has who is not verified. */
export function guarded(card: Bench, mode: number): FoundFile[] {
  return card.facts.files.filter(({ rules }) => ['never', 'pins'].includes(rules.get(mode)?.kind ?? ''));
}

/** Verifies every PIN that is known. */
export async function loginToAll(card: Bench): Promise<void> {
  for (const { reference, value } of card.facts.pins) {
    if (value !== undefined && card.guard.pins.get(reference)?.proven) await card.login({ reference, value });
  }
}

/** What a transparent EF holds, with every PIN that is known; undefined when it cannot be read. Nothing is verified afterwards. */
export async function contentOf(card: Bench, file: FoundFile): Promise<Uint8Array | undefined> {
  await loginToAll(card);
  await card.goTo(file);
  const content = await contentOfCurrent(card, Math.min(file.size ?? 16, 256));
  await card.reset();
  return content;
}

/** Demands that a file is refused to be changed, and is still what it was. */
export async function stays(card: Bench, file: FoundFile, command: Parameters<Bench['demand']>[0]): Promise<void> {
  await card.goTo({ path: file.path.slice(0, -1) });
  await card.demand(command, [...CLOSED, '6986']);
  await card.goTo({ path: file.path.slice(0, -1) });
  await card.demand(selectFid(fidOf(file)), ['9000']);
}

/** Everything is allowed but the one operation of a mode, which wants the PIN. */
export function allBut(denied: number): Uint8Array {
  const modes = [MODE.delete, MODE.terminate, MODE.activate, MODE.deactivate, MODE.write, MODE.update, MODE.read];
  return Uint8Array.of(0x7f, ...modes.map((mode) => (mode === denied ? 0x10 : 0x00)));
}
