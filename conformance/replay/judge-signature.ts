/** Signatures and cryptograms: each has to verify under its own card's key, and to be made in the same way. */
import { type Command, INS } from '../../apdu/index.ts';
import { byDecision, different, explained, type Judgement, type Knowledge, type Unlike } from './judgement.ts';
import { type PublicKey, type Scheme, schemeOf } from './public-keys.ts';

/** COMPUTE DIGITAL SIGNATURE and INTERNAL AUTHENTICATE. ISO/IEC 7816-8:2004, ISO/IEC 7816-4:2005 §7.5.2 */
export const isSignature = ({ ins, p1, p2 }: Command): boolean =>
  (ins === INS.performSecurityOperation && p1 === 0x9e && p2 === 0x9a) || ins === INS.internalAuthenticate;

const RECORDED_IS_WRONG = "this card's verifies; the recorded one does not verify under any key of the trace";

/** The recorded signature must verify under the key of its place, and the answered one under this card's there. */
export function judgeSignature(unlike: Unlike, knowledge: Knowledge): Judgement {
  const { keys } = knowledge;
  const { slot, command, recorded, answered } = unlike;
  const under = (key: PublicKey, { data }: { readonly data: Uint8Array }): Scheme | undefined =>
    schemeOf(key, command.data, data);
  const pairs = slot.pair === undefined ? keys : [slot.pair, ...keys];
  const pair = pairs.find(([key]) => under(key, recorded) !== undefined);
  const mine = pairs.find(([, key]) => under(key, answered) !== undefined);
  if (pair === undefined) {
    if (mine !== undefined) return different('signature', RECORDED_IS_WRONG + lengths(unlike));
    return slot.pair === undefined ? withoutKey(unlike) : different('signature', wrongUnder(slot.pair[0], unlike));
  }
  if (slot.pair !== undefined && pair !== slot.pair && pair[0].value !== slot.pair[0].value) {
    return different('signature', `the recorded one was made with another key than key ${slot.reference} of the trace`);
  }
  const [before, now] = [under(pair[0], recorded), under(pair[1], answered)];
  if (now === undefined) {
    const other = mine === undefined ? '' : "; it does under another key of this card's";
    const cause = `the recorded one verifies, this card's does not verify under its key, ${pair[1].kind}${other}`;
    return different('signature', cause);
  }
  if (before !== undefined && before !== now) {
    const decided = byDecision({ ...unlike, schemes: [before, now] }, knowledge);
    return decided ? { ...decided, field: 'signature' } : different('signature', `made as ${now}, not as ${before}`);
  }
  slot.pair ??= pair;
  return explained('signature', `each verifies under its own card's key, ${pair[1].kind}`);
}

const wrongUnder = (key: PublicKey, unlike: Unlike): string =>
  `neither verifies under its card's key, ${key.kind}${lengths(unlike)}`;

function lengths({ recorded, answered }: Unlike): string {
  const [had, has] = [recorded.data.length, answered.data.length];
  return had === has || isDer(recorded.data) ? '' : `; it has ${had} bytes, not ${has}`;
}

/** No key of the trace fits either; the form can be told still. */
function withoutKey({ recorded, answered }: Unlike): Judgement {
  const sameForm = recorded.data.length === answered.data.length || (isDer(recorded.data) && isDer(answered.data));
  if (!sameForm) return different('signature', `${answered.data.length} bytes instead of ${recorded.data.length}`);
  const cause = 'the trace shows no public key under which the recorded signature verifies: read the certificate in it';
  return { verdict: 'inconclusive', field: 'signature', cause };
}

/** SEQUENCE { r INTEGER, s INTEGER }, whose length differs from signature to signature. RFC 3279 §2.2.3 */
function isDer(bytes: Uint8Array): boolean {
  const start = bytes[1] === 0x81 ? 3 : 2;
  const r = start + 2 + (bytes[start + 1] ?? 0);
  const ends = r + 2 + (bytes[r + 1] ?? 0) === bytes.length && (bytes[start - 1] ?? 0) + start === bytes.length;
  return bytes[0] === 0x30 && bytes[start] === 0x02 && bytes[r] === 0x02 && ends;
}
