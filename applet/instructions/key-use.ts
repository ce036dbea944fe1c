/** The commands that templates of the security environment are for, as a key's rules may name them. */
import { SW } from '../../apdu/index.ts';
import {
  type CardServices,
  type CommandHeader,
  type EnvironmentTemplate,
  type Key,
  type KeyUsage,
  refuse,
} from '../../emulator/index.ts';

// biome-ignore format: a table reads best with its columns aligned
export const USE: { readonly [Template in EnvironmentTemplate]: CommandHeader } = {
  generation:      { cla: 0x00, ins: 0x46, p1: 0x00, p2: 0x00 },
  authentication:  { cla: 0x00, ins: 0x88, p1: 0x00, p2: 0x00 },
  signature:       { cla: 0x00, ins: 0x2a, p1: 0x9e, p2: 0x9a },
  confidentiality: { cla: 0x00, ins: 0x2a, p1: 0x80, p2: 0x86 },
};

export type UseTemplate = Exclude<EnvironmentTemplate, 'generation'>;

/** The right that a key needs for a template. */
export const USAGE: { readonly [Template in UseTemplate]: KeyUsage } = {
  authentication: 'authenticate',
  signature: 'sign',
  confidentiality: 'decipher',
};

/**
 * The key and algorithm that a template's environment names, paid for with a verification where the key wants one. Refuses
 * 6982 · 6985 no environment · 6A88 the key is gone.
 */
export function keyInUse(
  template: UseTemplate,
  card: CardServices,
): { readonly key: Key; readonly algorithm: number | undefined } {
  const environment = card.session.environments[template];
  const key = environment && card.keys.find(environment.keyReference);
  card.demandKey(key);
  const { algorithm } = environment ?? refuse(SW.conditionsNotSatisfied);
  if (key === undefined) refuse(SW.referencedDataNotFound);
  card.useUp(key);
  return { key, algorithm };
}

/** Key reference and algorithm for a new key, and what is in its place. Refuses 6982 · 6985 no environment. */
export function newKeyPlace(card: CardServices): {
  readonly algorithm: number;
  readonly keyReference: number;
  readonly replaced: Key | undefined;
} {
  const environment = card.session.environments.generation;
  const replaced = environment && card.keys.find(environment.keyReference);
  card.demandKey(replaced);
  const { algorithm, keyReference } = environment ?? refuse(SW.conditionsNotSatisfied);
  return { algorithm: algorithm!, keyReference, replaced };
}
