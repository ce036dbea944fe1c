/**
 * What making a card asks of the portal: whether the organisation is registered, who the person is and what stands against a
 * card for them; and in the end, in one step, the record of the new card.
 */
import { knownOrganisation } from './authorisation.ts';
import { isDate } from './calendar.ts';
import { noted, withCard } from './change.ts';
import { livingCardOf, withIdentity, withRole } from './people.ts';
import { refuse } from './refusals.ts';
import type { CertificateOnCard, Identity, Person, PortalState } from './state.ts';

export interface Applicant extends Identity {
  /** From the UZI card. */
  readonly uziNumber: string;
}

export interface Application {
  /** URA of the UZI card: it decides, whoever employs the person now. */
  readonly ura: string;
  readonly applicant: Applicant;
  /** The answer to the question whether somebody with the same names and date of birth is the same person. */
  readonly samePerson?: boolean;
}

/** Refuses `MEANS_CONFLICT` for who has ZORG-ID Mobiel, as every beheerder and administrator has; `CARD_EXISTS` for who has a card. */
function assertMayHaveCard(state: PortalState, { id, mobiel }: Person): void {
  if (mobiel) refuse('MEANS_CONFLICT', `${id} has ZORG-ID Mobiel`);
  const card = livingCardOf(state, id);
  if (card !== undefined) refuse('CARD_EXISTS', `${id} has card ${card.number}, which is ${card.standing.status}`);
}

/**
 * Whether the portal lets a card be made: refuses, in this order, `ORG_UNKNOWN` (an organisation that has closed since it
 * registered will do), `IDENTITY` or `CONFIRM_IDENTITY`, `MEANS_CONFLICT`, `CARD_EXISTS`. Changes nothing. Throws `RangeError`
 * for what is no date of birth.
 */
export function assertMayApply(state: PortalState, application: Application): void {
  apply(state, application);
}

function apply(state: PortalState, { ura, applicant, samePerson }: Application): readonly [PortalState, Person] {
  knownOrganisation(state, ura);
  if (!isDate(applicant.birthDate)) {
    throw new RangeError(`a date of birth is written YYYY-MM-DD, which "${applicant.birthDate}" is not`);
  }
  const [known, person] = withIdentity(state, applicant, samePerson);
  assertMayHaveCard(known, person);
  return [known, person];
}

export interface NewCard extends Application {
  /** The unique number of the card. */
  readonly number: string;
  readonly certificates: readonly CertificateOnCard[];
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Refuses `CARD_NUMBER` when the card, or one of its certificates, is on record already. */
function assertUnused(state: PortalState, { number, certificates }: NewCard): void {
  if (state.cards.has(number)) refuse('CARD_NUMBER', `card ${number} is on record`);
  const used = new Set([...state.cards.values()].flatMap((card) => card.certificates.map((each) => each.serialNumber)));
  for (const { serialNumber } of certificates) {
    if (used.has(serialNumber)) refuse('CARD_NUMBER', `certificate ${serialNumber} is on record`);
  }
}

/**
 * Records a card that has been made: the person, new or known, the active card, and the link to the organisation of the UZI
 * card, whose the card is; all or nothing. At an organisation that has closed there is no link: the two months start (likely
 * so). Refuses as `assertMayApply`, and `CARD_NUMBER`.
 */
export function recordCard(state: PortalState, order: NewCard): PortalState {
  const { ura, number, certificates, notBefore, notAfter } = order;
  const [known, person] = apply(state, order);
  assertUnused(state, order);
  const isOpen = knownOrganisation(state, ura).closedAt === undefined;
  const linked = isOpen && !person.roles.has(ura) ? withRole(known, person, ura, 'gebruiker') : known;
  const recorded = withCard(linked, {
    number,
    person: person.id,
    owner: ura,
    certificates,
    notBefore,
    notAfter,
    standing: { status: 'active' },
  });
  return noted(recorded, person.id, 'issue', { card: number, person: person.id, organisation: ura });
}
