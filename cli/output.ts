/** What `start` and `run` tell: lines for people, or one JSON object a line. */
import { toHex } from '../apdu/index.ts';
import type { OpenReaders, ReaderReport } from './open-readers.ts';

export type Event =
  | {
      readonly event: 'ready';
      readonly socket: string | null;
      readonly vpcd: string | null;
      readonly seed: string | null;
      readonly readers: readonly ReaderReport[];
    }
  | { readonly event: 'lost'; readonly message: string }
  | { readonly event: 'exit'; readonly status: number }
  | { readonly event: 'closed' };

export function jsonLine(event: Event): string {
  return `${JSON.stringify(event)}\n`;
}

export function readyEvent({ socket, vpcd, randomSeed, readers }: OpenReaders): Event {
  return { event: 'ready', socket: socket ?? null, vpcd: vpcd ?? null, seed: randomSeed ?? null, readers };
}

/** A word that a POSIX shell reads as it is. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function describeReader({ name, card, image, description, serial, pin, puk, morePins = [] }: ReaderReport): string[] {
  return [
    ...(name === null ? [] : [`Reader   ${name}`]),
    `Card     ${card}${description === null ? ': the reader is empty' : `: ${description}`}`,
    ...(image === null ? [] : [`Image    ${image}`]),
    ...(serial === null ? [] : [`Serial   ${serial}`]),
    ...(pin === null ? [] : [`PIN      ${pin}`]),
    ...(puk === null ? [] : [`PUK      ${puk}`]),
    ...morePins.map(
      ({ reference, label, kind, value }) =>
        `${kind.toUpperCase()} ${toHex(Uint8Array.of(reference))}   ${value} (${label})`,
    ),
    '',
  ];
}

/** What `start` says once everything is ready. */
export function describeReaders({ socket, vpcd, randomSeed, readers }: OpenReaders): string {
  const way =
    socket === undefined
      ? [`The card is in the virtual reader at ${vpcd}, where every PC/SC program of this computer finds it.`]
      : [
          'Paste this in the shell that starts your program (for an agent, a browser or Java: before that starts):',
          '',
          `  export PCSCLITE_CSOCK_NAME=${shellWord(socket)}`,
        ];
  const lines = [
    ...way,
    '',
    ...readers.flatMap(describeReader),
    ...(randomSeed === undefined ? [] : [`The same again: --seed ${randomSeed}`, '']),
    'To try it: opensc-tool --list-readers --atr; on a card with PKCS#15 files: pkcs15-tool --dump, pkcs11-tool --list-objects',
    'Something missing? proefpas doctor. Ctrl-C ends it.',
  ];
  return `${lines.join('\n')}\n`;
}
