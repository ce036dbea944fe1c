/**
 * Instruction codes, INS. ISO/IEC 7816-4:2005 §5.1.2; the commands of -8 and -9 by their names. An odd code is
 * the twin whose data fields are BER-TLV.
 */

// biome-ignore format: a table reads best with its columns aligned
export const INS = {
  deactivateFile:                 0x04,
  eraseRecord:                    0x0c,
  eraseBinary:                    0x0e,
  eraseBinaryOdd:                 0x0f,
  performScqlOperation:           0x10,
  performTransactionOperation:    0x12,
  performUserOperation:           0x14,
  verify:                         0x20,
  verifyOdd:                      0x21,
  manageSecurityEnvironment:      0x22,
  changeReferenceData:            0x24,
  disableVerificationRequirement: 0x26,
  enableVerificationRequirement:  0x28,
  performSecurityOperation:       0x2a,
  resetRetryCounter:              0x2c,
  activateFile:                   0x44,
  generateAsymmetricKeyPair:      0x46,
  generateAsymmetricKeyPairOdd:   0x47,
  manageChannel:                  0x70,
  externalAuthenticate:           0x82,
  getChallenge:                   0x84,
  generalAuthenticate:            0x86,
  generalAuthenticateOdd:         0x87,
  internalAuthenticate:           0x88,
  searchBinary:                   0xa0,
  searchBinaryOdd:                0xa1,
  searchRecord:                   0xa2,
  select:                         0xa4,
  readBinary:                     0xb0,
  readBinaryOdd:                  0xb1,
  readRecord:                     0xb2,
  readRecordOdd:                  0xb3,
  getResponse:                    0xc0,
  envelope:                       0xc2,
  envelopeOdd:                    0xc3,
  getData:                        0xca,
  getDataOdd:                     0xcb,
  writeBinary:                    0xd0,
  writeBinaryOdd:                 0xd1,
  writeRecord:                    0xd2,
  updateBinary:                   0xd6,
  updateBinaryOdd:                0xd7,
  putData:                        0xda,
  putDataOdd:                     0xdb,
  updateRecord:                   0xdc,
  updateRecordOdd:                0xdd,
  createFile:                     0xe0,
  appendRecord:                   0xe2,
  deleteFile:                     0xe4,
  terminateDf:                    0xe6,
  terminateEf:                    0xe8,
  terminateCardUsage:             0xfe,
} as const;

/** "READ BINARY (odd)" of "readBinaryOdd". */
function nameOf(key: string): string {
  const even = key.replace(/Odd$/, '');
  const words = even.replace(/([A-Z])/g, ' $1').toUpperCase();
  return even === key ? words : `${words} (odd)`;
}

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(INS).map(([key, code]) => [code, nameOf(key)]));

/** The standard's name of an instruction code, such as "READ BINARY" or "READ BINARY (odd)", or undefined. */
export function instructionName(ins: number): string | undefined {
  return NAMES.get(ins);
}
