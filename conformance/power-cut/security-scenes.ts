/** Scenes about PIN and PUK: every state of the two counters, every command on them, every place in the log. */
import { fromHex } from '../../apdu/index.ts';
import type { MemoryFlash } from '../../emulator/index.ts';
import { apdu, blankChip, chipAfter, LOG_PLACES, onePlaceFurther } from './bench-card.ts';
import type { Scene } from './scene.ts';

// biome-ignore format: a table reads best with its columns aligned
export const VALUE = {
  pin:    '31323334353600000000000000000000',
  newPin: '36353433323100000000000000000000',
  puk:    '31323334353637380000000000000000',
  wrong:  '39393939393939390000000000000000',
} as const;

export const CANDIDATES = { pins: [fromHex(VALUE.pin), fromHex(VALUE.newPin)], puks: [fromHex(VALUE.puk)] };

const PIN_TRIES = 3;
const PUK_TRIES = 5;

export const VERIFY = apdu('00200001', VALUE.pin);
const WRONG_VERIFY = apdu('00200001', VALUE.wrong);
const WRONG_UNBLOCK = apdu('002C0001', VALUE.wrong + VALUE.newPin);

// biome-ignore format: a table reads best with its columns aligned
const COMMANDS: readonly (readonly [subject: string, what: string, command: string])[] = [
  ['VERIFY',                'right',              VERIFY],
  ['VERIFY',                'wrong',              WRONG_VERIFY],
  ['VERIFY',                'too short',          apdu('00200001', '313233')],
  ['VERIFY',                'empty',              '00200001'],
  ['CHANGE REFERENCE DATA', 'right',              apdu('00240001', VALUE.pin + VALUE.newPin)],
  ['CHANGE REFERENCE DATA', 'wrong',              apdu('00240001', VALUE.wrong + VALUE.newPin)],
  ['CHANGE REFERENCE DATA', 'new value refused',  apdu('00240001', `${VALUE.pin}31320000000000000000000000000000`)],
  ['RESET RETRY COUNTER',   'right',              apdu('002C0001', VALUE.puk + VALUE.newPin)],
  ['RESET RETRY COUNTER',   'wrong',              WRONG_UNBLOCK],
  ['RESET RETRY COUNTER',   'new value refused',  apdu('002C0001', `${VALUE.puk}31320000000000000000000000000000`)],
  ['DISABLE VERIFICATION REQUIREMENT', 'right',   apdu('00260001', VALUE.pin)],
  ['DISABLE VERIFICATION REQUIREMENT', 'wrong',   apdu('00260001', VALUE.wrong)],
];

/** The personalisation template: PIN 01 of 4–16 bytes, three tries, may be disabled. */
export const OPEN_BRACKET = apdu('00DA0110', 'A112 830101 910103 920104 930110 940100 960101');
export const SELECT_MF = '00A4000C023F00';

/** An operational card with an EF 2F01 that anyone may update, by which the log fills. */
export function operationalChip(): MemoryFlash {
  return chipAfter(blankChip(), [
    OPEN_BRACKET,
    apdu('00E00000', '6F0B 81020010 820101 83022F01'),
    apdu('00240102', VALUE.puk),
    apdu('00240101', VALUE.pin),
    SELECT_MF,
    '00440000',
  ]);
}

/** Every state of the counters, with every command, at every place of the log. */
export function* securityScenes(): Generator<Scene> {
  const ready = operationalChip();
  for (let pinTries = 0; pinTries <= PIN_TRIES; pinTries++) {
    for (let pukTries = 0; pukTries <= PUK_TRIES; pukTries++) {
      let chip = chipAfter(ready, [
        ...new Array<string>(PIN_TRIES - pinTries).fill(WRONG_VERIFY),
        ...new Array<string>(PUK_TRIES - pukTries).fill(WRONG_UNBLOCK),
      ]);
      for (let place = 0; place < LOG_PLACES; place++) {
        for (const [subject, what, command] of COMMANDS) {
          yield {
            name: `${subject} ${what}, ${pinTries} PIN tries, ${pukTries} PUK tries, place ${place} in the log`,
            subject,
            chip,
            setting: [],
            commands: [command],
            candidates: CANDIDATES,
          };
        }
        chip = onePlaceFurther(chip);
      }
    }
  }
}
