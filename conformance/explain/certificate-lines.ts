/** A certificate in short lines. RFC 5280; the otherName by which the UZI register names the holder of a card. */
import { certificateFacts, certifiedIdentity } from '../../issuer/index.ts';
import { publicKeyIn } from '../replay/public-keys.ts';

/** Undefined for what is no certificate. */
export function certificateLines(der: Uint8Array): string[] | undefined {
  const facts = certificateFacts(der);
  if (facts === undefined) return undefined;
  const { subject, issuer, serialNumber, keyUsage, purposes, alternativeNames, policies } = facts;
  const identity = certifiedIdentity(der);
  return [
    `subject  ${subject || 'empty'}`,
    `issuer   ${subject === issuer ? 'itself' : issuer}`,
    `serial   ${serialNumber}`,
    `valid    ${timeText(facts.notBefore)} to ${timeText(facts.notAfter)}`,
    `key      ${publicKeyIn(der)?.kind ?? 'of a kind that is not known here'}`,
    ...(keyUsage.length === 0 ? [] : [`keyUsage ${keyUsage.join(', ')}`]),
    ...(purposes.length === 0 ? [] : [`extendedKeyUsage ${purposes.join(', ')}`]),
    ...(facts.isAuthority ? ['a certification authority'] : []),
    ...alternativeNames.map(({ type, value }) => `${type}: ${value ?? 'its value is not coded as RFC 5280 has it'}`),
    ...(identity === undefined
      ? []
      : [
          `  UZI number ${identity.uziNumber}, pastype ${identity.pastype}, subscriber (URA) ${identity.ura}, role ${identity.roleCode}, AGB code ${identity.agbCode}`,
        ]),
    ...(policies.length === 0 ? [] : [`policy   ${policies.join(', ')}`]),
  ];
}

/** A time without its fraction of a second. */
const timeText = (time: Date): string =>
  Number.isNaN(time.getTime()) ? 'no time' : time.toISOString().replace('T', ' ').replace('.000Z', ' UTC');
