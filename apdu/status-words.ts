/**
 * Status words SW1-SW2. ISO/IEC 7816-4:2005 §5.1.3, tables 5 and 6, and the clauses of the commands that give a
 * parametric word its meaning.
 */

/** 16 bits: SW1 in the high byte. */
export type StatusWord = number;

// biome-ignore format: a table reads best with its columns aligned
const TABLE = {
  ok:                            [0x9000, 'done'],
  noInformationWarning:          [0x6200, 'warning: nothing changed'],
  dataMayBeCorrupt:              [0x6281, 'warning: part of the data may be corrupt'],
  endOfFile:                     [0x6282, 'warning: end of file or record before Ne bytes'],
  fileDeactivated:               [0x6283, 'warning: selected file is deactivated'],
  controlInformationUnformatted: [0x6284, 'warning: file control information not formatted by the rules'],
  fileTerminated:                [0x6285, 'warning: selected file is in termination state'],
  comparisonFailed:              [0x6300, 'warning: authentication or comparison failed, no counter told'],
  fileFilled:                    [0x6381, 'warning: file filled up by the last write'],
  executionError:                [0x6400, 'execution error, nothing changed'],
  memoryChanged:                 [0x6500, 'error, memory changed'],
  memoryFailure:                 [0x6581, 'memory failure'],
  securityProblem:               [0x6600, 'security problem'],
  wrongLength:                   [0x6700, 'wrong length'],
  classFunctionNotSupported:     [0x6800, 'function of the class byte not supported'],
  channelNotSupported:           [0x6881, 'logical channel not supported or not open'],
  secureMessagingNotSupported:   [0x6882, 'secure messaging not supported'],
  lastCommandExpected:           [0x6883, 'last command of the chain expected'],
  chainingNotSupported:          [0x6884, 'command chaining not supported'],
  commandNotAllowed:             [0x6900, 'command not allowed'],
  incompatibleFileStructure:     [0x6981, 'command incompatible with the file structure'],
  securityStatusNotSatisfied:    [0x6982, 'security status not satisfied'],
  authenticationMethodBlocked:   [0x6983, 'authentication method blocked'],
  referenceDataNotUsable:        [0x6984, 'reference data not usable'],
  conditionsNotSatisfied:        [0x6985, 'conditions of use not satisfied'],
  noCurrentEf:                   [0x6986, 'command not allowed: no current EF'],
  secureMessagingObjectsMissing: [0x6987, 'expected secure messaging objects missing'],
  secureMessagingObjectsWrong:   [0x6988, 'secure messaging objects incorrect'],
  parametersIncorrect:           [0x6a00, 'P1-P2 incorrect, no more said'],
  incorrectData:                 [0x6a80, 'data field incorrect'],
  functionNotSupported:          [0x6a81, 'function not supported'],
  fileNotFound:                  [0x6a82, 'file or application not found'],
  recordNotFound:                [0x6a83, 'record not found'],
  notEnoughMemory:               [0x6a84, 'not enough memory'],
  lengthInconsistentWithTlv:     [0x6a85, 'Nc inconsistent with the TLV structure'],
  incorrectP1P2:                 [0x6a86, 'P1-P2 incorrect'],
  lengthInconsistentWithP1P2:    [0x6a87, 'Nc inconsistent with P1-P2'],
  referencedDataNotFound:        [0x6a88, 'referenced data or reference data not found'],
  fileExists:                    [0x6a89, 'file already exists'],
  dfNameExists:                  [0x6a8a, 'DF name already exists'],
  offsetOutside:                 [0x6b00, 'P1-P2 wrong: offset outside the EF'],
  instructionNotSupported:       [0x6d00, 'instruction not supported'],
  classNotSupported:             [0x6e00, 'class not supported'],
  noDiagnosis:                   [0x6f00, 'no precise diagnosis'],
} as const satisfies Record<string, readonly [StatusWord, string]>;

export type StatusWordName = keyof typeof TABLE;

/** Every fixed status word by name. */
export const SW = Object.fromEntries(Object.entries(TABLE).map(([name, [word]]) => [name, word])) as {
  readonly [Name in StatusWordName]: (typeof TABLE)[Name][0];
};

/** 61XX: that many bytes wait for GET RESPONSE; 256 and more are told as 00. */
export function moreAvailable(bytes: number): StatusWord {
  return 0x6100 | (bytes >= 256 ? 0 : bytes);
}

/** 6CXX: Ne was wrong, nothing was done; `bytes` (1–256) are there. */
export function wrongLe(bytes: number): StatusWord {
  return 0x6c00 | (bytes >= 256 ? 0 : bytes);
}

/** 63CX: that many tries, 0–15, are left. */
export function triesLeft(tries: number): StatusWord {
  return 0x63c0 | Math.min(tries, 15);
}

const TEXTS: ReadonlyMap<StatusWord, string> = new Map(Object.values(TABLE));

// biome-ignore format: a table reads best with its columns aligned
const FAMILIES: ReadonlyMap<number, string> = new Map([
  [0x62, 'warning, memory unchanged'],
  [0x63, 'warning, memory changed'],
  [0x64, 'execution error, memory unchanged'],
  [0x65, 'execution error, memory changed'],
  [0x66, 'security problem'],
  [0x68, 'function of the class byte not supported'],
  [0x69, 'command not allowed'],
  [0x6a, 'wrong parameters'],
]);

/** A status word in words, for people. Total: an undefined word is described by its family, or as proprietary. */
export function describeStatusWord(word: StatusWord): string {
  const fixed = TEXTS.get(word);
  if (fixed !== undefined) return fixed;
  const sw1 = word >> 8;
  const sw2 = word & 0xff;
  if (sw1 === 0x61) return `done, ${sw2 === 0 ? '256 or more' : sw2} bytes wait for GET RESPONSE`;
  if (sw1 === 0x6c) return `wrong Le, ${sw2 === 0 ? 256 : sw2} bytes are there`;
  if ((word & 0xfff0) === 0x63c0) return `comparison failed or not done, counter ${sw2 & 0x0f}`;
  return FAMILIES.get(sw1) ?? (sw1 === 0x60 || sw1 < 0x60 || sw1 > 0x9f ? 'not a status word' : 'proprietary');
}
