/** What `image show` tells of a card. Never a secret: the card's own snapshot has none. */
import { toHex } from '../../apdu/index.ts';
import type { CardImage, CardView } from '../../index.ts';

type FileView = CardView['files'];

export interface ImageReport {
  readonly event: 'image';
  readonly image: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly profile: string;
  readonly description: string;
  /** Ways in which it answers as certain other cards do. */
  readonly quirks: readonly string[];
  /** Where files and references are. */
  readonly layout: string;
  /** Answer to reset in hexadecimal, of a card that does not have its own. */
  readonly atr?: string;
  /** In hexadecimal. */
  readonly serial: string;
  /** Bytes that files, keys and PINs take, and may take. */
  readonly used: number;
  readonly capacity: number;
  readonly lifeCycle: string;
  readonly pins: readonly { reference: number; label: string; triesLeft: number; tryLimit: number }[];
  /** Public keys in hexadecimal: SubjectPublicKeyInfo, DER. */
  readonly keys: readonly { reference: number; kind: string; usage: readonly string[]; publicKey: string }[];
  readonly files: FileView;
}

export function imageReport(image: string, { profile, card, copy }: CardImage, view: CardView): ImageReport {
  return {
    event: 'image',
    image,
    size: copy.size,
    profile: profile.name,
    description: profile.description,
    quirks: profile.quirks,
    layout: profile.layout,
    ...(profile.atr === '' ? {} : { atr: profile.atr }),
    serial: toHex(card.serialNumber),
    used: card.used,
    capacity: card.capacity,
    lifeCycle: view.lifeCycle,
    pins: view.pins.map(({ reference, label, triesLeft, tryLimit }) => ({ reference, label, triesLeft, tryLimit })),
    keys: view.keys.map((key) => ({ ...key, publicKey: toHex(key.publicKey) })),
    files: view.files,
  };
}

const byte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

function fileLines({ fid, name, kind, size, lifeCycle, children }: FileView, depth: number): string[] {
  const facts = [
    kind,
    ...(kind === 'MF' || kind === 'DF' ? [] : [`${size} bytes`]),
    lifeCycle,
    ...(name === undefined ? [] : [`name ${name}`]),
  ];
  const line = `${depth === 0 ? 'Files   ' : '        '} ${'  '.repeat(depth)}${fid}  ${facts.join(', ')}`;
  return [line, ...children.flatMap((child) => fileLines(child, depth + 1))];
}

/** The same in lines for people. */
export function describeImage(report: ImageReport): string {
  return [
    `Image    ${report.image}, ${report.size} bytes`,
    `Card     ${report.profile}: ${report.description}`,
    ...(report.quirks.length === 0 ? [] : [`Quirks   ${report.quirks.join(', ')}`]),
    ...(report.layout === 'iso' ? [] : [`Layout   ${report.layout}`]),
    ...(report.atr === undefined ? [] : [`ATR      ${report.atr}`]),
    `Serial   ${report.serial}`,
    `State    ${report.lifeCycle}; ${report.used} of ${report.capacity} bytes in use`,
    ...report.pins.map(
      ({ reference, label, triesLeft, tryLimit }) =>
        `PIN ${byte(reference)}   ${label}: ${triesLeft} of ${tryLimit} tries left`,
    ),
    ...report.keys.map(({ reference, kind, usage }) => `Key ${byte(reference)}   ${kind}: ${usage.join(', ')}`),
    ...fileLines(report.files, 0),
  ].join('\n');
}
