/**
 * START HERE for "a card like that". Ways in which cards in the field, or programs that play cards, differ from ours: each one
 * changes constants of the card's behaviour, and nothing else. Sources are public; a project is named for what can be read in its
 * source or in the thread, not as a verdict.
 */
import { SW } from '../../apdu/index.ts';
import type { Behaviour } from '../../emulator/index.ts';

export interface Quirk {
  /** The constants that it changes. */
  readonly behaviour: Partial<Behaviour>;
  /** What the card does with it. */
  readonly changes: string;
  /** What it does without. */
  readonly standard: string;
  /** Who does so, or who reported it. */
  readonly source: string;
}

const BLOCKED = SW.authenticationMethodBlocked;
const NO_TRIES = 0x63c0;

const TABLE = {
  'blocked-63c0': {
    behaviour: { blocked: { lastTry: NO_TRIES, try: NO_TRIES, question: NO_TRIES } },
    changes: 'The wrong PIN that blocks, and everything after it, is answered 63C0',
    standard: '6983',
    source: 'IsoApplet',
  },
  'last-try-63c0': {
    behaviour: { blocked: { lastTry: NO_TRIES, try: BLOCKED, question: BLOCKED } },
    changes: 'The wrong PIN that blocks is answered 63C0, everything after it 6983',
    standard: '6983 for both',
    source: 'PivApplet; CardContact OpenSCDP card simulation',
  },
  'blocked-query-63c0': {
    behaviour: { blocked: { lastTry: BLOCKED, try: BLOCKED, question: NO_TRIES } },
    changes: 'VERIFY without data is answered 63C0 once the PIN is blocked, VERIFY with data 6983',
    standard: '6983 for both',
    source: 'CanoKey (PIV); Nitrokey piv-authenticator',
  },
  'wrong-pin-6300': {
    behaviour: { tellsTriesLeft: false },
    changes: 'A wrong PIN is answered 6300, without the tries left, while there are any',
    standard: '63CX',
    source: 'vsmartcard, virtualsmartcard (vicc)',
  },
  'verified-query-63cx': {
    behaviour: { tellsVerified: false },
    changes: 'VERIFY without data tells the tries left, also while the PIN is verified',
    standard: '9000 while verified',
    source: 'IsoApplet',
  },
  'empty-verify-counts': {
    behaviour: { emptyVerify: 'wrong value' },
    changes: 'VERIFY without data costs a try, and takes the verified status away, as a wrong PIN does',
    standard: 'it asks, and costs nothing',
    source: 'vsmartcard, virtualsmartcard (vicc)',
  },
  'empty-verify-le-6700': {
    behaviour: { emptyVerifyWithLe: false },
    changes: 'VERIFY without data but with an Le field is answered 6700',
    standard: 'it asks as without Le',
    source: 'onomondo/onomondo-uicc PR#52',
  },
  'verify-ff-logs-out': {
    behaviour: { logsOut: true },
    changes: 'VERIFY with P1 FF and no data takes the verified status away and is answered 9000',
    standard: '6A86',
    source: 'ISO/IEC 7816-4:2013, VERIFY; OpenSC/OpenSC#1071',
  },
  'pin-filler-ff': {
    behaviour: { pinFiller: 0xff },
    changes:
      'PINs and PUKs are filled up with FF, as the directory of a ready card then says; filled up with 00 they are wrong ones',
    standard: 'filled up with 00',
    source: 'NIST SP 800-73-4 Part 2, 2.4.3; OpenSC/OpenSC#2244',
  },
  'change-keeps-verified': {
    behaviour: { changeRevokes: false },
    changes: 'The PIN stays verified when CHANGE REFERENCE DATA succeeds',
    standard: 'it has to be verified again',
    source: 'IsoApplet',
  },
  'undeclared-consent': {
    behaviour: { consentForEveryKey: true },
    changes: 'Each use of a key needs a VERIFY of its own, though the directory does not say so',
    standard: 'as userConsent in the directory says',
    source: 'OpenSC/OpenSC#3613, PR#3614',
  },
  'no-chaining': {
    behaviour: { chainingRefusal: SW.chainingNotSupported },
    changes: 'Command chaining is refused with 6884; the ATR says so',
    standard: 'links are taken',
    source: 'IsoApplet, interface 1.0',
  },
  'chaining-6e00': {
    behaviour: { chainingRefusal: SW.classNotSupported },
    changes: 'Command chaining is refused with 6E00, as if the class were unknown; the ATR says so',
    standard: 'links are taken',
    source: 'SafeSign IC on StarSign: OpenSC/OpenSC#2580, PR#3764',
  },
  'no-extended-length': {
    behaviour: { extendedLength: false },
    changes: 'Commands with extended length fields are answered 6700; ATR and version object say so',
    standard: 'they are taken',
    source: 'tomasz-lisowski/swicc; frankmorgner/vsmartcard PR#245',
  },
  'one-channel': {
    behaviour: { logicalChannels: false },
    changes: 'There is no logical channel but the basic one; the ATR says so',
    standard: 'as many as the profile has',
    source: 'Nitrokey piv-authenticator and opcard; OsEID',
  },
  'get-response': {
    behaviour: { answers: 'fetched' },
    changes: 'Response data are never sent at once: 61XX, and GET RESPONSE fetches them, as with T=0',
    standard: 'as many as Le wants are sent at once',
    source: 'ISO/IEC 7816-3, protocol T=0; danm-de/pcsc-sharp PR#9',
  },
  'get-response-exact': {
    behaviour: { exactGetResponse: true },
    changes: 'GET RESPONSE with another Le than what waits, at most 256 bytes, is answered 6CXX; the data wait on',
    standard: 'any Le is served',
    source: 'danm-de/pcsc-sharp PR#9, #28; makinako/OpenFIPS201 PR#39',
  },
  'waiting-data-6900': {
    behaviour: { waitingDataRefusal: SW.commandNotAllowed },
    changes: 'While response data wait, every command but GET RESPONSE is answered 6900',
    standard: 'another command drops what waits',
    source: 'IsoApplet, interface 0.6; OpenSC/OpenSC#1274; makinako/OpenFIPS201#4',
  },
  'short-le-6cxx': {
    behaviour: { answers: 'if Le fits' },
    changes:
      'An Le shorter than the response data, of at most 256 bytes, is answered 6CXX, though the command was carried out',
    standard: 'Le bytes are sent, and 61XX',
    source: 'IsoApplet, interface 1.0',
  },
  'le-ignored': {
    behaviour: { answers: 'whole' },
    changes: 'All response data are sent, whatever Le says, and without Le too',
    standard: 'at most Le bytes are sent',
    source: 'estkme-group/lpac#118; IsoApplet (GET DATA)',
  },
  'read-past-end-9000': {
    behaviour: { endOfFile: SW.ok },
    changes: 'READ BINARY answers an explicit Le that is too long with what there is and 9000',
    standard: '6282',
    source: 'IsoApplet',
  },
  'offset-outside-6a86': {
    behaviour: { offsetOutside: SW.incorrectP1P2 },
    changes: 'READ BINARY at or past the end of the EF is answered 6A86',
    standard: '6B00',
    source: 'an older SafeSign applet: LibreSCRS/LibreMiddleware',
  },
  'offset-outside-6f00': {
    behaviour: { offsetOutside: SW.noDiagnosis },
    changes: 'READ BINARY at or past the end of the EF is answered 6F00',
    standard: '6B00',
    source: 'OpenSC/OpenSC#1190, #632',
  },
  'select-without-fci': {
    behaviour: { controlInformation: 'none' },
    changes: 'SELECT answers no control information, whatever P2 asks for',
    standard: 'FCI, FCP or FMD',
    source: 'OpenSC/OpenSC#1112, PR#342',
  },
  'select-0c-6a86': {
    behaviour: { selectWithoutAnswer: false },
    changes: 'SELECT with P2 0C, no answer wanted, is answered 6A86',
    standard: '9000 without data',
    source: 'OpenSC, src/libopensc/iso7816.c, which then selects again with P2 00',
  },
  'ecdsa-short-input-6700': {
    behaviour: { shortEcdsaInput: 'refused' },
    changes: 'ECDSA refuses input shorter than the field with 6700',
    standard: 'it is the number it is',
    source: 'OpenSC/OpenSC#3813, PR#3817',
  },
  'ecdsa-long-input-6700': {
    behaviour: { longEcdsaInput: 'refused' },
    changes: 'ECDSA refuses input longer than the field with 6700',
    standard: 'its leftmost bits, or with algorithm 21 its SHA-1',
    source: 'OpenSC/OpenSC#2283',
  },
  'ecdsa-long-input-cut': {
    behaviour: { longEcdsaInput: 'leftmost bits' },
    changes: 'ECDSA takes the leftmost bits of input longer than the field, with algorithm 21 too',
    standard: 'with algorithm 21, its SHA-1',
    source: 'IsoApplet, interface 1.0',
  },
  'pkcs1-input-40-percent': {
    behaviour: { pkcs1InputShare: 0.4 },
    changes: 'RSA PKCS#1 v1.5 refuses input longer than two fifths of the modulus with 6700',
    standard: 'k − 11 bytes at most',
    source: 'OpenSC/OpenSC#2173',
  },
  'no-pss': {
    behaviour: { pss: false },
    changes: 'RSA PSS is answered 6A81, and the version object does not name it',
    standard: 'algorithm 12 is known',
    source: 'IsoApplet, interface 0.6; OpenSC/OpenSC#1936',
  },
  'algorithm-required': {
    behaviour: { impliedAlgorithm: false },
    changes: 'MANAGE SECURITY ENVIRONMENT with a key reference alone is answered 6A81',
    standard: 'the algorithm follows from the key',
    source: 'OsEID',
  },
  'slow-key-generation': {
    behaviour: { rsaGenerationTime: 30_000 },
    changes: 'An RSA key pair takes half a minute to come; readers and other cards go on meanwhile',
    standard: 'what computing it takes',
    source: 'OpenSC/OpenSC#301',
  },
} as const satisfies Record<string, Quirk>;

export type QuirkName = keyof typeof TABLE;

/** Every quirk by name. */
export const QUIRKS: { readonly [Name in QuirkName]: Quirk } = TABLE;
