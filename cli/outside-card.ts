/** A card that is not of this program's making: in a PC/SC reader, or a virtual one that connects as to vsmartcard's reader. */
import type { CardLink } from '../apdu/index.ts';
import { UsageError } from './exit-status.ts';
import { pcscReader } from './pcsc-reader.ts';
import { vpcdCard } from './vpcd-card.ts';

/** Options as they were typed. */
export interface RawOutsideCard {
  readonly pcscReader?: string | undefined;
  readonly vpcdCard?: true | string | undefined;
}

export interface OutsideCard extends CardLink {
  /** What it is called in reports. */
  readonly name: string;
  close(): Promise<void>;
}

/** Whether one was asked for. Throws `UsageError` when two were. */
export function wantsOutsideCard({ pcscReader: reader, vpcdCard: vpcd }: RawOutsideCard): boolean {
  if (reader !== undefined && vpcd !== undefined)
    throw new UsageError('--pcsc-reader and --vpcd-card: choose one card');
  return reader !== undefined || vpcd !== undefined;
}

/** Opens it; a virtual one is waited for. Throws `UsageError` when there is none. */
export function outsideCard({ pcscReader: reader, vpcdCard: vpcd }: RawOutsideCard): Promise<OutsideCard> {
  return vpcd === undefined ? pcscReader(reader!) : vpcdCard(vpcd);
}
