/** The card: sequences of commands and events, on a card of every kind of file, key and PIN. */
import fc from 'fast-check';
import { encodeCommand, fromHex, INS, parseCommand, parseResponse, toHex } from '../../../apdu/index.ts';
import { type Card, type CardView, conformance, createCard, curveParameters } from '../../../applet/index.ts';
import { curveNamed, type Log, MemoryFlash } from '../../../emulator/index.ts';
import { personaliseConformance } from '../../../issuer/index.ts';
import { damagedLines, hexOf } from '../arbitraries.ts';
import { commands, isAboutPins, SPARE_SECRETS } from '../commands.ts';
import { lastingState } from '../lasting-state.ts';
import { demand, sequence, type Target, Violation } from '../target.ts';

const P256 = curveNamed('secp256r1');

/** What failed inside the card during the command at hand. */
let fault: unknown;
const log: Log = {
  bug: (error) => {
    fault = error;
  },
};

let personalised: Card | undefined;

function personalise(): void {
  if (personalised !== undefined) return;
  personalised = createCard({ profile: conformance, log });
  personalised.powerOn();
  personaliseConformance(personalised, conformance);
}

/** A card of its own, powered on, with no right but those that everybody has. */
function card(): Card {
  const fork = personalised!.fork();
  fork.powerOn();
  return fork;
}

/** Content of the EF that nobody may ever read; the spare PIN and its PUK, which no readable file has by chance. */
const NEVER_ANSWERED = [
  toHex(new Uint8Array(16).fill(0x02)),
  ...SPARE_SECRETS.map((text) => toHex(new TextEncoder().encode(text))),
];

const counters = ({ pins }: CardView): string => JSON.stringify(pins.map(({ triesLeft }) => triesLeft));

function answered(command: Uint8Array, answer: Uint8Array): void {
  const text = toHex(command);
  if (fault !== undefined) {
    const { message = String(fault) } = fault as Error;
    throw new Violation('exception', `in the card: ${message}, for ${text}`);
  }
  demand(answer.length >= 2, 'wrong', `an answer of ${answer.length} bytes to ${text}`);
  const { sw, data } = parseResponse(answer);
  const sw1 = sw >> 8;
  demand((sw1 > 0x60 && sw1 < 0x70) || sw1 >> 4 === 9, 'wrong', `${sw.toString(16)} is no status word, for ${text}`);
  const bare = data.length === 3 && command[1] === 0xa4;
  if (data.length > 0 && !bare)
    demand(data.length <= parseCommand(command).ne, 'wrong', `more than Ne bytes for ${text}`);
  const given = toHex(data);
  for (const secret of NEVER_ANSWERED) demand(!given.includes(secret), 'state', `a secret is in the answer to ${text}`);
}

function transmit(subject: Card, command: Uint8Array): void {
  fault = undefined;
  answered(command, subject.transmit(command));
}

/** Commands that only mean something after one another, as a host sends them. */
const PIN = '00200001 06 313233343536';
const SCRIPTS: readonly (readonly string[])[] = [
  [PIN, '002241B6 06 800111840101', '002A9E9A 03 616263 00'],
  [PIN, '002241B6 06 800112840101', `002A9E9A 20 ${'A5'.repeat(32)} 00`],
  [PIN, '002241B6 06 800121840102', `002A9E9A 20 ${'A5'.repeat(32)} 00`],
  [PIN, '002241B8 06 800111840101', `002A8086 00 0101 00${'01'.repeat(256)} 0000`],
  [PIN, '00880001 04 01020304 00'],
  [
    PIN,
    '00224100 06 8001EC840103',
    toHex(encodeCommand({ ins: INS.generateAsymmetricKeyPair, data: curveParameters(P256), ne: 256 })),
    '00C00000 00',
  ],
  [
    '00A4080C 02 7F01',
    '00E00000 0F 6F0D 80020010 820101 83024401 880108',
    '00D60000 04 01020304',
    '00B00000 10',
    '00E40200 02 4401',
  ],
  [
    '00A4080C 02 7F01',
    '00E00000 0D 6F0B 82054241000404 83024402',
    '00E20000 04 01020304',
    '00A20104 02 0203 00',
    '000C0104',
  ],
  ['00A4080C 02 7F01', '00DA0080 02 ABCD', '00CA0080 00', '00CB3FFF 03 5C0180 00', '00CA00FF 00'],
  ['00A4080C 04 7F030101', '00040000', '00B00000 00', '00440000'],
  ['00CA0100 00', '00CA0101 00', '00700000 01', '01A4080C 02 7F03', '01840000 08', '00708001'],
];

const steps = fc.oneof(
  { weight: 10, arbitrary: hexOf(commands).map((hex) => [hex]) },
  { weight: 3, arbitrary: fc.constantFrom(...SCRIPTS).map((script) => script.map((hex) => hex.replaceAll(' ', ''))) },
  { weight: 1, arbitrary: fc.constantFrom('reset', 'power', 'fork', 'image').map((event) => [event]) },
);

const EVENTS = ['reset', 'power', 'fork', 'image'];

/** What happens to the card; the card that goes on. */
function happen(event: string, subject: Card): Card {
  const before = lastingState(subject.inspect());
  // biome-ignore format: a table reads best with its columns aligned
  const next =
    event === 'fork'  ? subject.fork() :
    event === 'image' ? createCard({ profile: conformance, flash: new MemoryFlash(subject.image()), log }) :
                        subject;
  if (event === 'reset') next.reset();
  else next.powerOn();
  demand(lastingState(next.inspect()) === before, 'state', `the card is another one after ${event}`);
  return next;
}

export const cardTarget: Target = {
  name: 'card',
  about: 'sequences of commands, resets, power cycles, forks and reopened images to a card',
  oracle:
    'well-formed answers of at most Ne bytes, no failed assertion, no secret in an answer, counters that only PIN commands change, and the same card after every event',
  sources: [
    'emulator/card',
    'emulator/card-os',
    'emulator/channels',
    'emulator/command-chaining',
    'emulator/file-system',
    'emulator/keys',
    'emulator/pin',
    'emulator/response-chaining',
    'emulator/session',
    'applet/instructions',
  ],
  prepare: personalise,
  inputs: damagedLines(fc.array(steps, { minLength: 1, maxLength: 20, size: 'max' }).map((parts) => parts.flat())),
  check: (input) => {
    let subject = card();
    const told = sequence(input);
    for (const step of told) {
      if (EVENTS.includes(step)) subject = happen(step, subject);
      else transmit(subject, fromHex(step));
    }
    const end = happen('image', subject).inspect();
    if (!told.some(isAboutPins))
      demand(
        counters(end) === counters(personalised!.inspect()),
        'state',
        'a retry counter changed without a PIN command',
      );
  },
};
