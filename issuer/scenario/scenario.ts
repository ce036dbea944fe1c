/** A situation that host software meets: cards, what the services of the authorities say of them, and what happened at the portal. */
import type { QuirkName } from '../../applet/index.ts';
import type { IssuanceRefusalCode } from '../issuance/refusals.ts';
import type { PortalState } from '../portal/state.ts';
import type { CrlFault, OcspFault } from '../status-service/faults.ts';

/** What lies in a reader. */
export interface ScenarioCard {
  /** As `proefpas start` takes it: a profile with its variants, or `none`. */
  readonly card: string;
  /** Details by name, as in `withHolder`. */
  readonly holder?: Readonly<Record<string, string>>;
  readonly quirks?: readonly QuirkName[];
}

/** OCSP and CRLs at the address that certificates name: in health, with a fault, or nobody at all. */
export type ScenarioService =
  | {
      readonly ocspFault?: OcspFault;
      readonly crlFault?: CrlFault;
      /** OCSP does not know the first card's certificates. */
      readonly isUnknown?: true;
    }
  | 'absent';

export interface Scenario {
  /** What is the case, in one line. */
  readonly about: string;
  /** Whether host software should work as always: "good", or has to notice something: "bad". */
  readonly verdict: 'good' | 'bad';
  /** What it should do, in a sentence. */
  readonly host: string;
  /** Where the situation comes from: a statement of docs/requirements.md, a clause, a report. */
  readonly source: string;
  /** One in each reader. */
  readonly cards: readonly [ScenarioCard, ...ScenarioCard[]];
  /** In health when left out. */
  readonly service?: ScenarioService;
  /** The state of the portal, where it plays a part. */
  readonly portal?: () => PortalState;
  /** What ends the making of a ZORG-ID card from the first card on the second one: nothing, or a refusal. Only where that is what it is about. */
  readonly making?: 'succeeds' | IssuanceRefusalCode;
}
