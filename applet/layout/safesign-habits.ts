/**
 * How cards with SafeSign's applet do things otherwise than ours, as other people have seen it on other cards: never on a ZORG-ID
 * Smartcard. Each row is likely at best. The layout `safesign` has all of them.
 */
import { fromHex, SW } from '../../apdu/index.ts';
import type { Behaviour } from '../../emulator/index.ts';

export interface Habit {
  /** What the card does. */
  readonly habit: string;
  /** What it does in the layout `iso`. */
  readonly otherwise: string;
  /** Who has seen it, and on which card. */
  readonly source: string;
  /** The constants of behaviour that make it so; none where it is in the layout itself, or our cards do so anyhow. */
  readonly behaviour?: Partial<Behaviour>;
}

const STARSIGN = 'SafeSign IC 4.7 with a StarSign CUT S: DiegoRibeirodeSouza/starsign-driver, OpenSC/OpenSC PR#3764';
const JCOP21 = 'SafeSign PKI applet 3.0 on JCOP21: LibreSCRS/LibreMiddleware';
const BOTH = `${STARSIGN}; ${JCOP21}`;

/** Tag, length, and a model of eight bytes: "PROEFPAS". */
const MODEL = fromHex('C208 50524F4546504153');

export const SAFESIGN_HABITS: readonly Habit[] = [
  {
    habit: 'SELECT by the name of PKCS#15 answers a sentence, here one of our own, instead of control information',
    otherwise: 'control information',
    source: BOTH,
    behaviour: { greeting: 'This is a TEST card of proefpas. Please tell it who you are.\n' },
  },
  {
    habit: 'PUT DATA 0100 is answered 9000, here whatever is in it; before that SELECT it is 6D00',
    otherwise: '6A88',
    source: BOTH,
  },
  {
    habit: 'GET DATA 0101 answers C2 08 and a model of eight bytes, here "PROEFPAS"',
    otherwise: 'the version object of the IsoApplet edge',
    source: STARSIGN,
    behaviour: { model: MODEL },
  },
  {
    habit: 'GET DATA 0100 answers a serial number of eight bytes',
    otherwise: 'the same',
    source: STARSIGN,
  },
  {
    habit: 'MANAGE CHANNEL 0000 opens channel 1, on which everything else goes on',
    otherwise: 'the same',
    source: STARSIGN,
  },
  {
    habit: 'There is one name, PKCS#15’s, and no EF.DIR; after its selection the MF is current',
    otherwise: 'a second name, for OpenSC; EF.DIR; DF 5015 is current',
    source: STARSIGN,
  },
  {
    habit: 'EF.ODF 5031, EF.TokenInfo 5032 and the directories 44xx lie in the MF, the objects in DF 4302',
    otherwise: 'all of them in DF 5015',
    source: STARSIGN,
  },
  {
    habit: 'EF.ODF tells directories by their identifiers alone',
    otherwise: 'by their paths from the MF',
    source: 'LibreSCRS/LibreMiddleware, of a card of this family',
  },
  {
    habit: 'Paths of objects begin with 3FFF 4302, where 3FFF is the DF of the application',
    otherwise: 'paths from the MF; 3FFF is the current DF',
    source: STARSIGN,
    behaviour: { relativePath: 'application' },
  },
  {
    habit: 'Control information of an EF is 6F 07 80 02, its size, 82 01 01',
    otherwise: 'all that CREATE FILE told, with the identifier',
    source: STARSIGN,
    behaviour: { controlInformation: 'size and descriptor' },
  },
  {
    habit: 'The PIN has reference 02, its PUK 01',
    otherwise: 'PIN 01, PUK 02',
    source: `${STARSIGN}; ${JCOP21}, where the PIN is 03`,
  },
  {
    habit: 'PIN and PUK are 15 bytes long, filled up with 00; a value of 16 bytes is 6700',
    otherwise: '16 bytes',
    source: BOTH,
    behaviour: { pinLength: 15 },
  },
  {
    habit:
      'EF.AODF tells "User Pin" and "SO Pin", the second with soPin, both with disable-allowed, as ascii-numeric, without a longest length, of path 3F00',
    otherwise: '"PIN" and "PUK", the second with unblockingPin, as utf8, with both lengths, of the path of their DF',
    source: JCOP21,
  },
  {
    habit: 'MANAGE SECURITY ENVIRONMENT gets the key reference, 84, before the algorithm, 80',
    otherwise: 'the same: in any order',
    source: STARSIGN,
  },
  {
    habit: 'Algorithm reference 02 is RSA PKCS#1 v1.5, without a DigestInfo of the card’s own',
    otherwise: '11 alone, which is known here as well',
    source: STARSIGN,
    behaviour: { morePkcs1References: [0x02] },
  },
  {
    habit: 'Command chaining is refused with 6E00; what is longer than 255 bytes comes with an extended length',
    otherwise: 'links are taken',
    source: STARSIGN,
    behaviour: { chainingRefusal: SW.classNotSupported },
  },
];
