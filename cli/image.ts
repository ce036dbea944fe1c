/** `proefpas image`: what is on a card image, whether it is sound, and doing away with what it no longer holds. */
import { existsSync } from 'node:fs';
import { createCard } from '../applet/index.ts';
import { FileFlash } from '../emulator/file-flash/index.ts';
import { DeviceError, formattedAs, ObjectStore } from '../emulator/index.ts';
import { type CardImage, readImage } from '../index.ts';
import { EXIT } from './exit-status.ts';
import { describeImage, imageReport } from './image/report.ts';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const absent = (path: string) => new Error(`there is no file ${path}; proefpas start --image ${path} makes one`);

const empty = (path: string) => `${path} holds no card yet; proefpas start --image ${path} makes one in it`;

/** What is on the card. Throws what is wrong with the image. */
export function show(path: string, json: boolean): number {
  if (!existsSync(path)) throw absent(path);
  const image = readImage(path);
  if (image === undefined) throw new Error(empty(path));
  const report = imageReport(path, image, viewOf(image));
  say(json ? JSON.stringify(report) : describeImage(report));
  return EXIT.success;
}

/** The card as it lies there: without power, so that nothing of it changes. */
function viewOf({ profile, copy }: CardImage) {
  return createCard({ profile, flash: copy.fork() }).inspect();
}

interface Verdict {
  /** Null: it cannot be told. */
  readonly sound: boolean | null;
  readonly message: string;
}

/** Whether the image is sound. Throws when there is none. */
export function check(path: string, json: boolean): number {
  if (!existsSync(path)) throw absent(path);
  const { sound, message } = verdict(path);
  if (json) say(JSON.stringify({ event: 'check', image: path, sound, message }));
  else if (sound === true) say(message);
  else process.stderr.write(`proefpas: ${message}\n`);
  if (sound === null) return EXIT.inconclusive;
  return sound ? EXIT.success : EXIT.failure;
}

function verdict(path: string): Verdict {
  try {
    const image = readImage(path);
    if (image === undefined) return { sound: true, message: empty(path) };
    viewOf(image);
    const traces = image.card.isUntouched()
      ? ''
      : '; what a cut or a changed byte has left is mended when it is opened';
    return { sound: true, message: `${path} is sound${traces}` };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof DeviceError && error.kind === 'in use') return { sound: null, message };
    return { sound: false, message: message.includes(path) ? message : `${path} is damaged: ${message}` };
  }
}

/** Overwrites what the image no longer holds. Throws what is wrong with it. */
export function compact(path: string, json: boolean): number {
  const flash = FileFlash.openExisting(path);
  if (flash === undefined) throw absent(path);
  try {
    const formatted = formattedAs(flash);
    if (formatted === undefined) throw new Error(empty(path));
    const { capacity } = formatted;
    ObjectStore.open(flash, { capacity, format: () => [] }).compact();
  } finally {
    flash.close();
  }
  const message = `${path} holds its present state and nothing from before`;
  say(json ? JSON.stringify({ event: 'compact', image: path, message }) : message);
  return EXIT.success;
}
