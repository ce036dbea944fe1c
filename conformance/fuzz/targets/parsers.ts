/** The parsers that the card itself is made of: total, strict, and true to what they have read. */
import fc from 'fast-check';
import {
  ApduError,
  AtrError,
  concat,
  encodeAtr,
  encodeCommand,
  fromHex,
  parseAtr,
  parseClass,
  parseCommand,
  parseTlvs,
  sameBytes,
  type Tlv,
  TlvError,
  tlv,
} from '../../../apdu/index.ts';
import {
  encodePersonalisation,
  parseControlParameters,
  parseCreateTemplate,
  parseExpandedRules,
  parsePersonalisation,
  parseTagList,
} from '../../../emulator/index.ts';
import { bytes, damaged, dataObjects, hexOf } from '../arbitraries.ts';
import { commands } from '../commands.ts';
import { demand, parsedOrRefused, single, type Target } from '../target.ts';
import { controlParameters, personalisations, rules } from '../templates.ts';

/** Data objects written anew, with minimal lengths. */
const written = (series: readonly Tlv[]): Uint8Array => concat(...series.map(({ tag, value }) => tlv(tag, value)));

export const tlvTarget: Target = {
  name: 'tlv',
  about: 'bytes to the reader of BER-TLV data objects',
  oracle: 'TlvError, or objects that are read back the same when they are written',
  sources: ['apdu/ber-tlv'],
  inputs: hexOf(damaged(dataObjects)),
  check: (input) => {
    const given = fromHex(single(input));
    const objects = parsedOrRefused(() => parseTlvs(given), TlvError);
    if (objects === undefined) return;
    const once = written(objects);
    demand(once.length <= given.length, 'wrong', 'what is written is longer than what was read');
    demand(sameBytes(written(parseTlvs(once)), once), 'wrong', 'what is written is read otherwise');
  },
};

export const commandTarget: Target = {
  name: 'command',
  about: 'bytes to the readers of command APDUs and of class bytes',
  oracle: 'ApduError, or fields that encode to the same fields',
  sources: ['apdu/command', 'apdu/class-byte'],
  inputs: hexOf(damaged(commands)),
  check: (input) => {
    const command = parsedOrRefused(() => parseCommand(fromHex(single(input))), ApduError);
    if (command === undefined) return;
    const { channel } = parseClass(command.cla);
    demand(channel >= 0 && channel < 20, 'wrong', `channel ${channel}`);
    const again = parseCommand(encodeCommand(command, command.encoding.endsWith('E')));
    for (const field of ['cla', 'ins', 'p1', 'p2', 'ne'] as const)
      demand(
        again[field] === command[field],
        'wrong',
        `${field} is ${command[field]}, and ${again[field]} when encoded`,
      );
    demand(sameBytes(again.data, command.data), 'wrong', 'the data field is another one when encoded');
  },
};

const ATR = fromHex('3B9F188131FE458031E873F641D7575A4F5254535440');

export const atrTarget: Target = {
  name: 'atr',
  about: 'bytes to the reader of answers to reset',
  oracle: 'AtrError, or an ATR that encodes to the same bytes',
  sources: ['apdu/answer-to-reset'],
  inputs: hexOf(damaged(bytes(40).map((more) => (more.length > 20 ? more : ATR)))),
  check: (input) => {
    const given = fromHex(single(input));
    const atr = parsedOrRefused(() => parseAtr(given), AtrError);
    if (atr !== undefined) demand(sameBytes(encodeAtr(atr), given), 'wrong', 'the ATR encodes to other bytes');
  },
};

/** Readers of templates answer undefined for whatever is none, and nothing is thrown but what a broken TLV is. */
export const templatesTarget: Target = {
  name: 'templates',
  about: 'bytes to the readers of control parameters, access rules, tag lists and the personalisation template',
  oracle: 'undefined, TlvError, or a personalisation that is read back the same when it is encoded',
  sources: [
    'emulator/file-system/file-control-parameters',
    'emulator/expanded-rules',
    'emulator/tag-list',
    'emulator/personalisation',
  ],
  inputs: hexOf(damaged(fc.oneof(controlParameters, personalisations, rules))),
  check: (input) => {
    const given = fromHex(single(input));
    for (const parse of [parseControlParameters, parseCreateTemplate, parseExpandedRules, parseTagList])
      parsedOrRefused<unknown>(() => parse(given), TlvError);
    const personalisation = parsedOrRefused(() => parsePersonalisation(given), TlvError);
    if (personalisation === undefined) return;
    const encoded = encodePersonalisation(personalisation);
    const again = parsePersonalisation(encoded);
    demand(again !== undefined, 'wrong', 'a personalisation is none when it is encoded');
    demand(
      sameBytes(encodePersonalisation(again), encoded),
      'wrong',
      'a personalisation is another one when it is encoded',
    );
  },
};
