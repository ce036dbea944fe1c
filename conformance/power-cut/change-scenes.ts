/** Scenes about files, keys and the life of the card: every command that writes, at every place in the log. */
import { tlv, toHex } from '../../apdu/index.ts';
import { curveParameters } from '../../applet/index.ts';
import { curveNamed, generateRsaKey, HmacDrbg, type MemoryFlash, nativeEngine } from '../../emulator/index.ts';
import { apdu, blankChip, chipAfter, LOG_PLACES, onePlaceFurther } from './bench-card.ts';
import type { Scene } from './scene.ts';
import { CANDIDATES, OPEN_BRACKET, operationalChip, SELECT_MF, VALUE, VERIFY } from './security-scenes.ts';

const LINEAR_FIXED = apdu('00E00000', '6F0B 8205 42410004 03 83022F03');
const CYCLIC = apdu('00E00000', '6F0B 8205 46410004 03 83022F04');
const APPEND = apdu('00E20000', 'A1A2A3A4');
const DISABLE = apdu('00260001', VALUE.pin);
const SELECT_EF = '00A4000C022F01';
const EF = apdu('00E00000', '6F0B 81020020 820101 83022F02');
const DF = apdu('00E00000', '6F07 820138 83025015');
const EC_KEY_1 = apdu('00224100', '8001EC 840101');
const RSA_KEY_1 = apdu('00224100', '8001F3 840101');
const PSS_KEY_1 = apdu('002241B6', '800112 840101');
const SIGN_HASH = apdu('002A9E9A', '5A'.repeat(32), '00');
const P256 = curveParameters(curveNamed('secp256r1'));
const GENERATE_EC = apdu('00460000', toHex(P256), '0000');
const IMPORT_EC = apdu('00DB3FFF', toHex(tlv(0xe0, P256, tlv(0x88, Uint8Array.of(5)))));

/** PUT DATA of an RSA key, in links of a chain. */
function importRsa(): string[] {
  const { p, q, qi, dp, dq } = generateRsaKey(2048, new HmacDrbg(new Uint8Array(32)), nativeEngine);
  const parts = [p, q, qi, dp, dq].map((part, i) => `${(0x92 + i).toString(16)}8180${toHex(part)}`).join('');
  const template = `7F4882${(parts.length / 2).toString(16).padStart(4, '0')}${parts}`;
  const links = template.match(/.{1,500}/g) ?? [];
  return links.map((link, i) => apdu(i < links.length - 1 ? '10DB3FFF' : '00DB3FFF', link));
}

interface Change {
  readonly subject: string;
  readonly what: string;
  /** What the card has been through before. */
  readonly chip: MemoryFlash;
  readonly setting?: readonly string[];
  readonly commands: readonly string[];
}

