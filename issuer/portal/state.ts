/**
 * What the portal knows: organisations, people with their roles, cards, and what has happened. A value that never changes:
 * each verb makes a new one. There is no PIN, PUK or private key in it, and no way back to the UZI card that a card was made
 * from, whose later revocation changes nothing.
 */
import type { Purpose } from '../certificate/purposes.ts';

/** What a person is at an organisation. Whoever has a role there is linked to it; each role includes those before it. */
export const ROLES_AT_ORGANISATION = ['gebruiker', 'beheerder', 'administrator'] as const;

export type RoleAtOrganisation = (typeof ROLES_AT_ORGANISATION)[number];

export const ORGANISATION_KINDS = ['huisartsenpraktijk', 'huisartsenpost', 'apotheek'] as const;

export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** An organisation that has registered. */
export interface Organisation {
  /** Its subscriber number, eight digits. */
  readonly ura: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** Milliseconds since 1970-01-01 UTC, as every time here. */
  readonly registeredAt: number;
  /** Its registration stays valid for making cards all the same. */
  readonly closedAt?: number;
}

/** What makes two people one: names and date of birth, and the UZI number of who has one. */
export interface Identity {
  /** Nine digits. */
  readonly uziNumber?: string;
  readonly givenNames: string;
  readonly surname: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

export interface Person extends Identity {
  /** The ZORG-ID ID ("Gebruikersnaam Mobile App"): the UZI number of who has one, else a number of the portal's (its form is a guess). */
  readonly id: string;
  /** Whether ZORG-ID Mobiel is activated. */
  readonly mobiel: boolean;
  /** Role by URA. */
  readonly roles: ReadonlyMap<string, RoleAtOrganisation>;
  /** Since when there is no role at all. */
  readonly unlinkedSince?: number;
  /** When two months without a role were over, and the person removed. */
  readonly removedAt?: number;
}

/** The central status of a card, which the card itself does not know. */
export type CardStanding =
  | { readonly status: 'active' }
  | { readonly status: 'blocked' | 'revoked' | 'removed'; readonly since: number }
  | { readonly status: 'expired'; readonly since: number; readonly blockedSince?: number };

export type CardStatus = CardStanding['status'];

export interface CertificateOnCard {
  readonly purpose: Purpose;
  /** Unsigned, big-endian, hexadecimal. */
  readonly serialNumber: string;
}

export interface IssuedCard {
  /** The unique number that is printed on it. */
  readonly number: string;
  /** The ZORG-ID ID of its holder. */
  readonly person: string;
  /** URA of the legal owner, who bought it; links do not change it. */
  readonly owner: string;
  readonly certificates: readonly CertificateOnCard[];
  readonly notBefore: number;
  /** The last second of validity. */
  readonly notAfter: number;
  readonly standing: CardStanding;
}

export interface PortalEvent {
  readonly at: number;
  /** The ZORG-ID ID of who did it, or `time`. */
  readonly by: string;
  readonly what: string;
  /** Whom and what it concerns. */
  readonly about: Readonly<Record<string, string>>;
}

/** What a relying party is told of a certificate whose card has this status. */
export type WireStatus = 'good' | 'hold' | 'revoked' | 'unknown';

/** Where the source leaves a choice. */
export interface PortalSettings {
  /** How long "twee maanden" are. */
  readonly twoMonths: 'calendar' | '60-days';
  /** Whether the portal's time is its own, moved by `advance` alone, or the computer's. */
  readonly time: 'own' | 'computer';
  readonly wire: Readonly<Record<CardStatus, WireStatus>>;
}

export interface PortalState {
  /** The portal's clock. */
  readonly now: number;
  readonly settings: PortalSettings;
  /** By URA. */
  readonly organisations: ReadonlyMap<string, Organisation>;
  /** By ZORG-ID ID. */
  readonly people: ReadonlyMap<string, Person>;
  /** By number. */
  readonly cards: ReadonlyMap<string, IssuedCard>;
  readonly events: readonly PortalEvent[];
  /** The ZORG-ID ID of who is logged in. */
  readonly session?: string;
}

/**
 * What is meant on the wire is a guess throughout. An expired card that was blocked stays on hold, as lists of the UZI
 * register keep entries after expiry.
 */
export const DEFAULT_SETTINGS: PortalSettings = {
  twoMonths: 'calendar',
  time: 'own',
  wire: { active: 'good', blocked: 'hold', revoked: 'revoked', removed: 'revoked', expired: 'good' },
};

export const emptyPortal = (now: number, settings: PortalSettings = DEFAULT_SETTINGS): PortalState => ({
  now,
  settings,
  organisations: new Map(),
  people: new Map(),
  cards: new Map(),
  events: [],
});
