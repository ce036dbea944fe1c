/** The state in which a ready card is handed over, when it is not as good as new: it comes about as on any card, by wrong tries. */
import { type CardChannel, concat, encodeCommand, INS, parseResponse, SW, triesLeft } from '../apdu/index.ts';
import { type CardProfile, LAYOUTS } from '../applet/index.ts';
import { paddedValue, READY_PIN } from '../issuer/index.ts';
import { wordsOf } from './variant.ts';

/** Anything but the ready PIN or PUK. */
const WRONG = paddedValue('wrong-test-PIN');

/** N of `word=N`, 0 for the word that says blocked. */
function left(words: readonly string[], word: string, blocked: string): number | undefined {
  if (words.includes(blocked)) return 0;
  const found = words.find((each) => each.startsWith(`${word}=`));
  return found === undefined ? undefined : Number(found.slice(word.length + 1));
}

/** Spends tries of a reference that has all of them until so many are left. */
function spend(tries: number, wanted: number, attempt: () => Uint8Array): void {
  for (let after = tries - 1; after >= wanted; after--) {
    const { sw } = parseResponse(attempt());
    const expected = after === 0 ? SW.authenticationMethodBlocked : triesLeft(after);
    if (sw !== expected) throw new Error(`a wrong try was answered ${sw.toString(16)}, not ${expected.toString(16)}`);
  }
}

/**
 * Brings a powered, operational card with all its tries into the state that its profile's variant names. A PUK that is blocked
 * leaves the PIN blocked too, unless the variant says how many tries that has.
 */
export function handOver(card: CardChannel, profile: CardProfile): void {
  const words = wordsOf(profile);
  const puk = left(words, 'puk-tries', 'puk-blocked') ?? profile.puk.tries;
  const pin = left(words, 'tries', 'pin-blocked') ?? (puk === 0 ? 0 : profile.pin.tries);
  const transmit = (ins: number, ...data: readonly Uint8Array[]) =>
    card.transmit(encodeCommand({ ins, p2: LAYOUTS[profile.layout].pinReference, data: concat(...data) }));
  spend(profile.pin.tries, pin, () => transmit(INS.verify, WRONG));
  spend(profile.puk.tries, puk, () => transmit(INS.resetRetryCounter, WRONG, paddedValue(READY_PIN)));
}
