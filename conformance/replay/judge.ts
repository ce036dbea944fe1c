/**
 * Decides, once a trace has been played to its end, which of the answers that are not the recorded ones may differ:
 * random numbers by their length, keys by their form, signatures by verifying each under its own card's key.
 */
import { INS, sameBytes, toHex, u16 } from '../../apdu/index.ts';
import { likelyCause } from './causes.ts';
import { type Comparison, DATE } from './contents.ts';
import { offsetOf } from './files-read.ts';
import { judgeControlInformation } from './judge-control-information.ts';
import { isSignature, judgeSignature } from './judge-signature.ts';
import {
  byDecision,
  departure,
  different,
  explained,
  type Judgement,
  type Knowledge,
  type Unlike,
} from './judgement.ts';
import { publicKeyIn } from './public-keys.ts';

/** Why an answer is unlike the recorded one, and whether it may be. */
export function judge(unlike: Unlike, knowledge: Knowledge): Judgement {
  if (isIncomparable(unlike, knowledge)) {
    return explained('data', 'deciphered with another key than the recorded card had: not comparable');
  }
  return (
    byDecision(unlike, knowledge) ??
    (unlike.recorded.sw === unlike.answered.sw ? judgeData : judgeStatus)(unlike, knowledge)
  );
}

function judgeStatus(unlike: Unlike, knowledge: Knowledge): Judgement {
  const { command, recorded, answered } = unlike;
  const file = ownContent(knowledge, unlike.file);
  const isRead = [recorded.sw, answered.sw].every((sw) => sw === 0x9000 || sw === 0x6282 || sw === 0x6b00);
  if (command.ins === INS.readBinary && isRead && file?.verdict === 'own') {
    return explained('status word', `this card's own content: ${file.what}`);
  }
  if (unlike.afterGap && answered.sw === 0x6982) {
    const cause = 'a PIN was left out before; --set PIN=… fills it in';
    return { verdict: 'inconclusive', field: 'status word', cause };
  }
  if (isUnfetched(unlike))
    return explained('status word', 'the rest of the answer was not fetched when it was recorded');
  return different('status word', likelyCause(command.ins, toHex(u16(recorded.sw)), answered.sw));
}

/** 61xx that no GET RESPONSE followed; the player fetches what waits. ISO/IEC 7816-4:2005 §5.1.3 */
function isUnfetched({ recorded, answered }: Unlike): boolean {
  const rest = answered.data.length - recorded.data.length;
  return recorded.sw >> 8 === 0x61 && answered.sw === 0x9000 && rest > 0 && (rest & 0xff) === (recorded.sw & 0xff);
}

function judgeData(unlike: Unlike, knowledge: Knowledge): Judgement {
  const { command, recorded, answered } = unlike;
  const file = ownContent(knowledge, unlike.file);
  const isContradicted = knowledge.isContradicted(unlike.file);
  if (!isContradicted && file?.verdict !== 'different' && isOwnValue(unlike, knowledge)) {
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
    case INS.readRecord:
    case INS.getData:
    case INS.getDataOdd:
      return judgeContent(unlike, file, isContradicted);
    case INS.select:
      return judgeControlInformation(recorded.data, answered.data, file?.verdict === 'own');
  }
  return isSignature(command)
    ? judgeSignature(unlike, knowledge)
    : different('data', departure(recorded.data, answered.data));
}

/** The recorded values that belong to the card replaced by this card's: in this answer, or in the file it is a piece of. */
function isOwnValue({ command, recorded, answered, file }: Unlike, { substitution, files }: Knowledge): boolean {
  if (substitution.isEmpty) return false;
  if (sameBytes(substitution.apply(recorded.data), answered.data)) return true;
  const contents = command.ins === INS.readBinary ? files.contents(file) : undefined;
  if (contents === undefined) return false;
  const start = offsetOf(command);
  const isPiece = (whole: Uint8Array, { data }: { readonly data: Uint8Array }): boolean =>
    sameBytes(whole.subarray(start, start + data.length), data);
  return (
    isPiece(contents.recorded, recorded) &&
    isPiece(contents.answered, answered) &&
    sameBytes(substitution.apply(contents.recorded), contents.answered)
  );
}

function judgeContent(
  { command, recorded, answered }: Unlike,
  file: Comparison | undefined,
  isContradicted: boolean,
): Judgement {
  if (isContradicted) {
    const cause = 'the key is the same as elsewhere on one of the two cards, and another one on the other';
    return different('public key', cause);
  }
  if (file?.verdict === 'own') return explained('data', `this card's own content: ${file.what}`);
  if (file?.verdict !== 'different') return different('data', departure(recorded.data, answered.data));
  if (file.kinds !== undefined) {
    return different('public key', `a key of kind ${file.kinds[1]} instead of ${file.kinds[0]}`);
  }
  const start = offsetOf(command);
  const here = file.offsets?.filter((offset) => offset >= start && offset < start + recorded.data.length);
  if (here?.length === 0) {
    return explained(
      'data',
      `this card's own content, in a file that differs elsewhere, at offset ${file.offsets![0]}`,
    );
  }
  const from = here === undefined ? 0 : here[0]! - start;
  return different('data', departure(recorded.data, answered.data, from));
}

/** What differs in a file and may. On the very card that was recorded, keys and serial numbers may not. */
function ownContent({ files, keys }: Knowledge, name: string): Comparison | undefined {
  const file = files.compare(name);
  const sameCard = keys.length > 0 && keys.every(([recorded, answered]) => sameBytes(recorded.value, answered.value));
  return file?.verdict === 'own' && sameCard && file.what !== DATE ? { verdict: 'different' } : file;
}

/** What one key deciphers, another one does not: garbage, or 6A80 for the padding. */
function isIncomparable({ command, recorded, answered, slot }: Unlike, { keys }: Knowledge): boolean {
  if (command.ins !== INS.performSecurityOperation || command.p1 !== 0x80) return false;
  const isDone = [recorded.sw, answered.sw].every((sw) => sw === 0x9000 || sw === 0x6a80);
  return (
    isDone && (slot.pair === undefined ? keys : [slot.pair]).some(([one, other]) => !sameBytes(one.value, other.value))
  );
}

function judgeKey(recorded: Uint8Array, answered: Uint8Array): Judgement {
  const [before, now] = [publicKeyIn(recorded), publicKeyIn(answered)];
  if (now === undefined) return different('public key', 'the answer is no well-formed public key');
  if (before === undefined) return different('public key', 'the recorded answer is no well-formed public key');
  if (before.kind !== now.kind) return different('public key', `a key of kind ${now.kind} instead of ${before.kind}`);
  return explained('public key', `a new key, ${now.kind}`);
}
