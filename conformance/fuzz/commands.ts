/** Command APDUs: such as a host sends, such as it nearly sends, and nonsense. */
import fc from 'fast-check';
import { concat, encodeCommand, fromHex, INS, toHex } from '../../apdu/index.ts';
import { byte, bytes, damaged, dataObjects } from './arbitraries.ts';

/** Spare PIN and spare PUK of the conformance card. */
export const SPARE_SECRETS = ['654321', '87654321'] as const;

/** PINs and PUKs that are written nowhere but in commands about PINs. */
export const SECRETS = ['123456', '12345678', ...SPARE_SECRETS] as const;

const padded = (text: string): Uint8Array => concat(new TextEncoder().encode(text), new Uint8Array(16)).slice(0, 16);
const secret = fc.oneof(fc.constantFrom(...SECRETS), fc.constant('999999')).map(padded);
const pinReference = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(0x01, 0x02, 0x81, 0x82) }, byte);

interface Fields {
  readonly ins: number;
  readonly p1?: number;
  readonly p2?: number;
  readonly data?: Uint8Array;
  readonly ne?: number;
}

const ne = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 256, 65536) }, fc.integer({ min: 0, max: 300 }));

const REQUIREMENTS = [INS.disableVerificationRequirement, INS.enableVerificationRequirement];
const ABOUT_PINS = [INS.verify, INS.changeReferenceData, INS.resetRetryCounter, ...REQUIREMENTS].map((ins) =>
  toHex(Uint8Array.of(ins)),
);

/** Whether a command, in hexadecimal, presents PINs or PUKs: VERIFY, CHANGE, RESET RETRY COUNTER, DISABLE or ENABLE. */
export const isAboutPins = (command: string): boolean => ABOUT_PINS.includes(command.slice(2, 4));

/** Commands about PINs: right and wrong values, whole and cut. */
const pins: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({ ins: fc.constant(INS.verify), p2: pinReference, data: secret }),
  fc.record({ ins: fc.constant(INS.verify), p2: pinReference }),
  fc.record({
    ins: fc.constantFrom(INS.changeReferenceData, INS.resetRetryCounter, ...REQUIREMENTS),
    p1: fc.constantFrom(0x00, 0x00, 0x01),
    p2: pinReference,
    data: fc.oneof(
      fc.tuple(secret, secret).map(([first, second]) => concat(first, second)),
      secret,
    ),
  }),
);

// biome-ignore format: a table reads best with its columns aligned
const FILES = [
  '3F00', '2F00', '7F01', '7F03', '7F04', '7F05', '0101', '0102', '0103', '0104', '0201', '0202', '0203', '0301',
];
const NAMES = ['F276A288BCFBA69D34F31001', 'A000000063504B43532D3135', 'F050524F454650415301', 'F050', 'A0'];
const path = fc.array(fc.constantFrom(...FILES), { maxLength: 3 }).map((parts) => fromHex(parts.join('')));
const short = fc.oneof({ weight: 4, arbitrary: fc.nat(5) }, byte);

// biome-ignore format: a table reads best with its columns aligned
const WRITERS = [
  INS.updateBinary, INS.writeBinary, INS.eraseBinary, INS.updateRecord, INS.writeRecord, INS.appendRecord, INS.eraseRecord,
];
const STATE_CHANGERS = [INS.deleteFile, INS.activateFile, INS.deactivateFile, INS.terminateDf, INS.terminateEf];

const files: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({
    ins: fc.constant(INS.select),
    p1: fc.constantFrom(0, 1, 2, 3, 8, 9),
    p2: fc.constantFrom(0, 4, 8, 0x0c, 1),
    data: path,
    ne,
  }),
  fc.record({
    ins: fc.constant(INS.select),
    p1: fc.constant(4),
    p2: fc.constantFrom(0, 4, 0x0c, 1, 2, 3),
    data: fc.constantFrom(...NAMES).map((name) => fromHex(name)),
    ne,
  }),
  fc.record({ ins: fc.constantFrom(INS.readBinary, INS.readRecord), p1: fc.oneof(short, byte), p2: short, ne }),
  fc.record({ ins: fc.constantFrom(...WRITERS), p1: short, p2: short, data: bytes(40) }),
  fc.record({ ins: fc.constant(INS.createFile), data: fc.oneof(dataObjects, created()) }),
  fc.record({ ins: fc.constantFrom(...STATE_CHANGERS), p1: fc.constantFrom(0, 0, 1, 2, 8), data: path }),
  fc.record({
    ins: fc.constantFrom(INS.getData, INS.getDataOdd, INS.putData, INS.searchRecord),
    p1: short,
    p2: byte,
    data: fc.oneof(fc.constant(new Uint8Array(0)), dataObjects),
    ne,
  }),
);

/** A template of CREATE FILE that is likely to be taken. */
function created(): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(
      fc.constantFrom('820101 80020020', '820138', '8205 4241000404', '8205 4641000404'),
      fc.constantFrom(...FILES, '4401'),
    )
    .map(([kind, fid]) => {
      const content = concat(fromHex(kind), fromHex(`8302${fid}`));
      return concat(Uint8Array.of(0x6f, content.length), content);
    });
}

/** Control reference templates of MANAGE SECURITY ENVIRONMENT. */
const ENVIRONMENTS = ['800111840101', '800121840102', '840101', '840102', '8001EC840103', '840105', '8001'];

const keys: fc.Arbitrary<Fields> = fc.oneof(
  fc.record({
    ins: fc.constant(INS.manageSecurityEnvironment),
    p1: fc.constantFrom(0x41, 0x41, 0x81, 0xf3),
    p2: fc.constantFrom(0x00, 0xa4, 0xb6, 0xb8, 0xaa),
    data: fc.oneof(
      fc.constantFrom(...ENVIRONMENTS).map((hex) => fromHex(hex)),
      dataObjects,
    ),
  }),
  fc.record({
    ins: fc.constant(INS.performSecurityOperation),
    p1: fc.constantFrom(0x9e, 0x80),
    p2: fc.constantFrom(0x9a, 0x86),
    data: bytes(64),
    ne,
  }),
  fc.record({
    ins: fc.constantFrom(INS.generateAsymmetricKeyPair, INS.putDataOdd, INS.internalAuthenticate),
    p1: fc.constantFrom(0x00, 0x3f),
    p2: fc.constantFrom(0x00, 0x01, 0xff),
    data: dataObjects,
    ne,
  }),
  fc.record({
    ins: fc.constantFrom(INS.getChallenge, INS.getResponse, INS.manageChannel),
    p1: fc.constantFrom(0, 0, 0x80),
    p2: short,
    ne,
  }),
);

const cla = fc.oneof(
  { weight: 16, arbitrary: fc.constant(0x00) },
  { weight: 2, arbitrary: fc.constantFrom(0x01, 0x02, 0x10, 0x11, 0x40, 0x0c, 0x80, 0xff) },
);

const encoded = (fields: fc.Arbitrary<Fields>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fields, cla, fc.boolean())
    .map(([command, first, extended]) => encodeCommand({ ...command, cla: first }, extended));

/** Whole commands, changed ones and nonsense. Those with secrets are never changed, so that no other command writes a secret. */
export const commands: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: encoded(pins) },
  { weight: 6, arbitrary: encoded(files) },
  { weight: 4, arbitrary: encoded(keys) },
  { weight: 3, arbitrary: damaged(encoded(fc.oneof(files, keys))) },
  { weight: 1, arbitrary: bytes(300) },
);
