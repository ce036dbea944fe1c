import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../apdu/index.ts';
import { conditionText, isSatisfied, type PinName } from './access-condition.ts';
import { ACCESS_MODE, type CommandHeader } from './access-rules.ts';
import { parseExpandedRules } from './expanded-rules.ts';

const PIN_01 = 'A406830101950108';
const PIN_81 = 'A406830181950108';
const READ_COMMAND: CommandHeader = { cla: 0x00, ins: 0xb0, p1: 0x00, p2: 0x00 };

const readCondition = (rules: string): string | undefined => {
  const parsed = parseExpandedRules(fromHex(rules));
  return parsed && conditionText(parsed.condition(ACCESS_MODE.read, READ_COMMAND));
};

describe('an access rule in the expanded format', () => {
  it.each<[string, string, string]>([
    ['always', '80010190 00', 'always'],
    ['never', '80010197 00', 'never'],
    ['a condition byte', '8001019E0110', 'user'],
    ['a condition byte with secure messaging', '8001019E01D0', 'never'],
    ['a PIN', `800101${PIN_01}`, 'PIN 01'],
    ['a PIN without a usage qualifier', '800101A403830181', 'PIN 81'],
    ['external authentication', '800101A406830101950180', 'never'],
    ['secure messaging', '800101B403830101', 'never'],
    ['several conditions in a row: one is enough', `800101${PIN_01}${PIN_81}`, 'PIN 01 or PIN 81'],
    ['OR', `800101A010${PIN_01}${PIN_81}`, 'PIN 01 or PIN 81'],
    ['OR of nothing', '800101A000', 'never'],
    ['AND', `800101AF10${PIN_01}${PIN_81}`, 'PIN 01 and PIN 81'],
    ['NOT', `800101A708${PIN_01}`, 'not PIN 01'],
    ['nested', `800101AF14${PIN_01}A708${PIN_81}9000`, 'PIN 01 and not PIN 81 and always'],
    ['another mode', '80010290 00', 'never'],
    ['two groups: either', `80010197008001 03${PIN_01}`, 'PIN 01'],
    ['two mode objects of one group', `800102800101${PIN_01}`, 'PIN 01'],
    ['by instruction code', `8401B0${PIN_01}`, 'PIN 01'],
    ['by instruction code and P1-P2, several', `8706D60000B00000${PIN_01}`, 'PIN 01'],
    ['by another instruction code', `8401D6${PIN_01}`, 'never'],
    ['by class and instruction code', `8C0200B0${PIN_01}`, 'PIN 01'],
    ['by a whole header', `8F0400B00000${PIN_01}`, 'PIN 01'],
    ['by instruction code and another P1', `8602B001${PIN_01}`, 'never'],
    ['as deep as conditions may nest', `800101A00EA00CA00AA008A006A004A0029000`, '((((((always))))))'],
    ['b8 of the mode byte: only its low modes are ours', `8001C1${PIN_01}`, 'PIN 01'],
  ])('%s', (_, rules, condition) => {
    expect(readCondition(rules)).toBe(condition);
  });

  it('of several mode objects gives each what the group says', () => {
    const { condition } = parseExpandedRules(fromHex(`800102800101${PIN_01}`))!;
    expect(conditionText(condition(ACCESS_MODE.update))).toBe('PIN 01');
  });

  it('by command says nothing about an access that no command is known of', () => {
    expect(parseExpandedRules(fromHex(`8401B0${PIN_01}`))!.condition(ACCESS_MODE.read)).toBe('never');
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a mode that is none', `0401B0${PIN_01}`],
    ['secure messaging that is cut short', '800101B40283'],
    ['a mode without a condition', '800101'],
    ['a condition without a mode', '9000'],
    ['a last group without a condition', '80010190 00 800102'],
    ['a mode of two bytes', '8002010190 00'],
    ['a mode of no byte', '800090 00'],
    ['a command header that is cut short', `8702B000${PIN_01}`],
    ['an empty command header', `8400${PIN_01}`],
    ['a state machine', '9C0101 9000'],
    ['always with a value', '800101900100'],
    ['a condition byte of two', '8001019E021010'],
    ['authentication without a reference', '800101A403950108'],
    ['a reference of two bytes', '800101A40483020101'],
    ['an unknown condition', '8001019200'],
    ['AND of nothing', '800101AF00'],
    ['NOT of nothing', '800101A700'],
    ['NOT of two', '800101A7049000 9700'],
    ['an object that runs over', '800101A4108301'],
    ['bytes after the last object', '80010190 0080'],
    ['nesting too deep', `800101${'A012A010A00EA00CA00AA008A006A004A002'}9000`],
  ])('refuses %s', (_, rules) => {
    expect(parseExpandedRules(fromHex(rules))).toBeUndefined();
  });

  it('parses or refuses any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        parseExpandedRules(bytes)?.condition(ACCESS_MODE.read, READ_COMMAND);
      }),
    );
  });

  it('evaluates any nesting as the truth table does', () => {
    type Tree = { bytes: string; value(pins: ReadonlySet<PinName>): boolean };
    const wrap = (tag: string, parts: readonly Tree[]): string => {
      const inside = parts.map(({ bytes }) => bytes).join('');
      const length = (inside.length / 2).toString(16).padStart(2, '0');
      return `${tag}${inside.length > 254 ? '81' : ''}${length}${inside}`;
    };
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 1, max: 3 }).map((pin) => ({
          bytes: `A4038301${pin.toString(16).padStart(2, '0')}`,
          value: (pins: ReadonlySet<PinName>) => pins.has(pin),
        })),
        fc.array(tie('tree'), { maxLength: 2 }).map((parts) => ({
          bytes: wrap('A0', parts),
          value: (pins: ReadonlySet<PinName>) => parts.some((part) => part.value(pins)),
        })),
        fc.array(tie('tree'), { minLength: 1, maxLength: 2 }).map((parts) => ({
          bytes: wrap('AF', parts),
          value: (pins: ReadonlySet<PinName>) => parts.every((part) => part.value(pins)),
        })),
        tie('tree').map((part) => ({
          bytes: wrap('A7', [part]),
          value: (pins: ReadonlySet<PinName>) => !part.value(pins),
        })),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.subarray<PinName>([1, 2, 3]), ({ bytes, value }, verified) => {
        const pins = new Set(verified);
        const rules = parseExpandedRules(fromHex(`800101${bytes}`))!;
        const condition = rules.condition(ACCESS_MODE.read, READ_COMMAND);
        expect(isSatisfied(condition, (pin) => pins.has(pin))).toBe(value(pins));
      }),
    );
  });
});
