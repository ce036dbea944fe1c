/** Keys to try operations with. */
import { SW } from '../../../apdu/index.ts';
import type { Bench } from '../bench.ts';
import { setEnvironment, TEMPLATE } from '../commands.ts';
import type { FoundKey } from '../found-keys.ts';

export const NO_RIGHT = ['6982'];

export const anyKey = (card: Bench): FoundKey => card.key(() => true, 'key');
export const rsaKey = (card: Bench): FoundKey => card.key(({ kind }) => kind === 'rsa', 'RSA key');
export const decipherKey = (card: Bench): FoundKey =>
  card.key(
    ({ deciphers, publicKey }) => deciphers && publicKey !== undefined,
    'key that deciphers, with its public key,',
  );

export async function setFor(card: Bench, template: number, { reference, algorithm }: FoundKey): Promise<void> {
  await card.prepare(setEnvironment(template, reference, algorithm), ['9000']);
}

/** A PIN that the card's keys want: one after the loss of which nothing is signed any more. */
export async function keysWant(card: Bench, key: FoundKey): Promise<Bench['pin']> {
  const { pin } = card;
  await card.login(pin);
  const { sw } = await card.send(setEnvironment(TEMPLATE.signature, key.reference, key.algorithm));
  card.need(sw === SW.ok, 'the key wants another PIN');
  return pin;
}
