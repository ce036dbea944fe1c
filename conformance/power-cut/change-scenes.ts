/** Scenes about files, keys and the life of the card: every command that writes, at every place in the log. */
import { toHex } from '../../apdu/index.ts';
import { generateRsaKey, HmacDrbg, type MemoryFlash, nativeEngine } from '../../emulator/index.ts';
import { apdu, blankChip, chipAfter, LOG_PLACES, onePlaceFurther } from './bench-card.ts';
import type { Scene } from './scene.ts';
import { CANDIDATES, operationalChip, VALUE, VERIFY } from './security-scenes.ts';

/** Domain parameters of P-256 as GENERATE ASYMMETRIC KEY PAIR takes them. SEC 2, secp256r1 */
const P256 = `
  8120 FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
  8220 FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC
  8320 5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
  8441 04 6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
          4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
  8520 FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
  87020001`.replace(/\s/g, '');

const SELECT_MF = '00A4000C023F00';
const SELECT_EF = '00A4000C022F01';
const EF = apdu('00E00000', '6F0B 81020020 820101 83022F02');
const DF = apdu('00E00000', '6F07 820138 83025015');
const EC_KEY_1 = apdu('00224100', '8001EC 840101');
const RSA_KEY_1 = apdu('00224100', '8001F3 840101');
const PSS_KEY_1 = apdu('002241B6', '800112 840101');
const SIGN_HASH = apdu('002A9E9A', '5A'.repeat(32), '00');
const GENERATE_EC = apdu('00460000', P256, '0000');
const IMPORT_EC = apdu('00DB3FFF', `E081D2${P256}880105`);
const OPEN_BRACKET = apdu('00DA0110', 'A10F 830101 910103 920106 930108 940101');

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
