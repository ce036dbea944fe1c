/** A card profile: everything that is constant about a card of ours. */
import type { PinDefinition, PinPolicy } from '../../emulator/index.ts';
import type { EdgeVersion } from '../interface-generation.ts';
import type { LayoutName } from '../layout/layout.ts';
import type { QuirkName } from '../quirks/quirks.ts';

/** A PIN or PUK besides the user's. */
export interface MorePin extends PinDefinition {
  /** What it is when the card is handed over, published as the user's is; none: it has no value yet. */
  readonly value?: string;
}

/** What a key pair of a ready card is for: authenticity, signature and confidentiality are A, H and V of the UZI register. */
export type CardKeyPurpose = 'authenticity' | 'signature' | 'confidentiality';

/** A key pair that a ready card has. */
export interface CardKeyDefinition {
  readonly purpose: CardKeyPurpose;
  /** Whether every use wants the PIN anew. The card demands it and its directory declares it, both because of this. */
  readonly consent: boolean;
}

/** For whom a ready card is made when nobody else is named. */
export type PersonaName =
  | 'medewerker'
  | 'unregistered'
  | 'mobiel'
  | 'closed'
  | 'huisarts'
  | 'apothekersassistent'
  | 'balie';

/** When the certificates are valid: from the day the card is made, until a year before it, or from twenty years after it. */
export type Validity = 'now' | 'expired' | 'not-yet-valid';

/** What is wrong with a card in one respect, that a host must notice, or odd, that it must bear: its certificates or their files. */
export type CardFault =
  | 'unknown-issuer'
  | 'forged-signature'
  | 'wrong-key-usage'
  | 'no-client-auth'
  | 'wrong-policy'
  | 'unknown-critical-extension'
  | 'no-crl-address'
  | 'no-ocsp-address'
  | 'foreign-key'
  | 'other-name-missing'
  | 'other-name-of-another'
  | 'other-name-untagged'
  | 'other-name-twice-tagged'
  | 'other-name-utf8'
  | 'other-name-empty'
  | 'other-name-long'
  | 'other-name-odd'
  | 'other-name-among-others'
  | 'other-name-version-2'
  | 'other-name-unknown-role'
  | 'other-name-test-authority'
  | 'wrong-pastype'
  | 'chain-missing'
  | 'certificate-larger-than-file'
  | 'certificate-padded'
  | 'certificate-empty'
  | 'certificate-large';

export interface CardProfile {
  /** The word for it on the command line. Kept in the image: an image is only opened with its own profile. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** What is on the card when it is handed over: nothing, or what our own personalisation writes. */
  readonly content: 'blank' | 'zorg-id' | 'uzi' | 'conformance';
  /** Key pairs with certificates, in the order of their directory; none where the content has others, or there is none. */
  readonly keys: readonly CardKeyDefinition[];
  /** For whom; of a card that has certificates only. */
  readonly persona?: PersonaName;
  /** What is told of the holder instead of the persona's: details by name, such as `uzi`. */
  readonly holder: Readonly<Record<string, string>>;
  readonly validity: Validity;
  /** Of a card that has certificates only. */
  readonly fault?: CardFault;
  /** Whether it has been activated, as certain cards have to be once, with the PIN, before anything else. */
  readonly isActivated: boolean;
  /** Where it has its files and references, and the habits that go with that; kept in the image. */
  readonly layout: LayoutName;
  /** Its answer to reset, in hexadecimal, when it is not the card's own; kept in the image. */
  readonly atr: string;
  /** Whether directories, certificates and public keys can be read before the PIN was verified; of a card that has certificates only. */
  readonly publicObjects: 'free' | 'after-pin';
  /** User PIN; the layout says its reference. */
  readonly pin: PinPolicy;
  /** PUK, likewise. */
  readonly puk: PinPolicy;
  /** PINs and PUKs besides those two. */
  readonly morePins: readonly MorePin[];
  /** Seed of a card that is given none, hexadecimal; published, so that the same command makes the same card everywhere. */
  readonly defaultSeed: string;
  /** Non-volatile memory for files, keys and PINs, in bytes. */
  readonly capacity: number;
  /** Logical channels, 1–20. */
  readonly channels: number;
  /** Which generation of the IsoApplet edge the host is taken to speak; "auto" finds out. */
  readonly edgeVersion: EdgeVersion;
  /** What tells this card from others of the same profile and seed; part of what its serial number follows from. */
  readonly variant: string;
  /** Ways in which it answers as certain other cards do; part of what its serial number follows from, and kept in the image. */
  readonly quirks: readonly QuirkName[];
  /** The part of the variant that its certificates tell; the rest is how the card is when it is handed over. */
  readonly edition: string;
}
