/** Cards with keys, and the commands that make and choose them. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { encodeCommand, parseResponse } from '../../apdu/index.ts';
import type { Card, Curve } from '../../emulator/index.ts';
import { curveParameters } from '../curve-template.ts';
import { ok, operationalCard, PIN, verify, withData } from '../host.test-support.ts';

/** MANAGE SECURITY ENVIRONMENT: SET of a template. */
export const mse = (template: string, objects: string): string => withData(`002241${template}`, objects);

/** An operational card whose PIN is verified. */
export function readyCard(): Card {
  const card = operationalCard();
  ok(card, verify(PIN));
  return card;
}

/** The public key of a reference. */
export const publicKeyOf = (card: Card, reference: number): KeyObject => {
  const { publicKey } = card.inspect().keys.find((key) => key.reference === reference)!;
  return createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
};

/** The data of the answer to a command that must succeed. */
export const dataOf = (card: Card, fields: Parameters<typeof encodeCommand>[0]): Uint8Array => {
  const response = parseResponse(card.transmit(encodeCommand(fields)));
  if (response.sw !== 0x9000) throw new Error(response.sw.toString(16));
  return response.data;
};

/** Makes a key pair on a curve. */
export function generateEc(card: Card, reference: number, of: Curve): void {
  ok(card, mse('00', `8001EC8401${reference.toString(16).padStart(2, '0')}`));
  dataOf(card, { ins: 0x46, data: curveParameters(of), ne: 65536 });
}
