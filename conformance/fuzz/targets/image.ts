/** Opening a card image of which bytes were changed, or whose end is missing. */
import fc from 'fast-check';
import { fromHex } from '../../../apdu/index.ts';
import { type CardProfile, createCard, flashSize, WrongCard, zorgIdBlank } from '../../../applet/index.ts';
import { DeviceError, type FlashDevice, MemoryFlash } from '../../../emulator/index.ts';
import { bytes, hexOf } from '../arbitraries.ts';
import { lastingState } from '../lasting-state.ts';
import { demand, parsedOrRefused, sequence, type Target } from '../target.ts';

const SMALL: CardProfile = { ...zorgIdBlank, capacity: 2048 };

/** What a blank card is told: two files and content, PUK and PIN, wrong and right. */
const LIFE = [
  '00E00000 12 6F10 80020020 820101 83024401 8C034300FF',
  '00D60000 04 01020304',
  '00240102 10 31323334353637380000000000000000',
  '00240101 08 3132333435363738',
  '00200001 04 30303030',
  '00200001 08 3132333435363738',
  '00200001 04 30303030',
];

interface Lived {
  readonly image: Uint8Array;
  /** Every state that was durable at some time. */
  readonly states: ReadonlySet<string>;
}

let lived: Lived | undefined;

function live(): void {
  if (lived !== undefined) return;
  const states = new Set<string>();
  let writing: () => void = () => undefined;
  const memory = new MemoryFlash(flashSize(SMALL));
  const flash: FlashDevice = {
    size: memory.size,
    read: (offset, length) => memory.read(offset, length),
    write: (offset, content) => memory.write(offset, content),
    sync: () => writing(),
  };
  const card = createCard({ profile: SMALL, flash });
  // A commit ends with a sync, after which the device, opened anew, is in a state that it may go back to.
  writing = () => {
    const again = parsedOrRefused(() => createCard({ profile: SMALL, flash: memory.fork() }), DeviceError);
    if (again !== undefined) states.add(lastingState(again.inspect()));
  };
  writing();
  card.powerOn();
  for (const command of LIFE) card.transmit(fromHex(command));
  lived = { image: memory.image(), states };
}

/** `OFFSET=HEX` puts bytes there, `-N` cuts so many off. */
function damage(image: Uint8Array, steps: readonly string[]): Uint8Array {
  let result = image.slice();
  for (const step of steps) {
    if (step.startsWith('-')) result = result.slice(0, Math.max(0, result.length - Number(step.slice(1))));
    else {
      const [at, hex] = step.split('=');
      const patch = fromHex(hex ?? '');
      if (result.length > 0)
        result.set(patch.subarray(0, result.length - (Number(at) % result.length)), Number(at) % result.length);
    }
  }
  return result;
}

const size = flashSize(SMALL);
const place = fc.oneof(
  fc.nat(200),
  fc.nat(size),
  fc.nat(20).map((n) => Math.max(0, Math.floor(size / 2) + n - 10)),
);

export const imageTarget: Target = {
  name: 'image',
  about: 'damaged card images to the opening of a card',
  oracle: 'DeviceError or WrongCard, or a card in a state that it once was in, which opening again does not change',
  sources: ['emulator/nvm'],
  prepare: live,
  inputs: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(place, hexOf(bytes(6))).map(([at, hex]) => `${at}=${hex}`) },
      { weight: 1, arbitrary: fc.nat(size).map((count) => `-${count}`) },
    ),
    { maxLength: 5 },
  ),
  check: (input) => {
    const { image, states } = lived!;
    const flash = new MemoryFlash(damage(image, sequence(input)));
    // A device of zeroes is a new one, and is formatted.
    const isNew = flash.image().every((byte) => byte === 0);
    const card = parsedOrRefused(() => createCard({ profile: SMALL, flash }), DeviceError, WrongCard);
    if (card === undefined || isNew) return;
    const state = lastingState(card.inspect());
    demand(states.has(state), 'state', 'the card is in a state that it never was in');
    const again = createCard({ profile: SMALL, flash: flash.fork() });
    demand(lastingState(again.inspect()) === state, 'state', 'the card is another one when it is opened again');
    again.powerOn();
  },
};
