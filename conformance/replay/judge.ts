/**
 * Decides, once a trace has been played to its end, which of the answers that are not the recorded ones may differ:
 * random numbers by their length, keys by their form, signatures by verifying each under its own card's key.
 */
import { type Command, INS, parseTlvs, sameBytes, TlvError, toHex } from '../../apdu/index.ts';
import { likelyCause } from './causes.ts';
import { type Comparison, DATE } from './contents.ts';
import type { FilesRead } from './files-read.ts';
import type { Finding } from './findings.ts';
import { type PublicKey, publicKeyIn, verifies } from './public-keys.ts';
import type { Substitution } from './substitution.ts';

/** An answer that is not the recorded one, byte for byte. */
export interface Unlike {
  readonly command: Command;
  readonly recorded: { readonly sw: number; readonly data: Uint8Array };
  readonly answered: { readonly sw: number; readonly data: Uint8Array };
  /** The file it concerns, as `FilesRead` calls it. */
  readonly file: string;
  /** A PIN that nobody gave was left out before. */
  readonly afterGap: boolean;
}

export type Judgement = Pick<Finding, 'verdict' | 'field' | 'cause'>;

/** Everything that was learnt while playing. */
export interface Knowledge {
  readonly files: FilesRead;
  readonly substitution: Substitution;
  /** Recorded key and this card's in its place. */
  readonly keys: readonly (readonly [PublicKey, PublicKey])[];
  /** Whether a key that stands in this file on one card stands, on the other, in the place of two. */
  isContradicted(file: string): boolean;
}

const hex4 = (sw: number): string => toHex(Uint8Array.of(sw >> 8, sw));
const different = (field: Finding['field'], cause: string): Judgement => ({ verdict: 'different', field, cause });
const explained = (field: Finding['field'], cause: string): Judgement => ({ verdict: 'explained', field, cause });
const isSignature = ({ ins, p1, p2 }: Command): boolean =>
  (ins === INS.performSecurityOperation && p1 === 0x9e && p2 === 0x9a) || ins === INS.internalAuthenticate;
const isDecipherment = ({ ins, p1 }: Command): boolean => ins === INS.performSecurityOperation && p1 === 0x80;

/** Why an answer is unlike the recorded one, and whether it may be. */
export function judge(unlike: Unlike, knowledge: Knowledge): Judgement {
  const { command, recorded, answered } = unlike;
  if (isDecipherment(command) && hasOtherKeys(knowledge)) {
    return explained('data', 'deciphered with another key than the recorded card had: not comparable');
  }
  const file = ownContent(knowledge, unlike.file);
  if (recorded.sw !== answered.sw) {
    if (command.ins === INS.readBinary && file?.verdict === 'own')
      return explained('status word', `this card's own content: ${file.what}`);
    if (unlike.afterGap && answered.sw === 0x6982) {
      return {
        verdict: 'inconclusive',
        field: 'status word',
        cause: 'a PIN was left out before; --set PIN=… fills it in',
      };
    }
    return different('status word', likelyCause(command.ins, hex4(recorded.sw), answered.sw));
  }
  const isKnown = !knowledge.isContradicted(unlike.file) && file?.verdict !== 'different';
  if (isKnown && sameBytes(knowledge.substitution.apply(recorded.data), answered.data)) {
    return explained('data', "this card's own value stands where the recorded card's stood");
  }
  switch (command.ins) {
    case INS.getChallenge:
      return recorded.data.length === answered.data.length
        ? explained('data', 'a random number')
        : different('data', `a random number of ${answered.data.length} bytes instead of ${recorded.data.length}`);
    case INS.generateAsymmetricKeyPair:
    case INS.generateAsymmetricKeyPairOdd:
      return judgeKey(recorded.data, answered.data);
    case INS.readBinary:
      if (knowledge.isContradicted(unlike.file)) {
        return different(
          'public key',
          'the key is the same as elsewhere on one of the two cards, and another one on the other',
        );
      }
      if (file?.verdict === 'own') return explained('data', `this card's own content: ${file.what}`);
      break;
    case INS.select:
      return judgeControlInformation(recorded.data, answered.data, file?.verdict === 'own');
  }
  return isSignature(command)
    ? judgeSignature(unlike, knowledge)
    : different('data', departure(recorded.data, answered.data));
}

