/** Where a card has its files, references and names, and how it behaves besides: `iso`, OpenSC's edge, or `safesign`. */
import type { Behaviour } from '../../emulator/index.ts';
import { ISOAPPLET_AID, PKCS15_AID, PKCS15_DF } from '../names.ts';
import { SAFESIGN_HABITS } from './safesign-habits.ts';

export type LayoutName = 'iso' | 'safesign';

export interface Layout {
  /** References of the user's PIN and of its PUK. */
  readonly pinReference: number;
  readonly pukReference: number;
  /** The names that select the applet. */
  readonly names: readonly Uint8Array[];
  /** Whether EF.DIR tells of the application. */
  readonly hasEfDir: boolean;
  /** FID of the DF below the MF that public keys and certificates lie in. */
  readonly objectsDf: number;
  /** Whether EF.ODF, EF.TokenInfo and the directories lie there too, or in the MF. */
  readonly directoriesIn: 'objects DF' | 'MF';
  /** What stands before the FID of a directory in EF.ODF, and before that of an object in a directory, hexadecimal. */
  readonly directoryPath: string;
  readonly objectPath: string;
  /** The path that PINs are told to belong to, hexadecimal. */
  readonly pinPath: string;
  /** In what it behaves otherwise than our cards do. */
  readonly behaviour: Partial<Behaviour>;
}

/** References of PIN and PUK in the layout `iso`. */
export const PIN_REFERENCE = 0x01;
export const PUK_REFERENCE = 0x02;

export const LAYOUTS: { readonly [Name in LayoutName]: Layout } = {
  iso: {
    pinReference: PIN_REFERENCE,
    pukReference: PUK_REFERENCE,
    names: [ISOAPPLET_AID, PKCS15_AID],
    hasEfDir: true,
    objectsDf: PKCS15_DF,
    directoriesIn: 'objects DF',
    directoryPath: '3F005015',
    objectPath: '3F005015',
    pinPath: '3F005015',
    behaviour: {},
  },
  safesign: {
    pinReference: 0x02,
    pukReference: 0x01,
    names: [PKCS15_AID],
    hasEfDir: false,
    objectsDf: 0x4302,
    directoriesIn: 'MF',
    directoryPath: '',
    objectPath: '3FFF4302',
    pinPath: '3F00',
    behaviour: Object.assign({}, ...SAFESIGN_HABITS.map(({ behaviour }) => behaviour)),
  },
};

/** The layout of that name, `iso` for none. Throws `RangeError` for one that there is not. */
export function layoutNamed(name: string): LayoutName {
  if (name === '') return 'iso';
  if (!Object.hasOwn(LAYOUTS, name)) throw new RangeError(`there is no layout "${name}"`);
  return name as LayoutName;
}