/** On an operational card, whose log is then at every place in turn. */
function changesOfOperationalCard(): Change[] {
  const chip = operationalChip();
  const withKey = chipAfter(chip, [VERIFY, EC_KEY_1, GENERATE_EC]);
  const withDf = chipAfter(chip, [DF, EF, SELECT_MF]);
  const withRecords = chipAfter(chip, [LINEAR_FIXED, APPEND, APPEND]);
  const withCycle = chipAfter(chip, [CYCLIC, APPEND, APPEND, APPEND]);
  const withText = chipAfter(chip, [SELECT_EF, '00D6000004DEADBEEF']);
  const withObject = chipAfter(chip, [apdu('00DA0080', '11223344')]);
  const disabled = chipAfter(chip, [DISABLE]);
  const [records, cycle] = [['00A4000C022F03'], ['00A4000C022F04']];
  const full = `00D60000 20 ${'5A'.repeat(32)}`.replace(/ /g, '');
  // biome-ignore format: a table reads best with its columns aligned
  return [
    { subject: 'CREATE FILE',   what: 'EF',              chip, setting: [], commands: [EF] },
    { subject: 'CREATE FILE',   what: 'DF and EF in it', chip, setting: [], commands: [DF, EF] },
    { subject: 'DELETE FILE',   what: 'EF',              chip, setting: [], commands: ['00E40000022F01'] },
    { subject: 'DELETE FILE',   what: 'DF and EF in it', chip: withDf, setting: [], commands: ['00E40000025015'] },
    { subject: 'UPDATE BINARY', what: 'a byte',          chip, setting: [SELECT_EF], commands: ['00D6000301AA'] },
    { subject: 'UPDATE BINARY', what: 'the whole EF',    chip: withDf, setting: ['00A4080C0450152F02'], commands: [full] },
    { subject: 'UPDATE BINARY', what: 'three in a row',  chip, setting: [SELECT_EF], commands: ['00D6000001AA', '00D6000102BBCC', '00D6000F01DD'] },
    { subject: 'WRITE BINARY',  what: 'some bits',       chip, setting: [SELECT_EF], commands: ['00D00003020F0F'] },
    { subject: 'ERASE BINARY',  what: 'to the end',      chip: withText, setting: [SELECT_EF], commands: ['000E0002'] },
    { subject: 'APPEND RECORD', what: 'the last there is room for', chip: withRecords, setting: records, commands: [APPEND] },
    { subject: 'APPEND RECORD', what: 'over the oldest', chip: withCycle, setting: cycle, commands: [apdu('00E20000', 'B1B2B3B4')] },
    { subject: 'UPDATE RECORD', what: 'one of two',      chip: withRecords, setting: records, commands: [apdu('00DC0204', 'B1B2B3B4')] },
    { subject: 'UPDATE RECORD', what: 'previous of a cycle', chip: withCycle, setting: cycle, commands: [apdu('00DC0003', 'B1B2B3B4')] },
    { subject: 'WRITE RECORD',  what: 'some bits',       chip: withRecords, setting: records, commands: [apdu('00D20104', '0F0F0F0F')] },
    { subject: 'ERASE RECORD',  what: 'all',             chip: withRecords, setting: records, commands: ['000C0105'] },
    { subject: 'PUT DATA',      what: 'a new object',    chip, setting: [], commands: [apdu('00DA0080', '11223344')] },
    { subject: 'PUT DATA',      what: 'over another',    chip: withObject, setting: [], commands: [apdu('00DA0080', '5566')] },
    { subject: 'DEACTIVATE FILE', what: 'EF',            chip, setting: [SELECT_EF], commands: ['00040000'] },
    { subject: 'ACTIVATE FILE', what: 'EF',              chip: chipAfter(chip, [EF, '00040000']), setting: ['00A4000C022F02'], commands: ['00440000'] },
    { subject: 'TERMINATE EF',  what: 'EF',              chip, setting: [SELECT_EF], commands: ['00E80000'] },
    { subject: 'TERMINATE DF',  what: 'DF and EF in it', chip: withDf, setting: ['00A4000C025015'], commands: ['00E60000'] },
    { subject: 'ENABLE VERIFICATION REQUIREMENT', what: 'right', chip: disabled, setting: [], commands: [apdu('00280001', VALUE.pin)] },
    { subject: 'ENABLE VERIFICATION REQUIREMENT', what: 'wrong', chip: disabled, setting: [], commands: [apdu('00280001', VALUE.wrong)] },
    { subject: 'GET CHALLENGE', what: 'first after power-on', chip, setting: [], commands: ['0084000008', '0084000008'] },
    { subject: 'GENERATE ASYMMETRIC KEY PAIR', what: 'EC, new',          chip, setting: [VERIFY, EC_KEY_1], commands: [GENERATE_EC] },
    { subject: 'GENERATE ASYMMETRIC KEY PAIR', what: 'EC over another',  chip: withKey, setting: [VERIFY, EC_KEY_1], commands: [GENERATE_EC] },
    { subject: 'PUT DATA (private key)',       what: 'EC, new',          chip, setting: [VERIFY, EC_KEY_1], commands: [IMPORT_EC] },
    { subject: 'PUT DATA (private key)',       what: 'EC over another',  chip: withKey, setting: [VERIFY, EC_KEY_1], commands: [IMPORT_EC] },
  ];
}

