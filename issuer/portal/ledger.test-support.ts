/**
 * The rules of the portal once more, told otherwise: a ledger of who was where and when, kept from the steps that succeeded and
 * from nothing of the portal's own state. It says what may succeed, and what is so afterwards.
 */

import { AP, APOTHEEK, BEA, HANNA, NACHT, POST, PRACTICE } from './portal.test-support.ts';
import type { Step } from './random-verbs.test-support.ts';

interface Stay {
  readonly person: string;
  readonly ura: string;
  readonly role: 'gebruiker' | 'beheerder' | 'administrator';
}

/** A card's life as it must be: made, blocked, unblocked, revoked at these times. */
interface Life {
  readonly holder: string;
  readonly madeAt: number;
  state: 'active' | 'blocked' | 'revoked';
}

/** Two months later, written down without the portal's calendar: by counting days of months. */
export function twoMonthsLater(time: number): number {
  const [year, month, day] = [...new Date(time).toISOString().slice(0, 10).split('-')].map(Number) as [
    number,
    number,
    number,
  ];
  const index = month - 1 + 2;
  const target = { year: year + Math.floor(index / 12), month: index % 12 };
  const length = new Date(Date.UTC(target.year, target.month + 1, 0)).getUTCDate();
  return Date.UTC(target.year, target.month, Math.min(day, length)) + (time % 86_400_000);
}

export class Ledger {
  now: number;
  stays: Stay[];
  readonly lives = new Map<string, Life>();
  /** Who is without any link, and since when. */
  readonly aloneSince = new Map<string, number>();
  /** Cards whose holder was removed, and when; whoever makes a card again does not bring the old one back. */
  readonly goneAt = new Map<string, number>();
  readonly mobiel: Set<string>;

  /** The ready portal, at a time; `moos` uses ZORG-ID Mobiel, `closer` has closed an organisation. */
  constructor(now: number, moos: string, closer: string) {
    this.now = now;
    this.stays = [
      { person: HANNA, ura: PRACTICE, role: 'administrator' },
      { person: BEA, ura: PRACTICE, role: 'beheerder' },
      { person: moos, ura: PRACTICE, role: 'gebruiker' },
      { person: AP, ura: APOTHEEK, role: 'administrator' },
      { person: NACHT, ura: POST, role: 'administrator' },
    ];
    this.mobiel = new Set([HANNA, BEA, moos, AP, NACHT, closer]);
    this.aloneSince.set(closer, now);
  }

  roleAt(person: string, ura: string): Stay['role'] | undefined {
    return this.stays.find((stay) => stay.person === person && stay.ura === ura)?.role;
  }

  manages(person: string, ura: string): boolean {
    const role = this.roleAt(person, ura);
    return role === 'beheerder' || role === 'administrator';
  }

  administers(person: string, ura: string): boolean {
    return this.roleAt(person, ura) === 'administrator';
  }

  /** Whether two months alone are over. */
  isGone(person: string): boolean {
    const since = this.aloneSince.get(person);
    return since !== undefined && this.now >= twoMonthsLater(since);
  }

  /** People there are. */
  isKnown(person: string): boolean {
    return this.stays.some((stay) => stay.person === person) || (this.aloneSince.has(person) && !this.isGone(person));
  }

  /** What the central status of a card must be. */
  statusOf(card: string): string {
    const { madeAt, state } = this.lives.get(card)!;
    if (state === 'revoked') return 'revoked';
    const end = new Date(madeAt);
    end.setUTCFullYear(end.getUTCFullYear() + 3);
    const endedAt = (Math.floor(end.getTime() / 1000) + 1) * 1000;
    const goneAt = this.goneAt.get(card);
    if (goneAt !== undefined && goneAt < endedAt) return 'removed';
    return this.now >= endedAt ? 'expired' : state;
  }

  /** Whether what is asked may be; undefined for what the ledger has no opinion on. */
  allows(step: Step): boolean | undefined {
    switch (step.verb) {
      case 'block':
      case 'unblock':
      case 'revoke': {
        const life = this.lives.get(step.card);
        if (life === undefined) return false;
        const from = { block: ['active'], unblock: ['blocked'], revoke: ['active', 'blocked'] }[step.verb];
        const places = this.stays.filter(({ person }) => person === life.holder);
        return from.includes(this.statusOf(step.card)) && places.some(({ ura }) => this.manages(step.by, ura));
      }
      case 'link':
        return (
          this.manages(step.by, step.ura) &&
          this.isKnown(step.person) &&
          this.roleAt(step.person, step.ura) === undefined
        );
      case 'close':
        return this.administers(step.by, step.ura);
      case 'unlink':
        return this.manages(step.by, step.ura) ? undefined : false;
      case 'transfer':
        return this.manages(step.by, step.from) && this.manages(step.by, step.to) ? undefined : false;
      case 'appoint':
      case 'dismiss':
        return this.administers(step.by, step.ura) ? undefined : false;
      default:
        return undefined;
    }
  }

  /** Writes down a step that succeeded. */
  follow(step: Step): void {
    switch (step.verb) {
      case 'advance':
        return this.pass(step.ms);
      case 'issue':
        return this.issue(step);
      case 'register':
        this.mobiel.add(step.by);
        return this.put(step.by, step.ura, 'administrator');
      case 'close':
        for (const { person } of this.stays.filter(({ ura }) => ura === step.ura)) this.put(person, step.ura);
        return;
      case 'appoint':
        this.mobiel.add(step.person);
        return this.put(step.person, step.ura, step.role);
      case 'dismiss':
      case 'link':
        return this.put(step.person, step.ura, 'gebruiker');
      case 'unlink':
        return this.put(step.person, step.ura);
      case 'transfer':
        this.put(step.person, step.to, 'gebruiker');
        return this.put(step.person, step.from);
      case 'block':
      case 'unblock':
      case 'revoke': {
        const life = this.lives.get(step.card)!;
        life.state = { block: 'blocked', unblock: 'active', revoke: 'revoked' }[step.verb] as Life['state'];
        return;
      }
      case 'mobiel on':
        this.mobiel.add(step.by);
        return;
      case 'mobiel off':
        this.mobiel.delete(step.by);
        return;
      default:
        return;
    }
  }

  private pass(ms: number): void {
    this.now += ms;
    for (const [person, since] of this.aloneSince) {
      if (!this.isGone(person)) continue;
      this.mobiel.delete(person);
      for (const [card, { holder }] of this.lives) {
        if (holder === person && !this.goneAt.has(card)) this.goneAt.set(card, twoMonthsLater(since));
      }
    }
  }

  /** At an organisation that is not there any more, which nobody is at, there is no link. */
  private issue({ by, ura, card }: Extract<Step, { verb: 'issue' }>): void {
    this.lives.set(card, { holder: by, madeAt: this.now, state: 'active' });
    if (!this.isKnown(by)) this.aloneSince.set(by, this.now);
    if (this.stays.some((stay) => stay.ura === ura)) this.put(by, ura, this.roleAt(by, ura) ?? 'gebruiker');
  }

  private put(person: string, ura: string, role?: Stay['role']): void {
    const isKnown = this.isKnown(person);
    this.stays = this.stays.filter((stay) => stay.person !== person || stay.ura !== ura);
    if (role !== undefined) this.stays.push({ person, ura, role });
    if (this.stays.some((stay) => stay.person === person)) this.aloneSince.delete(person);
    else if (!this.aloneSince.has(person) || !isKnown) this.aloneSince.set(person, this.now);
  }
}
