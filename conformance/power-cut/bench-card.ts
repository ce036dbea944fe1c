/** The small card that power cuts are tried on: the PKI applet on a chip whose log fills after a few commands. */
import { fromHex, parseResponse, toHex } from '../../apdu/index.ts';
import {
  type Card,
  type CardOptions,
  type CardProfile,
  createCard,
  flashSize,
  zorgIdBlank,
} from '../../applet/index.ts';
import { type FlashDevice, layoutFor, MemoryFlash } from '../../emulator/index.ts';

/** As the blank card, but small. */
export const BENCH_PROFILE: CardProfile = { ...zorgIdBlank, name: 'power-cut', capacity: 4096 };

/** A new chip. */
export const blankChip = (): MemoryFlash => new MemoryFlash(flashSize(BENCH_PROFILE));

/** Opens the card on a device, as after power-on. Throws `CardMute` when the power goes meanwhile. */
export function openCard(flash: FlashDevice, ports: Pick<CardOptions, 'compare'> = {}): Card {
  const card = createCard({ profile: BENCH_PROFILE, flash, ...ports });
  card.powerOn();
  return card;
}

/** The chip after commands, each of which must be answered 9000, 61XX or 63CX, or 6983. */
export function chipAfter(chip: MemoryFlash, commands: readonly string[]): MemoryFlash {
  const flash = chip.fork();
  const card = openCard(flash);
  for (const command of commands) {
    const { sw } = parseResponse(card.transmit(fromHex(command)));
    const isExpected = sw === 0x9000 || sw >> 8 === 0x61 || sw >> 4 === 0x63c || sw === 0x6983;
    if (!isExpected) throw new Error(`${command} was answered ${sw.toString(16)}`);
  }
  return flash;
}

/** A command APDU of case 3, or 4 with `le`; the length field is short or extended as the data need. All in hexadecimal. */
export function apdu(header: string, data = '', le = ''): string {
  const bare = data.replace(/\s/g, '');
  const length = bare.length / 2;
  const extended = length > 255 || le.length > 2;
  const lc =
    length === 0 ? (extended ? '00' : '') : toHex(Uint8Array.of(...(extended ? [0, length >> 8] : []), length & 0xff));
  return header + lc + bare + le;
}

/** How many commits of one block the log of the bench card takes; then a checkpoint empties it. */
export const LOG_PLACES = layoutFor(BENCH_PROFILE.capacity).trackBlocks;

/** The chip of an operational card after one more commit, which changes a byte of its EF 2F01. */
export function onePlaceFurther(chip: MemoryFlash): MemoryFlash {
  const flash = chip.fork();
  const card = openCard(flash);
  const [byte] = card.transmit(fromHex('00B0810001'));
  const { sw } = parseResponse(card.transmit(fromHex(`00D6810001${toHex(Uint8Array.of((byte! + 1) & 0xff))}`)));
  if (sw !== 0x9000) throw new Error(`UPDATE BINARY was answered ${sw.toString(16)}`);
  return flash;
}
