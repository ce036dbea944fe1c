/** Distinguished names, one attribute in each RelativeDistinguishedName. RFC 5280 §4.1.2.4 */
import type { RelativeDistinguishedNames } from 'pkijs';
import { encode, objectIdentifier, printableString, sequence, set, utf8String } from '../der.ts';
import { pkijs } from '../libraries.ts';

/** DirectoryString is a UTF8String, but for the two attributes that X.520 makes PrintableStrings. */
// biome-ignore format: a table reads best with its columns aligned
const ATTRIBUTES = {
  commonName:       ['2.5.4.3',  utf8String],
  surname:          ['2.5.4.4',  utf8String],
  serialNumber:     ['2.5.4.5',  printableString],
  countryName:      ['2.5.4.6',  printableString],
  organization:     ['2.5.4.10', utf8String],
  organizationUnit: ['2.5.4.11', utf8String],
  title:            ['2.5.4.12', utf8String],
  givenName:        ['2.5.4.42', utf8String],
} as const;

/** Attributes and their values in the order in which they stand. */
export type DistinguishedName = readonly (readonly [keyof typeof ATTRIBUTES, string])[];

/** Object identifier of an attribute. */
export const attributeType = (attribute: keyof typeof ATTRIBUTES): string => ATTRIBUTES[attribute][0];

/**
 * RDNSequence ::= SEQUENCE OF RelativeDistinguishedName, each SET OF AttributeTypeAndValue { type, value }
 *
 * Encoded here and given to the library to keep: its own encoding puts all attributes in one set.
 */
export function nameOf(attributes: DistinguishedName): RelativeDistinguishedNames {
  const names = attributes.map(([attribute, value]) => {
    const [type, encodeValue] = ATTRIBUTES[attribute];
    return set(sequence(objectIdentifier(type), encodeValue(value)));
  });
  return pkijs().RelativeDistinguishedNames.fromBER(encode(sequence(...names)));
}
