/** What a card tells of itself: whether it is a token, and how things stand with its PIN and PUK. Nothing of it is changed. */
import { type CardChannel, CardMute, INS, type StatusWord, SW, sameBytes } from '../../apdu/index.ts';
import { CardHost } from '../card-host.ts';
import { PIN_FLAG } from '../pkcs15/authentication-objects.ts';
import {
  isUserPin,
  type PinEntry,
  Pkcs15Application,
  Pkcs15Error,
  parsePins,
  parseTokenInfo,
  type TokenInfo,
} from '../pkcs15-reader/index.ts';

/** A PIN or PUK and its counter. */
export interface PinFacts {
  readonly entry: PinEntry;
  /** 0: blocked; undefined: the card does not say. */
  readonly triesLeft: number | undefined;
  readonly isSet: boolean;
}

export interface Token {
  readonly host: CardHost;
  readonly application: Pkcs15Application;
  readonly info: TokenInfo | undefined;
  /** Of a card that has none of them, undefined. */
  readonly pin: PinFacts | undefined;
  readonly puk: PinFacts | undefined;
}

/**
 * absent: nothing in the reader · mute: no answer to power · foreign: no PKCS#15 files, and not a blank card of ours · blank ·
 * not-activated: the application is there but waits for its activation · uninitialised: files, but a PIN without a value ·
 * operational: whatever the counters are.
 */
export type TokenFacts =
  | { readonly kind: 'absent' | 'mute' }
  | { readonly kind: 'foreign' | 'not-activated'; readonly atr: Uint8Array }
  | { readonly kind: 'blank'; readonly atr: Uint8Array; readonly serialNumber: Uint8Array }
  | { readonly kind: 'uninitialised'; readonly atr: Uint8Array; readonly token: Token }
  | { readonly kind: 'operational'; readonly atr: Uint8Array; readonly token: Token };

/** The number of a blank card, GET DATA 0100; undefined when the card knows none. */
function uniqueNumber(host: CardHost): Uint8Array | undefined {
  const { data, sw } = host.exchange({ ins: INS.getData, p1: 0x01, p2: 0x00, ne: 256 });
  return sw === SW.ok && data.length > 0 && data.length <= 16 ? data : undefined;
}

/** How many tries a status word leaves, 63CX or 6983; undefined when it does not say. ISO/IEC 7816-4:2005 §5.1.3 */
export const triesLeftIn = (sw: StatusWord): number | undefined =>
  sw >> 4 === 0x63c ? sw & 0x0f : sw === SW.authenticationMethodBlocked ? 0 : undefined;

/** Asks for the tries left, by VERIFY without data. ISO/IEC 7816-4:2005 §7.5.6 */
function ask(host: CardHost, application: Pkcs15Application, entry: PinEntry): PinFacts {
  application.enter(entry.path);
  const { sw } = host.exchange({ ins: INS.verify, p2: entry.reference });
  return {
    entry,
    triesLeft: triesLeftIn(sw),
    isSet: sw !== SW.referenceDataNotUsable && entry.flags.includes(PIN_FLAG.initialized),
  };
}

/** What unblocks a PIN: the object that protects it, else the first that can unblock, else the security officer's PIN. */
function pukOf(pin: PinEntry, pins: readonly PinEntry[]): PinEntry | undefined {
  const { protectedBy } = pin;
  const others = pins.filter((other) => other !== pin);
  return (
    others.find(({ authId }) => protectedBy !== undefined && sameBytes(authId, protectedBy)) ??
    others.find(({ flags }) => flags.includes(PIN_FLAG.unblockingPin)) ??
    others.find(({ flags }) => flags.includes(PIN_FLAG.soPin))
  );
}

/** What is on a powered card. Throws `CardMute`. */
export function tokenOn(host: CardHost, atr: Uint8Array): TokenFacts {
  try {
    return factsOf(host, atr);
  } catch (error) {
    if (error instanceof Pkcs15Error) return { kind: 'foreign', atr };
    throw error;
  }
}

function factsOf(host: CardHost, atr: Uint8Array): TokenFacts {
  const application = Pkcs15Application.select(host);
  if (application?.isDeactivated === true) return { kind: 'not-activated', atr };
  const info = application?.tokenInfo();
  const directories = application?.directories('authObjects');
  if (application === undefined || (info === undefined && directories === undefined)) {
    const serialNumber = uniqueNumber(host);
    return serialNumber === undefined ? { kind: 'foreign', atr } : { kind: 'blank', atr, serialNumber };
  }
  const pins = (directories ?? []).flatMap(parsePins);
  const user = pins.find(isUserPin);
  const unblocking = user && pukOf(user, pins);
  const pin = user && ask(host, application, user);
  const puk = unblocking && ask(host, application, unblocking);
  const token = { host, application, info: info && parseTokenInfo(info), pin, puk };
  return { kind: pin?.isSet === false ? 'uninitialised' : 'operational', atr, token };
}

/** Powers a card on and looks at it; undefined is an empty reader. A card that does not answer, or no longer, is mute. */
function powerOn(card: CardChannel | undefined): TokenFacts {
  if (card === undefined) return { kind: 'absent' };
  try {
    const atr = card.powerOn();
    return tokenOn(new CardHost(card), atr);
  } catch (error) {
    if (error instanceof CardMute) return { kind: 'mute' };
    throw error;
  }
}

/**
 * Powers a card on, lets `work` use it, and takes the power away. Throws `CardMute` when the card is pulled out while it works.
 */
export function withToken<T>(card: CardChannel | undefined, work: (facts: TokenFacts) => T): T {
  try {
    return work(powerOn(card));
  } finally {
    card?.powerOff();
  }
}

/** The same for work that takes its time. */
export async function whilePowered<T>(
  card: CardChannel | undefined,
  work: (facts: TokenFacts) => Promise<T>,
): Promise<T> {
  try {
    return await work(powerOn(card));
  } finally {
    card?.powerOff();
  }
}
