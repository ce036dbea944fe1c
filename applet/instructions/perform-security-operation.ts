/**
 * PERFORM SECURITY OPERATION (INS 2A). ISO/IEC 7816-8:2004
 *
 * P1-P2 9E9A COMPUTE DIGITAL SIGNATURE · 8086 DECIPHER. Key and algorithm come from MANAGE SECURITY ENVIRONMENT.
 * Answers 9000 · 6982 PIN not verified, or not verified anew for a key that wants it · 6985 no environment · 6700 · 6A80 ·
 * 6A86 · 6A88 the key is gone.
 */
import { SW } from '../../apdu/index.ts';
import { type Instruction, refuse } from '../../emulator/index.ts';
import type { InterfaceGeneration } from '../interface-generation.ts';
import { computeDigitalSignature } from './compute-digital-signature.ts';
import { decipher } from './decipher.ts';
import { keyInUse } from './key-use.ts';

export function performSecurityOperation(generation: InterfaceGeneration): Instruction {
  return ({ p1, p2, data }, card) => {
    switch (p1 * 256 + p2) {
      case 0x9e9a: {
        const { key, algorithm } = keyInUse('signature', card);
        return computeDigitalSignature(key.material, algorithm, data, card, generation.current);
      }
      case 0x8086:
        return decipher(keyInUse('confidentiality', card).key.material, data, card.engine);
      default:
        return refuse(SW.incorrectP1P2);
    }
  };
}
