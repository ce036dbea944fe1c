/**
 * PERFORM SECURITY OPERATION (INS 2A). ISO/IEC 7816-8:2004
 *
 * P1-P2 9E9A COMPUTE DIGITAL SIGNATURE · 8086 DECIPHER. Key and algorithm come from MANAGE SECURITY ENVIRONMENT.
 * Answers 9000 · 6982 PIN not verified, or not verified anew for a key that wants it · 6985 no environment · 6700 · 6A80 ·
 * 6A86 · 6A88 the key is gone.
 */
import { SW } from '../../apdu/index.ts';
import {
  type CardServices,
  type EnvironmentTemplate,
  type Instruction,
  type Key,
  refuse,
} from '../../emulator/index.ts';
import type { InterfaceGeneration } from '../interface-generation.ts';
import { computeDigitalSignature } from './compute-digital-signature.ts';
import { decipher } from './decipher.ts';

/** The key that a template's environment names, paid for with a verification where the key wants one. */
function useKey(template: EnvironmentTemplate, card: CardServices): { key: Key; algorithm: number | undefined } {
  const { session } = card;
  const { algorithm, keyReference } = session.environments[template] ?? refuse(SW.conditionsNotSatisfied);
  const key = card.keys.find(keyReference) ?? refuse(SW.referencedDataNotFound);
  if (key.consent && !session.useConsent()) refuse(SW.securityStatusNotSatisfied);
  return { key, algorithm };
}

export function performSecurityOperation(generation: InterfaceGeneration): Instruction {
  return ({ p1, p2, data }, card) => {
    const operation = p1 * 256 + p2;
    if (operation !== 0x9e9a && operation !== 0x8086) refuse(SW.incorrectP1P2);
    if (!card.session.isVerified(card.userPin.reference)) refuse(SW.securityStatusNotSatisfied);
    if (operation === 0x8086) {
      const { key } = useKey('confidentiality', card);
      return decipher(key.material, data, card.engine);
    }
    const { key, algorithm } = useKey('signature', card);
    return computeDigitalSignature(key.material, algorithm, data, card, generation.current);
  };
}
