/** Everything that making a card needs, ready: cards, portal, register, and an order that is carried out. */
import type { CardChannel } from '../../apdu/index.ts';
import { type CardProfile, createCard as formatOrOpen, zorgIdBlank } from '../../applet/index.ts';
import { HmacDrbg } from '../../emulator/index.ts';
import { type Card, createCard, profiles, READY_CLOCK, READY_PIN, withVariant } from '../../index.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { createPortal, type Portal, READY_BIRTH_DATE, readyPortal } from '../portal/index.ts';
import {
  IssuanceRefusal,
  type IssueOrder,
  issue,
  type RandomSource,
  type RevocationSource,
  registerSource,
} from './index.ts';

export const NEW_PIN = 'Geheim12';

/** UZI cards by profile and variant, each made once. */
const made = new Map<string, Card>();

/** A UZI card of its own, unpowered; `uzi-medewerker`, `uzi-medewerker:expired`, … */
export function uziCard(name = 'uzi-medewerker'): Card {
  const [profile, ...variant] = name.split(':');
  const base = profiles[profile as keyof typeof profiles];
  const card =
    made.get(name) ?? createCard({ profile: variant.length === 0 ? base : withVariant(base, variant.join(':')) });
  made.set(name, card);
  return card.fork();
}

/** A blank card, with a seed by which its first key is found soon. */
export const blankCard = (): Card => formatOrOpen({ profile: zorgIdBlank, seed: '2C' });

/** Randomness that follows from a seed. */
export function seededRandom(seed = 1): RandomSource {
  const generator = new HmacDrbg(Uint8Array.of(seed));
  return (length) => generator.generate(length);
}

export const register = (statuses = new CertificateStatuses()): RevocationSource =>
  registerSource({ statuses }, READY_CLOCK);

export const readyPortalInUse = (): Portal => createPortal({ state: readyPortal() });

/** An order that is carried out, but for what is given. */
export function order(changes: Partial<IssueOrder> = {}): IssueOrder {
  return {
    workstation: { platform: 'windows', desktopApp: '1.14.8.0', isLoggedIn: false },
    uziCard: uziCard(),
    newCard: blankCard(),
    uziPin: READY_PIN,
    birthDate: READY_BIRTH_DATE,
    newPin: NEW_PIN,
    repeated: NEW_PIN,
    portal: readyPortalInUse(),
    revocation: register(),
    random: seededRandom(),
    ...changes,
  };
}

/** What comes of an order that is refused. */
export async function refusal(changes: Partial<IssueOrder>): Promise<IssuanceRefusal> {
  try {
    await issue(order(changes));
  } catch (error) {
    if (error instanceof IssuanceRefusal) return error;
    throw error;
  }
  throw new Error('a card was made');
}

/** A card of whose commands, numbered from 1 on, somebody is told before it gets them. */
export function watched(
  card: CardChannel,
  tell: (at: number, command: Uint8Array) => void,
): CardChannel & { readonly commands: number } {
  let commands = 0;
  return {
    get commands() {
      return commands;
    },
    powerOn: () => card.powerOn(),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
    transmit: (command) => {
      tell(++commands, command);
      return card.transmit(command);
    },
  };
}

/** A card in a reader from which it is pulled at a command: before the card sees it, or before its answer is seen. */
export const pulledOut = (card: CardChannel, at: number, seen: boolean) =>
  watched(card, (number, command) => {
    if (number !== at) return;
    if (seen) card.transmit(command);
    card.powerOff();
  });

/** One key: pulling a card out time and again is not about keys. */
export const ONE_KEY: CardProfile = { ...profiles['zorg-id'], keys: [{ purpose: 'authenticity', consent: false }] };
