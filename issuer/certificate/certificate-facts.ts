/** What a certificate says, of whatever authority: for people who look at one. RFC 5280 §4. */
import type { Certificate, RelativeDistinguishedNames } from 'pkijs';
import { findTlv, parseTlv, parseTlvs, type Tlv, tlv, toHex } from '../../apdu/index.ts';
import { KEY_PURPOSE, KEY_USAGE_BIT } from '../ca/extensions.ts';
import { asn1js, pkijs } from '../libraries.ts';
import { OTHER_NAMES } from './uzi-name.ts';

export interface CertificateFacts {
  /** In hexadecimal. */
  readonly serialNumber: string;
  /** `CN=…, O=…`, in the order in which they stand. */
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Names of the bits of KeyUsage, and of the purposes of extendedKeyUsage; a purpose without a name as its identifier. */
  readonly keyUsage: readonly string[];
  readonly purposes: readonly string[];
  readonly isAuthority: boolean;
  readonly alternativeNames: readonly AlternativeName[];
  /** Identifiers of certificate policies. */
  readonly policies: readonly string[];
}

export interface AlternativeName {
  /** `otherName 2.5.5.5`, `URI`, `DNS`, … */
  readonly type: string;
  /** Undefined where the value is coded otherwise than RFC 5280 has it. */
  readonly value: string | undefined;
}

// biome-ignore format: a table reads best with its columns aligned
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3',  'CN'], ['2.5.4.4',  'SN'],           ['2.5.4.5',  'serialNumber'], ['2.5.4.6',  'C'],
  ['2.5.4.7',  'L'],  ['2.5.4.8',  'ST'],           ['2.5.4.10', 'O'],            ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],  ['2.5.4.42', 'GN'],           ['2.5.4.97', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'E'], ['0.9.2342.19200300.100.1.25', 'DC'],
]);

const EXTENSION = {
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  policies: '2.5.29.32',
  purposes: '2.5.29.37',
} as const;

/** Undefined for what is no certificate. */
export function certificateFacts(der: Uint8Array): CertificateFacts | undefined {
  try {
    return factsOf(pkijs().Certificate.fromBER(der));
  } catch (error) {
    // The library throws whatever it likes at bytes that are no certificate.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function factsOf(certificate: Certificate): CertificateFacts {
  const { extensions = [], serialNumber, subject, issuer, notBefore, notAfter } = certificate;
  const extension = (type: string): Uint8Array | undefined =>
    extensions.find(({ extnID }) => extnID === type)?.extnValue.valueBlock.valueHexView;
  const members = (type: string): Tlv[] => {
    const value = extension(type);
    return value === undefined ? [] : parseTlvs(parseTlv(value).value);
  };
  const bits = extension(EXTENSION.keyUsage);
  return {
    serialNumber: toHex(serialNumber.valueBlock.valueHexView),
    subject: nameText(subject),
    issuer: nameText(issuer),
    notBefore: notBefore.value,
    notAfter: notAfter.value,
    keyUsage: bits === undefined ? [] : usageOf(parseTlv(bits).value),
    purposes: members(EXTENSION.purposes).map(({ value }) => purposeName(identifierText(value))),
    isAuthority: members(EXTENSION.basicConstraints)[0]?.tag === 0x01,
    alternativeNames: members(EXTENSION.alternativeNames).map(alternativeName),
    policies: members(EXTENSION.policies).map(({ value }) => identifierText(findTlv(value, 0x06) ?? value)),
  };
}

function nameText({ typesAndValues }: RelativeDistinguishedNames): string {
  const parts = typesAndValues.map(
    ({ type, value }) => `${ATTRIBUTES.get(type) ?? type}=${printable(String(value.valueBlock.value))}`,
  );
  return parts.join(', ');
}

/** On one line, whatever a name holds. */
const printable = (text: string): string => text.replace(/\p{Cc}/gu, '?');

/** Bits of a BIT STRING, the first byte of which tells how many are unused. */
const usageOf = (value: Uint8Array): string[] =>
  Object.entries({ ...KEY_USAGE_BIT, keyAgreement: 4, encipherOnly: 7, decipherOnly: 8 })
    .filter(([, bit]) => ((value[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .map(([name]) => name);

const PURPOSES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(KEY_PURPOSE).map(([name, identifier]) => [identifier, name] as const),
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.4.1.311.20.2.2', 'smartcardLogon'],
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
]);

const purposeName = (identifier: string): string => PURPOSES.get(identifier) ?? identifier;

/** Choices of GeneralName, §4.2.1.6. */
// biome-ignore format: a table reads best with its columns aligned
const GENERAL_NAMES: ReadonlyMap<number, string> = new Map([
  [0x81, 'email'], [0x82, 'DNS'], [0x86, 'URI'],
]);

function alternativeName(name: Tlv): AlternativeName {
  const text = GENERAL_NAMES.get(name.tag);
  if (text !== undefined) return { type: text, value: printable(new TextDecoder().decode(name.value)) };
  if (name.tag !== 0xa0) return { type: `name [${name.tag & 0x1f}]`, value: toHex(name.value) };
  const [type, value] = parseTlvs(name.value);
  const identifier = type === undefined ? '' : identifierText(type.value);
  const known = OTHER_NAMES.get(identifier);
  return {
    type: `otherName ${identifier}${known === undefined ? '' : ` (${known})`}`,
    value: value && explicit(value),
  };
}

/** value [0] EXPLICIT; of a text its characters. */
function explicit({ tag, value }: Tlv): string | undefined {
  if (tag !== 0xa0) return undefined;
  const inner = parseTlv(value);
  const isText = inner.tag === 0x0c || inner.tag === 0x13 || inner.tag === 0x16;
  return isText ? printable(new TextDecoder().decode(inner.value)) : toHex(inner.value);
}

/** OBJECT IDENTIFIER in numbers and dots; in hexadecimal when it is none. ITU-T X.690 §8.19 */
export function identifierText(value: Uint8Array): string {
  const { fromBER, ObjectIdentifier } = asn1js();
  const { offset, result } = fromBER(tlv(0x06, value));
  return offset > 0 && value.length > 0 && result instanceof ObjectIdentifier ? result.getValue() : toHex(value);
}
