/** A host for tests: sends commands written in hexadecimal and tells answers the same way. */
import { fromHex, toHex } from '../apdu/index.ts';
import type { Card } from '../emulator/index.ts';
import { createCard } from './create-card.ts';
import { zorgIdBlank } from './profile/zorg-id-blank.ts';

export const PIN = '31323334353600000000000000000000';
export const WRONG_PIN = '39393939393900000000000000000000';
export const PUK = '31323334353637380000000000000000';
export const WRONG_PUK = '30303030303030300000000000000000';
export const NEW_PIN = '36353433323100000000000000000000';
export const ISOAPPLET = '00A404000CF276A288BCFBA69D34F31001';

/** One command → the whole answer, or its status word when there are no data. */
export function send(card: Card, command: string): string {
  return toHex(card.transmit(fromHex(command)));
}

/** The status word of the answer to one command. */
export function sw(card: Card, command: string): string {
  return send(card, command).slice(-4);
}

/** Sends commands in order and expects each to succeed. */
export function ok(card: Card, ...commands: readonly string[]): void {
  for (const command of commands) {
    const answer = sw(card, command);
    if (answer !== '9000') throw new Error(`${command} was answered ${answer}`);
  }
}

/** A case-3 command with its Lc. */
export function withData(header: string, data: string, le = ''): string {
  const length = data.replace(/\s/g, '').length / 2;
  const lc = length > 255 ? `00${length.toString(16).padStart(4, '0')}` : length.toString(16).padStart(2, '0');
  return header + lc + data + (le !== '' && length > 255 ? le.padStart(4, '0') : le);
}

export const verify = (pin: string): string => withData('00200001', pin);
export const change = (from: string, to: string): string => withData('00240001', from + to);
export const unblock = (puk: string, pin: string): string => withData('002C0001', puk + pin);

/** A powered card of the blank profile. */
export function blankCard(): Card {
  const card = createCard({ profile: zorgIdBlank });
  card.powerOn();
  return card;
}

/** A powered card as OpenSC leaves it, but for the files: PUK 12345678, PIN 123456. */
export function operationalCard(): Card {
  const card = blankCard();
  ok(card, withData('00240102', PUK), withData('00240101', PIN));
  return card;
}

/** CREATE FILE with a template of these control parameters. */
export function create(objects: string, template = '6F'): string {
  const bare = objects.replace(/\s/g, '');
  const length = (bare.length / 2).toString(16).padStart(2, '0');
  return withData('00E00000', bare.length > 254 ? `${template}81${length}${bare}` : `${template}${length}${bare}`);
}

export const df = (fid: string, more = ''): string => create(`820138 8302${fid} ${more}`);
export const ef = (fid: string, size: string, more = ''): string => create(`8102${size} 820101 8302${fid} ${more}`);
export const MF = '00A4000C023F00';

/** A blank card with DF 5015 { EF 4401 of 16 bytes } and EF 2F00 of 61 bytes. */
export function cardWithFiles(): Card {
  const card = blankCard();
  ok(card, ef('2F00', '003D'), MF, df('5015'), ef('4401', '0010'), MF);
  return card;
}

/** A card in the same persistent state, powered. */
export function copyOf(card: Card): Card {
  const copy = card.fork();
  copy.powerOn();
  return copy;
}

/** A private key on secp256r1, 01–FF, in the template in which OpenSC imports one. */
export function p256Key(privateNumber: string): string {
  const p = 'FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF';
  const a = 'FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC';
  const b = '5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B';
  const g =
    '046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296' +
    '4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5';
  const n = 'FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551';
  return `E081D18120${p}8220${a}8320${b}8441${g}8520${n}8701018801${privateNumber}`;
}
