/**
 * Makes a ZORG-ID card from a UZI card: fifteen checks in order, then the card through its own commands, then its record. The
 * record's rules are applied once more, and the card is completed, inside the portal's one step; so whatever fails before leaves
 * the card blank and the portal as it was.
 */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { type CardChannel, toHex } from '../../apdu/index.ts';
import { type CardProfile, zorgId } from '../../applet/index.ts';
import { systemRandom } from '../../emulator/index.ts';
import { assertMayApply, type NewCard, recordCard } from '../portal/issuance.ts';
import type { Portal } from '../portal/portal.ts';
import type { PortalState } from '../portal/state.ts';
import { type TokenFacts, whilePowered } from '../token/token-facts.ts';
import { assertHeld, type CompleteCard, completeCardOf } from './complete-card.ts';
import { assertNewPin, type CardFacts, type MadeCard, makeCard } from './new-card.ts';
import type { RandomSource } from './puk.ts';
import { issuanceRefusalOf, refuse } from './refusals.ts';
import type { RevocationSource } from './revocation.ts';
import { checkUziCard, type UziHolder } from './uzi-card.ts';
import { assertWorkstation, type Workstation } from './workstation.ts';

export interface IssueOrder {
  readonly workstation: Workstation;
  /** The UZI card and the one that is to be made, neither of them powered; undefined: that reader is empty. */
  readonly uziCard: CardChannel | undefined;
  readonly newCard: CardChannel | undefined;
  readonly uziPin: string;
  /** `YYYY-MM-DD`; undefined: not given. */
  readonly birthDate: string | undefined;
  /** The answer to the question whether somebody with the same names and date of birth is the same person. */
  readonly samePerson?: boolean;
  /** The new PIN, typed twice. */
  readonly newPin: string;
  readonly repeated: string;
  readonly portal: Portal;
  readonly revocation: RevocationSource;
  /** The system's when left out. */
  readonly random?: RandomSource;
  /** Keys of the new card, and its rules for PIN and PUK; those of `zorg-id` when left out. */
  readonly profile?: CardProfile;
  /** When it is aborted before the card is complete, no card is made; afterwards it is too late. */
  readonly signal?: AbortSignal;
}

/** The card that has been made and recorded. */
export interface Issued extends CardFacts {
  /** The ZORG-ID ID of its holder. */
  readonly person: string;
  /** URA of the UZI card, whose the card is. */
  readonly organisation: string;
  /** For the holder's eyes, this once. Undefined for a card that was completed before and only recorded now. */
  readonly puk: string | undefined;
}

/**
 * The card is complete, or may be, but the portal has not recorded it: the state could not be kept, or the card was pulled out in
 * its last command. The same order once more records it, if it is complete. It holds the PUK, which is nowhere else.
 */
export class CardNotRecorded extends Error {
  override readonly name = 'CardNotRecorded';
  readonly card: CardFacts;
  readonly puk: string;

  constructor({ puk, ...card }: CardFacts & { readonly puk: string }, cause: unknown) {
    super(
      'the card may be complete, but the portal has not recorded it; make the card once more with the same cards and PIN',
      {
        cause,
      },
    );
    this.card = card;
    this.puk = puk;
  }
}

/** What the portal is told of who asks. */
interface Request {
  readonly order: IssueOrder;
  readonly profile: CardProfile;
  readonly random: RandomSource;
  readonly uzi: UziHolder;
}

type Application = Pick<NewCard, 'ura' | 'applicant' | 'samePerson'>;

function applicationOf({ order: { birthDate, samePerson }, uzi: { holder } }: Request): Application {
  const { uziNumber, givenNames, surname, subscriberNumber: ura } = holder;
  const applicant = { uziNumber, givenNames, surname, birthDate: birthDate ?? '' };
  return { ura, applicant, ...(samePerson === undefined ? {} : { samePerson }) };
}

/** Runs a rule of the portal; its refusals become ours, and so does what is no date of birth. */
function asked<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    if (error instanceof RangeError) refuse('IDENTITY', error.message);
    throw issuanceRefusalOf(error);
  }
}

