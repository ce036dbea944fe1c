/**
 * Planted faults, each one that a real card, token or storage library has had or that a test might miss. The suite must fail on
 * every one of them: a test that cannot see a fault says nothing about its absence.
 */

/** Who must see it: the sweep of power cuts, or a test file. */
export type Watcher = 'sweep' | `${string}.test.ts`;

export interface Canary {
  readonly name: string;
  readonly seenBy: Watcher;
  /** Where it looks, when not everywhere: the instruction whose scenes are swept, or the tests whose names begin like this. */
  readonly only?: string;
  /** Changes to the source: in a file, some text that is there exactly once, and what stands there instead. */
  readonly changes: readonly (readonly [file: string, text: string, instead: string])[];
}

const ORDER = 'conformance/power-cut/order-trace.test.ts';
const MODEL = 'conformance/model/property.test.ts';
const CHANGED_BYTE = 'emulator/nvm/changed-byte.test.ts';
const DAMAGE = 'emulator/nvm/damage.test.ts';
const PIN_TEST = 'applet/instructions/pin.test.ts';

const JOURNAL = 'emulator/nvm/journal.ts';
const STORE = 'emulator/nvm/object-store.ts';
const FLASH = 'emulator/nvm/mortal-flash.ts';
const PIN = 'emulator/pin.ts';
const COMPARE = 'applet/instructions/pin-reference.ts';
const VERIFY = 'applet/instructions/verify.ts';
const RESET = 'applet/instructions/reset-retry-counter.ts';

export const CANARIES: readonly Canary[] = [
  {
    name: 'VERIFY, CHANGE, ENABLE and DISABLE compare, then pay',
    seenBy: ORDER,
    changes: [
      [
        COMPARE,
        '  pin.spendTry();\n  if (pin.matches(value)) return;',
        '  const right = pin.matches(value);\n  pin.spendTry();\n  if (right) return;',
      ],
    ],
  },
  {
    name: 'RESET RETRY COUNTER compares, then pays',
    seenBy: ORDER,
    changes: [
      [RESET, '  puk.spendTry();\n', '  const right = puk.matches(data.subarray(0, pinLength));\n  puk.spendTry();\n'],
      [RESET, 'if (!puk.matches(data.subarray(0, pinLength)))', 'if (!right)'],
    ],
  },
  {
    name: 'a comparison costs nothing',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[COMPARE, '  pin.spendTry();\n', '']],
  },
  {
    name: 'a commit is not synced',
    seenBy: 'sweep',
    changes: [[JOURNAL, '    this.#flash.sync();\n    this.#passOver(payload);', '    this.#passOver(payload);']],
  },
  {
    name: 'sync does nothing',
    seenBy: 'sweep',
    changes: [[FLASH, 'this.#attempt(() => this.device.sync());', 'this.demandAlive();']],
  },
  {
    name: 'every second sync does nothing',
    seenBy: 'sweep',
    changes: [
      [FLASH, '  #dead = false;', '  #dead = false;\n  #syncs = 0;'],
      [
        FLASH,
        'this.#attempt(() => this.device.sync());',
        'this.#attempt(() => (this.#syncs++ % 2 === 0 ? this.device.sync() : undefined));',
      ],
    ],
  },
  {
    name: 'records have no checksum',
    seenBy: 'sweep',
    changes: [['emulator/nvm/record.ts', 'isSealed(bytes)', 'bytes.length > 0']],
  },
  {
    name: 'a record is written once only',
    seenBy: CHANGED_BYTE,
    changes: [
      [
        JOURNAL,
        'for (const track of this.#layout.trackOffsets) this',
        'for (const track of [this.#layout.trackOffsets[0]]) this',
      ],
    ],
  },
  {
    name: 'a record after a lost one is forgotten, with the state of before',
    seenBy: DAMAGE,
    changes: [[JOURNAL, '    this.#demandNothingBehind();\n    return', '    return']],
  },
  {
    name: 'nothing is synced at opening',
    seenBy: 'sweep',
    changes: [['emulator/nvm/recovery.ts', '  flash.sync();\n  const headers', '  const headers']],
  },
  {
    name: 'records of an older epoch are performed again',
    seenBy: 'sweep',
    changes: [[JOURNAL, 'record.epoch === this.#epoch && record.sequence', 'record.sequence']],
  },
  {
    name: 'a commit of several changes is written change by change',
    seenBy: 'sweep',
    changes: [
      [
        STORE,
        '    this.#journal.append(payload);',
        '    for (const change of changes) {\n      const part = encodeChanges([change]);\n      if (!this.#journal.hasRoom(part.length)) this.#checkpoint();\n      this.#journal.append(part);\n    }',
      ],
    ],
  },
  {
    name: 'RESET RETRY COUNTER is two commits',
    seenBy: 'sweep',
    only: 'RESET RETRY COUNTER',
    changes: [
      [
        RESET,
        'card.commit([pin.newValue(newValue), puk.restoredTries()]);',
        'card.commit([pin.newValue(newValue)]);\n  card.commit([puk.restoredTries()]);',
      ],
    ],
  },
  {
    name: 'a successful RESET RETRY COUNTER does not give the PUK its tries back',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[RESET, ', puk.restoredTries()]', ']']],
  },
  {
    name: 'a successful CHANGE REFERENCE DATA does not give the tries back',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[PIN, '    bytes[AT.triesLeft] = limit;\n', '']],
  },
  {
    name: 'a new PIN that is shorter keeps the end of the old one',
    seenBy: PIN_TEST,
    changes: [
      [PIN, 'bytes.set(padded(unpadded(value, this.#behaviour.pinFiller)), AT.value);', 'bytes.set(value, AT.value);'],
    ],
  },
  {
    name: 'any PIN is right',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[COMPARE, 'if (pin.matches(value)) return;', 'if (pin.matches(value) || value.length > 0) return;']],
  },
  {
    name: 'a failed VERIFY keeps an old success',
    seenBy: MODEL,
    only: 'card and model',
    changes: [
      [VERIFY, '  card.session.revoke(pin.reference);\n', ''],
      [COMPARE, '  card.revokeEverywhere(pin.reference);\n', ''],
    ],
  },
  {
    name: 'a failed VERIFY keeps the success of other channels',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[COMPARE, 'card.revokeEverywhere(pin.reference)', 'card.session.revoke(pin.reference)']],
  },
  {
    name: 'an empty VERIFY is a success',
    seenBy: MODEL,
    only: 'card and model',
    changes: [[VERIFY, '  refuse(pin.status());', '  return;']],
  },
  {
    name: 'an empty VERIFY costs a try',
    seenBy: ORDER,
    changes: [[VERIFY, '  refuse(pin.status());', '  pin.spendTry();\n  refuse(pin.status());']],
  },
  {
    name: 'a PUK of a wrong length is not counted and tells that it is wrong',
    seenBy: PIN_TEST,
    changes: [[RESET, 'data.length < pinLength + SHORTEST_VALUE', 'data.length < 1']],
  },
  {
    name: 'a key signs for whoever chose it, the PIN no longer verified',
    seenBy: MODEL,
    only: 'card and model',
    changes: [['applet/instructions/key-use.ts', '  card.demandKey(key);\n', '']],
  },
  {
    name: 'a personalisation that was cut short leaves the PINs it had set',
    seenBy: 'applet/personalisation.test.ts',
    changes: [['emulator/application.ts', '...blank.map(([put, bytes]) => ({ put, bytes }))', '']],
  },
];