/** On a card before it is operational. */
function changesOfBlankCard(): Change[] {
  const blank = chipAfter(blankChip(), []);
  const withPuk = chipAfter(blank, [apdu('00240102', VALUE.puk)]);
  const personalisation = [
    OPEN_BRACKET,
    apdu('00240102', VALUE.puk),
    apdu('00240101', VALUE.pin),
    VERIFY,
    EF,
    '00D6000002ABCD',
    SELECT_MF,
    '00440000',
  ];
  // biome-ignore format: a table reads best with its columns aligned
  return [
    { subject: 'TERMINATE CARD USAGE',  what: 'for ever',           chip: operationalChip(), setting: [], commands: ['00FE0000'] },
    { subject: 'formatting',            what: 'a blank chip',       chip: blankChip(),               commands: [] },
    { subject: 'opening',               what: 'a blank card',       chip: blank,                     commands: [] },
    { subject: 'opening',               what: 'an operational card', chip: operationalChip(),        commands: [VERIFY] },
    { subject: 'opening',               what: 'a card whose personalisation was cut', chip: chipAfter(blank, personalisation.slice(0, 5)), commands: [] },
    { subject: 'CHANGE REFERENCE DATA', what: 'the first PUK',      chip: blank,   setting: [],      commands: [apdu('00240102', VALUE.puk)] },
    { subject: 'CHANGE REFERENCE DATA', what: 'the first PIN',      chip: withPuk, setting: [],      commands: [apdu('00240101', VALUE.pin)] },
    { subject: 'PUT DATA',              what: 'personalisation',    chip: blank,   setting: [],      commands: personalisation },
    { subject: 'ACTIVATE FILE',         what: 'end of personalisation', chip: blank, setting: personalisation.slice(0, -1), commands: ['00440000'] },
  ];
}

/** RSA takes long: once, at one place of the log. */
function changesOfRsaKeys(): Change[] {
  const chip = operationalChip();
  const withKey = chipAfter(chip, [VERIFY, RSA_KEY_1, ...importRsa()]);
  // biome-ignore format: a table reads best with its columns aligned
  return [
    { subject: 'GENERATE ASYMMETRIC KEY PAIR', what: 'RSA-2048', chip, setting: [VERIFY, RSA_KEY_1], commands: ['00464200000000'] },
    { subject: 'PUT DATA (private key)',       what: 'RSA-2048', chip, setting: [VERIFY, RSA_KEY_1], commands: importRsa() },
    { subject: 'PERFORM SECURITY OPERATION', what: 'PSS, which draws a salt', chip: withKey, setting: [VERIFY, PSS_KEY_1], commands: [SIGN_HASH] },
  ];
}

export function* changeScenes(): Generator<Scene> {
  for (const change of [...changesOfBlankCard(), ...changesOfRsaKeys()]) yield sceneOf(change, change.chip, '');
  for (const change of changesOfOperationalCard()) {
    let { chip } = change;
    for (let place = 0; place < LOG_PLACES; place++) {
      yield sceneOf(change, chip, `, place ${place} in the log`);
      chip = onePlaceFurther(chip);
    }
  }
}

function sceneOf({ subject, what, setting, commands }: Change, chip: MemoryFlash, place: string): Scene {
  const name = `${subject} ${what}${place}`;
  // Each of these commands succeeds: one that is refused would write nothing, and its scene prove nothing.
  chipAfter(chip, [...(setting ?? []), ...commands]);
  return { name, subject, chip, ...(setting && { setting }), commands, candidates: CANDIDATES };
}
