/**
 * Variants of a ready card: a state that its PIN is in when the card is handed over. `pin-blocked`, or `tries=N` with N tries
 * left. They come about as on any card, by VERIFY with a wrong PIN, and are part of what the serial number follows from.
 */
import { type CardChannel, encodeCommand, INS, parseResponse, SW, triesLeft } from '../apdu/index.ts';
import { type CardProfile, PIN_REFERENCE } from '../applet/index.ts';

/** Anything but the ready PIN, padded. */
const WRONG_PIN = new TextEncoder().encode('wrong-test-PIN\0\0');

/** Tries that a variant leaves, 0 for `pin-blocked`; undefined when the word is no variant. */
function triesOf(variant: string): number | undefined {
  if (variant === 'pin-blocked') return 0;
  const tries = /^tries=([1-9][0-9]*)$/.exec(variant)?.[1];
  return tries === undefined ? undefined : Number(tries);
}

/** The profile of the same card in another state. Throws `RangeError`, naming what is possible. */
export function withVariant(profile: CardProfile, variant: string): CardProfile {
  if (profile.content === 'blank') {
    throw new RangeError(
      `${profile.name} has no variants, because a blank card has no PIN yet; only a ready card, such as zorg-id, has`,
    );
  }
  const tries = triesOf(variant);
  if (tries === undefined || tries > profile.pin.tries) {
    throw new RangeError(
      `${profile.name} has no variant "${variant}"; possible are pin-blocked and tries=1 to tries=${profile.pin.tries}`,
    );
  }
  return { ...profile, variant };
}

/** Brings a powered, operational card with all its tries into the state that its profile's variant names. */
export function applyVariant(card: CardChannel, profile: CardProfile): void {
  if (profile.variant === '') return;
  const wanted = triesOf(profile.variant) ?? profile.pin.tries;
  const command = encodeCommand({ ins: INS.verify, p2: PIN_REFERENCE, data: WRONG_PIN });
  for (let left = profile.pin.tries - 1; left >= wanted; left--) {
    const { sw } = parseResponse(card.transmit(command));
    const expected = left === 0 ? SW.authenticationMethodBlocked : triesLeft(left);
    if (sw !== expected) throw new Error(`a wrong PIN was answered ${sw.toString(16)}, not ${expected.toString(16)}`);
  }
}
