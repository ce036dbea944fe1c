/**
 * What the conformance card holds, as tables: two DFs that belong to everybody, one EF of each kind, one transparent EF for each
 * access condition, and the public keys. docs/conformance-profile.md is about the same files.
 */
import { concat, fromHex, TAG, tlv, u16 } from '../apdu/index.ts';
import { applicationDirectory } from './pkcs15/directories.ts';

/** An EF. */
export interface EfContent {
  readonly fid: number;
  /** Control parameters, file identifier apart. */
  readonly parameters: Uint8Array;
  /** Bytes of a transparent EF, or records in the order in which they are appended. */
  readonly content: Uint8Array | readonly Uint8Array[];
}

/** A DF below the MF. */
export interface DfContent {
  readonly fid: number;
  /** Access conditions of the IsoApplet edge, the value of tag 86. */
  readonly access: Uint8Array;
  /** Control parameters besides. */
  readonly more: readonly Uint8Array[];
  readonly files: readonly EfContent[];
  /** Tag of two bytes, and value. */
  readonly dataObjects: readonly (readonly [tag: number, value: Uint8Array])[];
}

/** The edge's access conditions: FF, then delete, terminate, activate, deactivate, create DF, create EF, delete child. */
// biome-ignore format: a table reads best with its columns aligned
const DF_ACCESS = {
  free:   fromHex('FF FFFFFFFF 000000'), // what is in it belongs to everybody, the DF itself stays
  closed: fromHex('FF FFFFFFFF FFFFFF'),
} as const;

/** The MF once the card is operational: everything but its deletion wants the user's PIN. */
export const MF_ACCESS = fromHex('FF FF909090 909090');

/** Security attributes of EFs: edge (86), compact (8C: write, update, read) and expanded (AB) format. */
// biome-ignore format: a table reads best with its columns aligned
const EF_ACCESS = {
  inUse:    fromHex('8608 FF FFFF0000 000000'),                      // always, deactivating and activating too; delete and terminate never
  readOnly: fromHex('8C04 07 FFFF00'),
  always:   fromHex('8C04 07 000000'),
  never:    fromHex('8C04 07 FFFFFF'),
  userPin:  fromHex('8C04 07 101010'),
  sparePin: fromHex('AB08 800107 A403830181'),
  bothPins: fromHex('AB0F 800107 AF0A A403830101 A403830181'),
  guarded:  fromHex('8C04 07 101000'),                               // read always, write and update with the user's PIN
} as const;

/** Data objects: PUT DATA with the user's PIN, GET DATA always. */
const DATA_OBJECT_ACCESS = fromHex('A005 8C03 03 1000');

/** Names of the free DFs, our own: F0, "PROEFPAS", a number. */
const freeDfName = (number: number): Uint8Array => concat(fromHex('F0 50524F4546504153'), Uint8Array.of(number));

const FREE_DFS = [0x7f01, 0x7f02] as const;

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

function transparent(fid: number, access: Uint8Array, content: Uint8Array, ...more: readonly Uint8Array[]): EfContent {
  const size = tlv(TAG.fileSize, u16(content.length));
  return { fid, parameters: concat(size, tlv(TAG.fileDescriptor, Uint8Array.of(0x01)), access, ...more), content };
}

/** File descriptors: structure, data coding (41: WRITE is OR), length of the longest record (2 bytes), most records. */
// biome-ignore format: a table reads best with its columns aligned
const KINDS: readonly EfContent[] = [
  transparent(0x0101, EF_ACCESS.inUse, Uint8Array.from({ length: 64 }, (_, byte) => byte)),
  { fid: 0x0102, parameters: concat(            fromHex('8205 02 41 0008 08'), EF_ACCESS.inUse), content: [1, 2, 3, 4].map((n) => filled(8, n)) },
  { fid: 0x0103, parameters: concat(fromHex('81020040 8205 04 41 0010 08'), EF_ACCESS.inUse), content: [1, 2, 3].map((n) => filled(4 * n, n)) },
  { fid: 0x0104, parameters: concat(            fromHex('8205 06 41 0008 04'), EF_ACCESS.inUse), content: [1, 2, 3].map((n) => filled(8, n)) },
];

// biome-ignore format: a table reads best with its columns aligned
const CONDITIONS: readonly EfContent[] = [
  transparent(0x0201, EF_ACCESS.always,   filled(16, 0x01)),
  transparent(0x0202, EF_ACCESS.never,    filled(16, 0x02)),
  transparent(0x0203, EF_ACCESS.userPin,  filled(16, 0x03)),
  transparent(0x0204, EF_ACCESS.sparePin, filled(16, 0x04)),
  transparent(0x0205, EF_ACCESS.bothPins, filled(16, 0x05)),
  transparent(0x0206, EF_ACCESS.guarded,  filled(16, 0x06)),
];

/** EF.DIR, short identifier 30: the free DFs. ISO/IEC 7816-4:2005 §8.2.1.1 */
export function directory(): EfContent {
  const applications = FREE_DFS.map((fid, i) =>
    applicationDirectory(freeDfName(i + 1), `TEST ${i + 1}`, `3F00${fid.toString(16)}`),
  );
  return transparent(0x2f00, EF_ACCESS.readOnly, concat(...applications), fromHex('8801F0'));
}

/** The DFs, in order of creation. Public keys: SubjectPublicKeyInfo, DER. */
export function dfs(publicKeys: { readonly rsa: Uint8Array; readonly ec: Uint8Array }): DfContent[] {
  const nothing = { more: [], files: [], dataObjects: [] };
  const keys = [
    transparent(0x0301, EF_ACCESS.readOnly, publicKeys.rsa),
    transparent(0x0302, EF_ACCESS.readOnly, publicKeys.ec),
  ];
  return [
    ...FREE_DFS.map((fid, i) => ({
      ...nothing,
      fid,
      access: DF_ACCESS.free,
      more: [tlv(TAG.dfName, freeDfName(i + 1))],
    })),
    {
      fid: 0x7f03,
      access: DF_ACCESS.closed,
      more: [DATA_OBJECT_ACCESS],
      files: KINDS,
      dataObjects: [[0xdf21, new TextEncoder().encode('TEST')]],
    },
    { ...nothing, fid: 0x7f04, access: DF_ACCESS.closed, files: CONDITIONS },
    { ...nothing, fid: 0x7f05, access: DF_ACCESS.closed, files: keys },
  ];
}
