/**
 * The personalisation bracket: one template opens it on a blank card and leaves a durable marker; ACTIVATE FILE on the MF
 * ends it. While the marker is there everything may be written, and a card that is powered on with it is blank again
 * before its first answer: there is no half-issued card.
 *
 * Template, in any order:
 *   81 serial number, 1–16 bytes
 *   86 access conditions of the MF once activated, 8 bytes, format of the IsoApplet edge
 *   A1 { 83 PIN reference · 91 try limit · 92 shortest · 93 longest · 94 alphabet: 00 any, 01 digits, 02 alphanumeric ·
 *        96 may be disabled: 01, or absent · AB rules }  …
 *   A2 { 84 key reference · 95 usage: 01 sign, 02 decipher, 04 authenticate · 96 consent: 00 no, 01 for each use · AB rules }  …
 *
 * Rules name commands by their headers (expanded-rules.ts); a command that they do not name is denied.
 */
import { concat, parseTlvs, TAG, type Tlv, TlvError, tlv } from '../apdu/index.ts';
import { parseEdgeRules } from './access-rules.ts';
import { parseExpandedRules } from './expanded-rules.ts';
import { type Key, type KeyAttributes, UNRESTRICTED, usageByte, usageOf } from './key.ts';
import type { PinAlphabet, PinPolicy } from './pin.ts';

/** What the template says. */
export interface Personalisation {
  readonly serialNumber: Uint8Array | undefined;
  /** Value of tag 86 for the MF. */
  readonly mfAccess: Uint8Array | undefined;
  readonly pinPolicies: ReadonlyMap<number, PinPolicy>;
  readonly keyAttributes: ReadonlyMap<number, KeyAttributes>;
}

const ALPHABETS: readonly PinAlphabet[] = ['any', 'digits', 'alphanumeric'];

function byteObject(objects: readonly Tlv[], tag: number): number | undefined {
  const value = objects.find((object) => object.tag === tag)?.value;
  return value?.length === 1 ? value[0] : undefined;
}

/** Whether the rules among objects, if any, are well-formed. */
function rulesOf(objects: readonly Tlv[]): { readonly value?: Uint8Array } | undefined {
  const value = objects.find(({ tag }) => tag === TAG.expandedAttributes)?.value;
  if (value === undefined) return {};
  return parseExpandedRules(value) && { value };
}

function parsePolicy(value: Uint8Array): [number, PinPolicy] | undefined {
  const objects = parseTlvs(value);
  const [reference, tries, minLength, maxLength, code] = [0x83, 0x91, 0x92, 0x93, 0x94].map((tag) =>
    byteObject(objects, tag),
  );
  const alphabet = ALPHABETS[code ?? -1];
  if (reference === undefined || tries === undefined || minLength === undefined || maxLength === undefined)
    return undefined;
  if (alphabet === undefined || tries < 1 || tries > 15 || minLength < 1 || maxLength > 16 || minLength > maxLength)
    return undefined;
  const rules = rulesOf(objects);
  const disable = byteObject(objects, 0x96);
  if (rules === undefined || (disable !== undefined && disable !== 1)) return undefined;
  const policy = { tries, minLength, maxLength, alphabet, ...(disable === 1 && { mayBeDisabled: true }) };
  return [reference, { ...policy, ...(rules.value && { rules: rules.value }) }];
}

function parseAttributes(value: Uint8Array): [number, KeyAttributes] | undefined {
  const objects = parseTlvs(value);
  const [reference, usage, consent] = [0x84, 0x95, 0x96].map((tag) => byteObject(objects, tag));
  if (reference === undefined || usage === undefined || usage > 0x07 || consent === undefined || consent > 1)
    return undefined;
  const rules = rulesOf(objects);
  if (rules === undefined) return undefined;
  return [reference, { usage: usageOf(usage), consent: consent === 1, ...(rules.value && { ruleBytes: rules.value }) }];
}

function all<T>(objects: readonly Tlv[], tag: number, parse: (value: Uint8Array) => T | undefined): T[] | undefined {
  const parsed = objects.filter((object) => object.tag === tag).map(({ value }) => parse(value));
  return parsed.every((item) => item !== undefined) ? (parsed as T[]) : undefined;
}

/** Reads the template's content, or undefined when it is malformed. */
export function parsePersonalisation(content: Uint8Array): Personalisation | undefined {
  try {
    const objects = parseTlvs(content);
    if (objects.some(({ tag }) => ![0x81, 0x86, 0xa1, 0xa2].includes(tag))) return undefined;
    const serialNumber = objects.find(({ tag }) => tag === 0x81)?.value;
    const mfAccess = objects.find(({ tag }) => tag === 0x86)?.value;
    const policies = all(objects, 0xa1, parsePolicy);
    const attributes = all(objects, 0xa2, parseAttributes);
    if (serialNumber !== undefined && (serialNumber.length < 1 || serialNumber.length > 16)) return undefined;
    if (mfAccess !== undefined && parseEdgeRules(mfAccess) === undefined) return undefined;
    if (policies === undefined || attributes === undefined) return undefined;
    return { serialNumber, mfAccess, pinPolicies: new Map(policies), keyAttributes: new Map(attributes) };
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

/** Writes the template's content. */
export function encodePersonalisation(personalisation: Personalisation): Uint8Array {
  const { serialNumber, mfAccess, pinPolicies, keyAttributes } = personalisation;
  const byte = (tag: number, value: number) => tlv(tag, Uint8Array.of(value));
  const rules = (value: Uint8Array | undefined) => (value === undefined ? [] : [tlv(TAG.expandedAttributes, value)]);
  return concat(
    ...(serialNumber === undefined ? [] : [tlv(0x81, serialNumber)]),
    ...(mfAccess === undefined ? [] : [tlv(0x86, mfAccess)]),
    ...[...pinPolicies].map(([reference, { tries, minLength, maxLength, alphabet, mayBeDisabled, rules: pinRules }]) =>
      tlv(
        0xa1,
        byte(0x83, reference),
        byte(0x91, tries),
        byte(0x92, minLength),
        byte(0x93, maxLength),
        byte(0x94, ALPHABETS.indexOf(alphabet)),
        ...(mayBeDisabled === true ? [byte(0x96, 1)] : []),
        ...rules(pinRules),
      ),
    ),
    ...[...keyAttributes].map(([reference, { usage, consent, ruleBytes }]) =>
      tlv(0xa2, byte(0x84, reference), byte(0x95, usageByte(usage)), byte(0x96, consent ? 1 : 0), ...rules(ruleBytes)),
    ),
  );
}

/** What a new key may do: as the open personalisation says, else what the key in its place may, else everything. */
export function attributesFor(
  personalisation: Personalisation | undefined,
  keyReference: number,
  replaced: Key | undefined,
): KeyAttributes {
  const personalised = personalisation?.keyAttributes.get(keyReference);
  if (personalised !== undefined || replaced === undefined) return personalised ?? UNRESTRICTED;
  const { usage, consent, ruleBytes } = replaced;
  return { usage, consent, ...(ruleBytes && { ruleBytes }) };
}
