/**
 * MANAGE SECURITY ENVIRONMENT: SET (INS 22). ISO/IEC 7816-4:2005 §7.5.11
 *
 * P1 41 · P2 00 key generation and import, A4 authentication, B6 digital signature, B8 confidentiality; each template is kept
 * apart. Data, in any order: 80 algorithm reference, 84 key reference; others, such as 81, are passed over. But for key
 * generation a key reference alone is enough: the algorithm then follows from the key.
 * Answers 9000 · 6982 PIN not verified · 6984 the key does not fit · 6A80 · 6A81 algorithm unknown · 6A86 · 6A88 no such
 * key. A refusal leaves the environment as it was.
 */
import { parseTlvs, SW, TAG, TlvError } from '../../apdu/index.ts';
import {
  type CardServices,
  type EnvironmentTemplate,
  type Instruction,
  type Key,
  type KeyMaterial,
  refuse,
  type SecurityEnvironment,
} from '../../emulator/index.ts';
import { ALGORITHM, RSA_BITS } from '../algorithm.ts';
import { USAGE, USE, type UseTemplate } from './key-use.ts';

// biome-ignore format: a table reads best with its columns aligned
const TEMPLATES: ReadonlyMap<number, EnvironmentTemplate> = new Map([
  [0x00, 'generation'],
  [TAG.authentication, 'authentication'],
  [TAG.digitalSignature, 'signature'],
  [TAG.confidentiality, 'confidentiality'],
]);

/** Which kind of key an algorithm of a template works with. */
// biome-ignore format: a table reads best with its columns aligned
const ALGORITHMS: { readonly [Template in UseTemplate]: ReadonlyMap<number, KeyMaterial['kind']> } = {
  authentication:  new Map([[ALGORITHM.rsaPkcs1, 'rsa'], [ALGORITHM.ecdsa, 'ec']]),
  signature:       new Map([[ALGORITHM.rsaPkcs1, 'rsa'], [ALGORITHM.rsaPss, 'rsa'], [ALGORITHM.ecdsa, 'ec']]),
  confidentiality: new Map([[ALGORITHM.rsaPkcs1, 'rsa'], [ALGORITHM.rsaCardOs, 'rsa']]),
};

/** Reads the data field; undefined when it is malformed or names no key. */
function parseEnvironment(data: Uint8Array, { behaviour }: CardServices): SecurityEnvironment | undefined {
  try {
    const objects = parseTlvs(data);
    const value = (tag: number) => objects.find((object) => object.tag === tag)?.value;
    const algorithm = value(TAG.algorithmReference);
    const key = value(TAG.privateKeyReference);
    if (key?.length !== 1 || (algorithm !== undefined && algorithm.length !== 1)) return undefined;
    const isPkcs1 = algorithm !== undefined && behaviour.morePkcs1References.includes(algorithm[0]!);
    return { algorithm: isPkcs1 ? ALGORITHM.rsaPkcs1 : algorithm?.[0], keyReference: key[0]! };
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

function checkGeneration({ algorithm }: SecurityEnvironment): void {
  if (algorithm === undefined) refuse(SW.incorrectData);
  if (algorithm !== ALGORITHM.ec && !RSA_BITS.has(algorithm)) refuse(SW.functionNotSupported);
}

/** The key of a reference. Refuses one that an algorithm, or any of the template's when none is named, cannot use, and one without the right. */
export function checkUse(
  template: UseTemplate,
  { algorithm, keyReference }: SecurityEnvironment,
  card: CardServices,
): Key {
  const kinds = ALGORITHMS[template];
  if (algorithm !== undefined && !kinds.has(algorithm)) refuse(SW.functionNotSupported);
  if (algorithm === ALGORITHM.rsaPss && !card.behaviour.pss) refuse(SW.functionNotSupported);
  const key = card.keys.find(keyReference) ?? refuse(SW.referencedDataNotFound);
  const { kind } = key.material;
  const fits = algorithm === undefined ? [...kinds.values()].includes(kind) : kinds.get(algorithm) === kind;
  if (!fits || !key.usage.includes(USAGE[template])) refuse(SW.referenceDataNotUsable);
  return key;
}

export const manageSecurityEnvironment: Instruction = (command, card) => {
  const template = TEMPLATES.get(command.p2);
  if (command.p1 !== 0x41 || template === undefined) refuse(SW.incorrectP1P2);
  const wanted = parseEnvironment(command.data, card);
  card.demandKey(wanted && card.keys.find(wanted.keyReference), USE[template]);
  if (wanted === undefined) refuse(SW.incorrectData);
  if (!card.keys.hasPlace(wanted.keyReference)) refuse(SW.referencedDataNotFound);
  if (wanted.algorithm === undefined && !card.behaviour.impliedAlgorithm) refuse(SW.functionNotSupported);
  if (template === 'generation') checkGeneration(wanted);
  else checkUse(template, wanted, card);
  card.session.environments[template] = wanted;
};
