/** The session that the catalogue alters: it lays out files, sets PINs, spends a try, makes and imports keys, signs and deciphers. */
import { constants, createHash, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto';
import { type CardChannel, encodeCommand, fromHex, INS, linkTo, TAG, tlv, toHex } from '../../apdu/index.ts';
import { curveParameters } from '../../applet/index.ts';
import { CURVES } from '../../emulator/index.ts';
import { createCard } from '../../index.ts';
import { parseTrace } from '../trace/parse-trace.ts';
import type { ReplayReport } from './findings.ts';
import { replay } from './replay.ts';

/** A step of the session: its name, the command, data ‖ SW1 SW2. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly answer: string;
}

export const hex = (ins: number, p1: number, p2: number, data = '', ne = 0, cla = 0): string =>
  toHex(encodeCommand({ cla, ins, p1, p2, data: fromHex(data), ne }));
export const PIN = '31323334353600000000000000000000';
export const WRONG = '39393939393900000000000000000000';
export const CONTENT = '00112233445566778899AABBCCDDEEFF';
export const HASH = toHex(createHash('sha256').update('hello').digest());
const DIGEST_INFO = `3031300D060960864801650304020105000420${HASH}`;
const P256 = CURVES.find(({ name }) => name === 'secp256r1')!;
export const ef = (fid: string): string =>
  hex(INS.createFile, 0, 0, `6F158102001082010183 02${fid}8608FF00000000000000`.replace(' ', ''));

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const otherEc = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

function crtTemplate(key: KeyObject): string {
  const { p, q, qi, dp, dq } = key.export({ format: 'jwk' });
  const parts = [p, q, qi, dp, dq].map((part, i) => tlv(0x92 + i, new Uint8Array(Buffer.from(part!, 'base64url'))));
  return toHex(tlv(TAG.privateKey, ...parts));
}

export const cryptogram = toHex(
  publicEncrypt({ key: rsa.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from('plain text')),
);

// biome-ignore format: a table reads best with its columns aligned
export const COMMANDS: readonly (readonly [string, string])[] = [
  ['select',        hex(INS.select, 0x04, 0x00, 'F276A288BCFBA69D34F31001')],
  ['puk',           hex(INS.changeReferenceData, 1, 2, '30313233343536373839616263646566')],
  ['pin',           hex(INS.changeReferenceData, 1, 1, PIN)],
  ['create',        ef('3501')],
  ['create other',  ef('3502')],
  ['update other',  hex(INS.updateBinary, 0, 0, 'FFEEDDCCBBAA99887766554433221100')],
  ['select ef',     hex(INS.select, 0, 0, '3501', 256)],
  ['update',        hex(INS.updateBinary, 0, 0, CONTENT)],
  ['patch',         hex(INS.updateBinary, 0, 4, 'A0A1A2A3')],
  ['read',          hex(INS.readBinary, 0, 0, '', 16)],
  ['read first',    hex(INS.readBinary, 0, 0, '', 4)],
  ['read second',   hex(INS.readBinary, 0, 4, '', 4)],
  ['verify',        hex(INS.verify, 0, 1, PIN)],
  ['wrong',         hex(INS.verify, 0, 1, WRONG)],
  ['tries',         hex(INS.verify, 0, 1)],
  ['verify again',  hex(INS.verify, 0, 1, PIN)],
  ['challenge',     hex(INS.getChallenge, 0, 0, '', 16)],
  ['mse ec',        hex(INS.manageSecurityEnvironment, 0x41, 0x00, '8001EC840101')],
  ['generate',      hex(INS.generateAsymmetricKeyPair, 0, 0, toHex(curveParameters(P256)), 65536)],
  ['mse sign ec',   hex(INS.manageSecurityEnvironment, 0x41, 0xb6, '800121840101')],
  ['sign ec',       hex(INS.performSecurityOperation, 0x9e, 0x9a, HASH, 256)],
  ['mse rsa',       hex(INS.manageSecurityEnvironment, 0x41, 0x00, '8001F3840100')],
  ['import',        hex(INS.putDataOdd, 0x3f, 0xff, crtTemplate(rsa.privateKey))],
  ['mse sign rsa',  hex(INS.manageSecurityEnvironment, 0x41, 0xb6, '800111840100')],
  ['sign rsa',      hex(INS.performSecurityOperation, 0x9e, 0x9a, DIGEST_INFO, 256)],
  ['mse sign pss',  hex(INS.manageSecurityEnvironment, 0x41, 0xb6, '800112840100')],
  ['sign pss',      hex(INS.performSecurityOperation, 0x9e, 0x9a, HASH, 256)],
  ['mse decipher',  hex(INS.manageSecurityEnvironment, 0x41, 0xb8, '800111840100')],
  ['decipher',      hex(INS.performSecurityOperation, 0x80, 0x86, `00${cryptogram}`, 256)],
  ['no such file',  hex(INS.select, 0, 0, '3599', 256)],
  ['no such data',  hex(INS.getData, 0x01, 0x7f, '', 256)],
];

const blank = createCard({ profile: 'zorg-id-blank', seed: '01' });
export const card = (seed: string): CardChannel => blank.fork({ seed });

export function recorded(commands: readonly (readonly [string, string])[], on: CardChannel): Step[] {
  on.powerOn();
  const steps = commands.map(([name, command]) => ({ name, command, answer: toHex(on.transmit(fromHex(command))) }));
  on.powerOff();
  return steps;
}

/** A trace in which the answer of step i stands in line 3 + 2 i, and the line of each step's answer. */
function traceOf(steps: readonly Step[]): string {
  const lines = steps.flatMap(({ command, answer }) => [
    `> ${command}`,
    answer === '' ? '# no answer' : `< ${answer.slice(0, -4)} [${answer.slice(-4)}]`,
  ]);
  return ['cardtrace 1', ...lines].join('\n');
}

export async function played(steps: readonly Step[], seed: string): Promise<ReplayReport> {
  return await replay(parseTrace(traceOf(steps), 't'), linkTo(card(seed)), { file: 't' });
}
