/** Who a card is for, as its certificates tell it, and the rules that the UZI register has for each part. */
import { NO_ROLE, ROLES } from './role-codes.ts';

/** What every card says. */
interface AnyHolder {
  /** Nine digits. */
  readonly uziNumber: string;
  /** The subscriber, by its number (URA, eight digits) and name: the organisation that asked for the card. */
  readonly subscriberNumber: string;
  readonly subscriberName: string;
  /** `tt.sss`, see `ROLES`. */
  readonly roleCode: string;
  /** Eight digits; `NO_AGB` for who has none. */
  readonly agbCode: string;
}

/** A person: Z is a care professional, N an employee. */
export interface PersonHolder extends AnyHolder {
  readonly pastype: 'Z' | 'N';
  readonly givenNames: string;
  /** With its prefix. */
  readonly surname: string;
  /** Of a care professional; the profession of the role code when left out. */
  readonly title?: string;
}

/** M: a function that several people share. */
export interface FunctionHolder extends AnyHolder {
  readonly pastype: 'M';
  readonly functionName: string;
  readonly department?: string;
}

export type Holder = PersonHolder | FunctionHolder;
export type Pastype = Holder['pastype'];

export const NO_AGB = '00000000';

/** A holder for whom no certificate can be made. The message is one sentence that says why. */
export class HolderError extends Error {
  override readonly name = 'HolderError';
}

/** Longest organization, title, unit and common name, in characters: RFC 5280 appendix A.1, ub-organization-name and its like. */
const MAX_NAME = 64;

/** Controls, line and paragraph separators, halves of surrogate pairs. */
const NOT_IN_A_NAME = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u;

function assertDigits(what: string, value: string, length: number): void {
  if (!/^[0-9]+$/.test(value) || value.length !== length) {
    throw new HolderError(`${what} is ${length} digits, which "${value}" is not`);
  }
}

function assertName(what: string, value: string): void {
  if (value.trim() !== value || value === '') throw new HolderError(`${what} is empty, or begins or ends with a space`);
  if (NOT_IN_A_NAME.test(value)) throw new HolderError(`${what} has a character that no name has`);
  const { length } = [...value];
  if (length > MAX_NAME) throw new HolderError(`${what} has ${length} characters, and no more than ${MAX_NAME} fit`);
}

/** Z names a profession of the list, the others none. */
function assertRole({ pastype, roleCode }: Holder): void {
  if (roleCode !== NO_ROLE && !ROLES.has(roleCode)) throw new HolderError(`there is no role code "${roleCode}"`);
  if ((roleCode === NO_ROLE) === (pastype === 'Z')) {
    const rule = pastype === 'Z' ? 'needs the role code of a profession' : `has role code ${NO_ROLE}`;
    throw new HolderError(`a card of pastype ${pastype} ${rule}, not "${roleCode}"`);
  }
}

/** The common name: given names and surname, or the function. */
export function commonNameOf(holder: Holder): string {
  return holder.pastype === 'M' ? holder.functionName : `${holder.givenNames} ${holder.surname}`;
}

/** The title of a care professional, undefined for anybody else. */
export function titleOf(holder: Holder): string | undefined {
  if (holder.pastype !== 'Z') return undefined;
  return holder.title ?? ROLES.get(holder.roleCode)?.title;
}

/** Throws `HolderError` on the first part that breaks a rule. */
export function assertHolder(holder: Holder): void {
  assertDigits('a UZI number', holder.uziNumber, 9);
  assertDigits('a subscriber number (URA)', holder.subscriberNumber, 8);
  assertDigits('an AGB code', holder.agbCode, 8);
  assertRole(holder);
  assertName('the name of the subscriber', holder.subscriberName);
  if (holder.pastype === 'M') {
    if (holder.department !== undefined) assertName('the department', holder.department);
  } else {
    assertName('the given names', holder.givenNames);
    assertName('the surname', holder.surname);
    if (holder.pastype === 'N' && holder.title !== undefined) throw new HolderError('a card of pastype N has no title');
    if (holder.title !== undefined) assertName('the title', holder.title);
  }
  assertName(holder.pastype === 'M' ? 'the function' : 'the whole name', commonNameOf(holder));
}