const NOT_BLANK: Readonly<Record<Exclude<TokenFacts['kind'], 'blank' | 'absent'>, string>> = {
  mute: 'the card that is to be made does not answer',
  foreign: 'the card is no ZORG-ID card',
  uninitialised: 'the card has PKCS#15 files already',
  operational: 'the card has been made already',
  'not-activated': 'the card waits for its activation, as UZI cards do',
};

/** Check 14: a blank card, or one that was completed for this very person and is not on record. */
function assertUsable(facts: TokenFacts, uzi: UziHolder, { cards, now }: PortalState): CompleteCard | undefined {
  if (facts.kind === 'blank') {
    const number = toHex(facts.serialNumber);
    if (cards.has(number))
      refuse('CARD_NUMBER', `card ${number} is on record; a blank card of another seed has another number`);
    return undefined;
  }
  if (facts.kind === 'absent') refuse('CARD_ABSENT', 'the reader for the new card is empty');
  const complete = completeCardOf(facts, uzi, now);
  if (complete === undefined || cards.has(complete.number)) refuse('NOT_BLANK', NOT_BLANK[facts.kind]);
  return complete;
}

const factsOf = ({ number, certificates, notBefore, notAfter }: CardFacts): CardFacts => ({
  number,
  certificates,
  notBefore,
  notAfter,
});

/** The portal's one step. `complete` makes the card operational, when the rules have nothing against its record. */
async function record(request: Request, facts: CardFacts, complete: () => void): Promise<PortalState> {
  const { certificates, ...rest } = facts;
  const onRecord = certificates.map(({ purpose, serialNumber }) => ({ purpose, serialNumber }));
  try {
    return await request.order.portal.change((state) => {
      const after = recordCard(state, { ...applicationOf(request), ...rest, certificates: onRecord });
      complete();
      return after;
    });
  } catch (error) {
    throw issuanceRefusalOf(error);
  }
}

/** The making leaves no time to be told of a signal. Throws what the signal was aborted with. */
async function assertNotAborted({ signal }: IssueOrder): Promise<void> {
  await turnOfTheLoop();
  signal?.throwIfAborted();
}

async function completeAndRecord(request: Request, made: MadeCard): Promise<PortalState> {
  await assertNotAborted(request.order);
  let mayBeComplete = false;
  try {
    return await record(request, factsOf(made), () => {
      mayBeComplete = true;
      made.finish();
    });
  } catch (error) {
    throw mayBeComplete ? new CardNotRecorded({ ...factsOf(made), puk: made.puk }, error) : error;
  }
}

const issued = (state: PortalState, request: Request, facts: CardFacts, puk: string | undefined): Issued => ({
  ...factsOf(facts),
  person: state.cards.get(facts.number)!.person,
  organisation: request.uzi.holder.subscriberNumber,
  puk,
});

/** Checks 10–15 and the making, with the new card powered. */
async function makeFor(request: Request, facts: TokenFacts): Promise<Issued> {
  const { order, profile, random, uzi } = request;
  const { portal } = order;
  asked(() => assertMayApply(portal.state, applicationOf(request)));
  const complete = assertUsable(facts, uzi, portal.state);
  assertNewPin(profile, order.newPin, order.repeated);
  if (complete !== undefined) {
    assertHeld(complete, order.newPin, random);
    return issued(await record(request, factsOf(complete), () => undefined), request, complete, undefined);
  }
  await assertNotAborted(order);
  const made = makeCard(order.newCard!, { ...uzi, pin: order.newPin, profile, random, now: portal.clock.now() });
  return issued(await completeAndRecord(request, made), request, made, made.puk);
}

/**
 * Makes a card. No power is left on either card. Throws `IssuanceRefusal` at the first check that fails, and then nothing has changed but
 * for a try of the UZI card's PIN; what the signal was aborted with, and then neither; `CardNotRecorded`.
 */
export async function issue(order: IssueOrder): Promise<Issued> {
  const { workstation, portal, profile = zorgId, random = systemRandom, revocation, uziPin: pin } = order;
  assertWorkstation(workstation);
  // Time goes on at a portal whose clock is the computer's.
  await portal.change((state) => state);
  return await whilePowered(order.uziCard, async (facts) => {
    const uzi = await checkUziCard(facts, { pin, revocation, random, now: portal.clock.now() });
    return await whilePowered(order.newCard, (fresh) => makeFor({ order, profile, random, uzi }, fresh));
  });
}
