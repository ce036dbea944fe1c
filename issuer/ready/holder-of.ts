/** Whom a ready card is for: its persona, or who was named instead, detail by detail. */
import type { CardProfile, PersonaName } from '../../applet/index.ts';
import { assertHolder, type Holder, HolderError } from '../certificate/holder.ts';
import {
  APOTHEKERSASSISTENT,
  BALIE,
  HUISARTS,
  MEDEWERKER,
  MEDEWERKER_CLOSED,
  MEDEWERKER_MOBIEL,
  MEDEWERKER_UNREGISTERED,
} from '../certificate/personas.ts';

const PERSONAS: Readonly<Record<PersonaName, Holder>> = {
  medewerker: MEDEWERKER,
  unregistered: MEDEWERKER_UNREGISTERED,
  mobiel: MEDEWERKER_MOBIEL,
  closed: MEDEWERKER_CLOSED,
  huisarts: HUISARTS,
  apothekersassistent: APOTHEKERSASSISTENT,
  balie: BALIE,
};

/** Details that every card tells, by the words for them. */
const DETAILS: Readonly<Record<string, string>> = {
  uzi: 'uziNumber',
  ura: 'subscriberNumber',
  organisation: 'subscriberName',
  role: 'roleCode',
  agb: 'agbCode',
};

/** Those besides of a card that names a person, and of one that names a function. */
const PERSON_DETAILS: Readonly<Record<string, string>> = { given: 'givenNames', surname: 'surname', title: 'title' };
const FUNCTION_DETAILS: Readonly<Record<string, string>> = { name: 'functionName', department: 'department' };

/** `name` of a person: given name and surname with its prefix, parted at the first space. */
function personName(name: string): Record<string, string> {
  const [givenNames, surname] = name.split(/ (.*)/s, 2);
  if (surname === undefined) {
    throw new HolderError(
      `name is a given name, a space and a surname, which "${name}" is not; or say given and surname`,
    );
  }
  return { givenNames: givenNames!, surname };
}

/** Throws `HolderError` for a detail that the card does not tell, or that breaks a rule. */
export function holderOf({ name: profileName, persona, holder: details }: CardProfile): Holder {
  if (persona === undefined) throw new HolderError(`a ${profileName} card has no holder`);
  const { [persona]: base } = PERSONAS;
  const words = { ...DETAILS, ...(base.pastype === 'M' ? FUNCTION_DETAILS : PERSON_DETAILS) };
  const changed: Record<string, string> = {};
  for (const [detail, value] of Object.entries(details)) {
    if (detail === 'name' && base.pastype !== 'M') Object.assign(changed, personName(value));
    else if (Object.hasOwn(words, detail)) changed[words[detail]!] = value;
    else {
      const known = [...new Set([...Object.keys(words), 'name'])].join(', ');
      throw new HolderError(`a ${profileName} card tells no "${detail}" of its holder; it tells ${known}`);
    }
  }
  const holder: Holder = { ...base, ...changed };
  assertHolder(holder);
  return holder;
}

/**
 * The profile of the same card for somebody else: details by name, or as they are typed, `uzi=900012345,name=Jan de Boer`.
 * Throws `HolderError` when no such card can be made.
 */
export function withHolder(profile: CardProfile, details: Readonly<Record<string, string>> | string): CardProfile {
  const named = { ...profile, holder: typeof details === 'string' ? parseDetails(details) : { ...details } };
  holderOf(named);
  return named;
}

/** Values may have commas in them, but none that looks like the next detail. */
function parseDetails(text: string): Record<string, string> {
  const details: Record<string, string> = {};
  for (const part of text.split(/,(?=[a-z]+=)/)) {
    const [, detail, value] = /^([a-z]+)=(.*)$/su.exec(part) ?? [];
    if (detail === undefined || value === undefined) {
      throw new HolderError(
        `a holder is told as in uzi=900012345,ura=90000382,name=Jan de Boer, which "${part}" is not`,
      );
    }
    if (Object.hasOwn(details, detail)) throw new HolderError(`the holder has two values for ${detail}; leave one out`);
    details[detail] = value;
  }
  return details;
}
