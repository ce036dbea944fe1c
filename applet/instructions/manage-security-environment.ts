/**
 * MANAGE SECURITY ENVIRONMENT: SET (INS 22). ISO/IEC 7816-4:2005 §7.5.11
 *
 * P1 41 · P2 00 key generation and import, B6 digital signature, B8 confidentiality; each template is kept apart.
 * Data, in any order: 80 algorithm reference, 84 key reference; others, such as 81, are passed over. For B6 and B8 a key
 * reference alone is enough: the algorithm then follows from the key.
 * Answers 9000 · 6982 PIN not verified · 6984 the key does not fit · 6A80 · 6A81 algorithm unknown · 6A86 · 6A88 no such
 * key. A refusal leaves the environment as it was.
 */
import { parseTlvs, SW, TAG, TlvError } from '../../apdu/index.ts';
import {
  type CardServices,
  type EnvironmentTemplate,
  type Instruction,
  type KeyMaterial,
  type KeyUsage,
  refuse,
  type SecurityEnvironment,
} from '../../emulator/index.ts';
import { ALGORITHM, RSA_BITS } from '../algorithm.ts';

// biome-ignore format: a table reads best with its columns aligned
const TEMPLATES: ReadonlyMap<number, EnvironmentTemplate> = new Map([
  [0x00, 'generation'],
  [TAG.digitalSignature, 'signature'],
  [TAG.confidentiality, 'confidentiality'],
]);

/** Which kind of key an algorithm of a template works with. */
// biome-ignore format: a table reads best with its columns aligned
const ALGORITHMS: { readonly [Template in 'signature' | 'confidentiality']: ReadonlyMap<number, KeyMaterial['kind']> } = {
  signature:       new Map([[ALGORITHM.rsaPkcs1, 'rsa'], [ALGORITHM.rsaPss, 'rsa'], [ALGORITHM.ecdsa, 'ec']]),
  confidentiality: new Map([[ALGORITHM.rsaPkcs1, 'rsa']]),
};

const USAGE = { signature: 'sign', confidentiality: 'decipher' } as const satisfies Record<string, KeyUsage>;

function parseEnvironment(data: Uint8Array): SecurityEnvironment {
  try {
    const objects = parseTlvs(data);
    const byte = (tag: number): number | undefined => {
      const value = objects.find((object) => object.tag === tag)?.value;
      return value === undefined ? undefined : value.length === 1 ? value[0] : refuse(SW.incorrectData);
    };
    const keyReference = byte(TAG.privateKeyReference) ?? refuse(SW.incorrectData);
    return { algorithm: byte(TAG.algorithmReference), keyReference };
  } catch (error) {
    if (error instanceof TlvError) refuse(SW.incorrectData);
    throw error;
  }
}

function checkGeneration({ algorithm }: SecurityEnvironment): void {
  if (algorithm === undefined) refuse(SW.incorrectData);
  if (algorithm !== ALGORITHM.ec && !RSA_BITS.has(algorithm)) refuse(SW.functionNotSupported);
}

function checkUse(template: 'signature' | 'confidentiality', wanted: SecurityEnvironment, card: CardServices): void {
  const { algorithm, keyReference } = wanted;
  const kinds = ALGORITHMS[template];
  if (algorithm !== undefined && !kinds.has(algorithm)) refuse(SW.functionNotSupported);
  const key = card.keys.find(keyReference) ?? refuse(SW.referencedDataNotFound);
  const { kind } = key.material;
  const fits = algorithm === undefined ? [...kinds.values()].includes(kind) : kinds.get(algorithm) === kind;
  if (!fits || !key.usage.includes(USAGE[template])) refuse(SW.referenceDataNotUsable);
}

export const manageSecurityEnvironment: Instruction = (command, card) => {
  const template = TEMPLATES.get(command.p2);
  if (command.p1 !== 0x41 || template === undefined) refuse(SW.incorrectP1P2);
  const { session } = card;
  if (!session.isVerified(card.userPin.reference)) refuse(SW.securityStatusNotSatisfied);
  const wanted = parseEnvironment(command.data);
  if (!card.keys.hasPlace(wanted.keyReference)) refuse(SW.referencedDataNotFound);
  if (template === 'generation') checkGeneration(wanted);
  else checkUse(template, wanted, card);
  session.environments[template] = wanted;
};