/** What differs in a file and may. On the very card that was recorded, keys and serial numbers may not. */
function ownContent({ files, keys }: Knowledge, name: string): Comparison | undefined {
  const file = files.compare(name);
  const sameCard = keys.length > 0 && keys.every(([recorded, answered]) => sameBytes(recorded.value, answered.value));
  return file?.verdict === 'own' && sameCard && file.what !== DATE ? { verdict: 'different' } : file;
}

function hasOtherKeys({ keys }: Knowledge): boolean {
  return keys.some(([recorded, answered]) => !sameBytes(recorded.value, answered.value));
}

function judgeKey(recorded: Uint8Array, answered: Uint8Array): Judgement {
  const [before, now] = [publicKeyIn(recorded), publicKeyIn(answered)];
  if (now === undefined) return different('public key', 'the answer is no well-formed public key');
  if (before === undefined) return different('public key', 'the recorded answer is no well-formed public key');
  if (before.kind !== now.kind) return different('public key', `a key of kind ${now.kind} instead of ${before.kind}`);
  return explained('public key', `a new key, ${now.kind}`);
}

/** The recorded signature must verify under a recorded key, and the answered one under the key in its place. */
function judgeSignature({ command, recorded, answered }: Unlike, { keys }: Knowledge): Judgement {
  const pair = keys.find(([key]) => verifies(key, command.data, recorded.data));
  if (pair !== undefined) {
    return verifies(pair[1], command.data, answered.data)
      ? explained('signature', `each verifies under its own card's key, ${pair[1].kind}`)
      : different('signature', `the recorded one verifies, this card's does not verify under its key, ${pair[1].kind}`);
  }
  const mine = keys.find(([, key]) => verifies(key, command.data, answered.data));
  if (mine !== undefined) {
    const cut =
      recorded.data.length !== answered.data.length
        ? `; it has ${recorded.data.length} bytes, not ${answered.data.length}`
        : '';
    return different(
      'signature',
      `this card's verifies; the recorded one does not verify under any key of the trace${cut}`,
    );
  }
  if (recorded.data.length !== answered.data.length) {
    return different('signature', `${answered.data.length} bytes instead of ${recorded.data.length}`);
  }
  const cause = 'the trace shows no public key under which the recorded signature verifies: read the certificate in it';
  return { verdict: 'inconclusive', field: 'signature', cause };
}

/** ISO/IEC 7816-4:2005 §5.3.3: the order of data objects says nothing; sizes follow from what the file holds. */
function judgeControlInformation(recorded: Uint8Array, answered: Uint8Array, ownContent: boolean): Judgement {
  const [before, now] = [objectsOf(recorded), objectsOf(answered)];
  if (before === undefined || now === undefined) return different('data', departure(recorded, answered));
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((tag) => before.get(tag) !== now.get(tag));
  if (changed.length === 0) return explained('data', 'the same data objects in another order');
  if (ownContent && changed.every((tag) => tag === 0x80 || tag === 0x81))
    return explained('data', "the size of this card's own content");
  const tags = changed.map((tag) => tag.toString(16).toUpperCase()).join(', ');
  return different('data', `file control information differs in data object ${tags}`);
}

function objectsOf(data: Uint8Array): Map<number, string> | undefined {
  try {
    const [template] = parseTlvs(data);
    return template === undefined
      ? undefined
      : new Map(parseTlvs(template.value).map(({ tag, value }) => [tag, toHex(value)]));
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

/** Where the data departs. */
function departure(recorded: Uint8Array, answered: Uint8Array): string {
  const offset = recorded.findIndex((byte, i) => byte !== answered[i]);
  if (offset === -1) return `${answered.length - recorded.length} bytes more than recorded`;
  if (offset >= answered.length) return `${recorded.length - answered.length} bytes fewer than recorded`;
  const [want, got] = [recorded, answered].map((data) => toHex(data.subarray(offset, offset + 4), ' '));
  return `from offset ${offset} on: ${want} recorded, ${got} answered`;
}
