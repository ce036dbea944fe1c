/**
 * What cards that follow the standards still do differently: constants, each read at the one place where its rule stands. An
 * application's instructions read them from `CardServices.behaviour`.
 */
import { type StatusWord, SW } from '../apdu/index.ts';
import { STORED_LENGTH } from './stored-length.ts';

export interface Behaviour {
  /** Links of a command chain are refused with this word; undefined: they are taken. ISO/IEC 7816-4:2005 §5.1.1.1. */
  readonly chainingRefusal: StatusWord | undefined;
  /** Commands with length fields of three bytes are taken. ISO/IEC 7816-4:2005 §5.1. */
  readonly extendedLength: boolean;
  /** More logical channels than the basic one, where the profile has them. */
  readonly logicalChannels: boolean;
  /**
   * How response data go out: `up to Le` with 61XX for the rest · `whole`, whatever Le says · `fetched`: all of them wait for GET
   * RESPONSE · `if Le fits`: none, and 6CXX, when Le is shorter than data of at most 256 bytes · `as T=0`: where there was a data field,
   * and so nothing is known of Le, all of them wait.
   */
  readonly answers: 'up to Le' | 'whole' | 'fetched' | 'if Le fits' | 'as T=0';
  /** GET RESPONSE takes no other Le than the number of bytes that wait, at most 256; 6CXX otherwise. */
  readonly exactGetResponse: boolean;
  /** While response data wait, a command other than GET RESPONSE is refused with this word; undefined: it drops them. */
  readonly waitingDataRefusal: StatusWord | undefined;

  /** Words for a PIN without tries left: to the try that was its last, to one that comes later, and to a mere question. */
  readonly blocked: { readonly lastTry: StatusWord; readonly try: StatusWord; readonly question: StatusWord };
  /** A wrong value is answered with the tries left, 63CX, while there are any; otherwise with 6300. */
  readonly tellsTriesLeft: boolean;
  /** What VERIFY without data is: a question, or a wrong value. */
  readonly emptyVerify: 'question' | 'wrong value';
  /** VERIFY without data may have an Le field; 6700 otherwise. */
  readonly emptyVerifyWithLe: boolean;
  /** VERIFY without data is answered 9000 while the PIN is verified; otherwise always with the tries left. */
  readonly tellsVerified: boolean;
  /** VERIFY with P1 FF and no data takes the verified status away; otherwise it is 6A86. */
  readonly logsOut: boolean;
  /** What PINs and PUKs shorter than their field are filled up with. */
  readonly pinFiller: number;
  /** Bytes of that field: the longest value that is taken, and where one value ends when two come in one data field. 16 at most. */
  readonly pinLength: number;
  /** A successful CHANGE REFERENCE DATA takes the verified status away. */
  readonly changeRevokes: boolean;
  /** Every key wants a verification of its own for each use, whatever its attributes say. */
  readonly consentForEveryKey: boolean;

  /** Word for data with an explicit Le that an EF cannot fill. ISO/IEC 7816-4:2005 §7.2.3. */
  readonly endOfFile: StatusWord;
  /** Word of READ BINARY for an offset at or past the end of an EF. */
  readonly offsetOutside: StatusWord;
  /** What SELECT answers when P2 asks for control information: all of it, size and file descriptor alone, or nothing. */
  readonly controlInformation: 'as created' | 'size and descriptor' | 'none';
  /** SELECT takes P2 0C, no answer wanted; 6A86 otherwise. */
  readonly selectWithoutAnswer: boolean;
  /** What 3FFF at the start of a path means: the current DF, or the DF of the application. */
  readonly relativePath: 'current DF' | 'application';
  /**
   * What SELECT of the application by its name says to whoever wants an answer, instead of control information; PUT DATA 0100 then
   * takes whatever is said to that. Undefined: neither.
   */
  readonly greeting: string | undefined;
  /** What GET DATA 0101 answers; undefined: the version object of the IsoApplet edge. */
  readonly model: Uint8Array | undefined;

  /** What ECDSA does with input shorter than the field: it is the number it is, or 6700. */
  readonly shortEcdsaInput: 'number' | 'refused';
  /**
   * What ECDSA does with input longer than the field, when its algorithm was named: it is a message, its leftmost bits count, or
   * 6700. When none was named, `message` takes the leftmost bits.
   */
  readonly longEcdsaInput: 'message' | 'leftmost bits' | 'refused';
  /** Which part of the modulus the input of RSA PKCS#1 v1.5 may be as long as; k − 11 bytes, which the padding leaves, at most. */
  readonly pkcs1InputShare: number;
  /** References for RSA PKCS#1 v1.5 besides the edge's own. */
  readonly morePkcs1References: readonly number[];
  /** RSA PSS is known. */
  readonly pss: boolean;
  /** MANAGE SECURITY ENVIRONMENT takes a key reference without an algorithm; 6A81 otherwise. */
  readonly impliedAlgorithm: boolean;
  /** How long GENERATE ASYMMETRIC KEY PAIR takes for RSA, in milliseconds, beyond what it is computed in. The reader waits. */
  readonly rsaGenerationTime: number;
}

/** What our cards do. */
export const STANDARD_BEHAVIOUR: Behaviour = {
  chainingRefusal: undefined,
  extendedLength: true,
  logicalChannels: true,
  answers: 'up to Le',
  exactGetResponse: false,
  waitingDataRefusal: undefined,

  blocked: {
    lastTry: SW.authenticationMethodBlocked,
    try: SW.authenticationMethodBlocked,
    question: SW.authenticationMethodBlocked,
  },
  tellsTriesLeft: true,
  emptyVerify: 'question',
  emptyVerifyWithLe: true,
  tellsVerified: true,
  logsOut: false,
  pinFiller: 0x00,
  pinLength: STORED_LENGTH,
  changeRevokes: true,
  consentForEveryKey: false,

  endOfFile: SW.endOfFile,
  offsetOutside: SW.offsetOutside,
  controlInformation: 'as created',
  selectWithoutAnswer: true,
  relativePath: 'current DF',
  greeting: undefined,
  model: undefined,

  shortEcdsaInput: 'number',
  longEcdsaInput: 'message',
  pkcs1InputShare: 1,
  morePkcs1References: [],
  pss: true,
  impliedAlgorithm: true,
  rsaGenerationTime: 0,
};
