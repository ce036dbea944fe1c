/** Reads the certificates that a card's PKCS#15 directories name, as any host would. PKCS#15 v1.1 / ISO/IEC 7816-15 */
import {
  type CardChannel,
  encodeCommand,
  findTlv,
  fromHex,
  INS,
  parseResponse,
  parseTlvs,
  readTlv,
  SW,
  type Tlv,
} from '../../apdu/index.ts';
import { PKCS15_AID } from '../../applet/index.ts';

export interface CertificateOnCard {
  /** What the directory calls it. */
  readonly label: string;
  /** DER. */
  readonly certificate: Uint8Array;
}

const EF_ODF = fromHex('5031');
const MF = fromHex('3F00');
/** The DF of the application, whatever its identifier is. */
const CURRENT_DF = fromHex('3FFF');

/** Choices of PKCS15Objects: certificates [4], trusted [5] and useful [6] ones. */
const CERTIFICATE_DIRECTORIES: readonly number[] = [0xa4, 0xa5, 0xa6];

const [SEQUENCE, OCTET_STRING, UTF8_STRING, TYPE_ATTRIBUTES] = [0x30, 0x04, 0x0c, 0xa1];

/** Data objects from the beginning; files may be longer than what is in them, and padded with 00 or FF. */
function dataObjects(bytes: Uint8Array): Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; at < bytes.length && bytes[at] !== 0x00 && bytes[at] !== 0xff; ) {
    const { tlv, next } = readTlv(bytes, at);
    found.push(tlv);
    at = next;
  }
  return found;
}

/** The whole EF, by its path from the MF or, when that is one FID or begins with 3FFF, from the application's DF; none: undefined. */
function readFile(card: CardChannel, path: Uint8Array): Uint8Array | undefined {
  const isBelowMf = path[0] === MF[0] && path[1] === MF[1];
  const isRelative = path[0] === CURRENT_DF[0] && path[1] === CURRENT_DF[1];
  const data = isBelowMf || isRelative ? path.subarray(2) : path;
  const send = (fields: Parameters<typeof encodeCommand>[0]) => parseResponse(card.transmit(encodeCommand(fields)));
  if (!isBelowMf && send({ ins: INS.select, p1: 0x04, p2: 0x0c, data: PKCS15_AID }).sw !== SW.ok) return undefined;
  if (send({ ins: INS.select, p1: isBelowMf ? 0x08 : 0x09, p2: 0x0c, data }).sw !== SW.ok) return undefined;
  const { sw, data: content } = send({ ins: INS.readBinary, ne: 65536 });
  return sw === SW.ok ? content : undefined;
}

/** `[1] { SEQUENCE { Path { OCTET STRING, … } } }` in an entry of a CDF; its label. */
function certificateOf(card: CardChannel, entry: Uint8Array): CertificateOnCard[] {
  const label = findTlv(entry, SEQUENCE!, UTF8_STRING!);
  const path = findTlv(entry, TYPE_ATTRIBUTES!, SEQUENCE!, SEQUENCE!, OCTET_STRING!);
  const file = path && readFile(card, path);
  if (file === undefined || file[0] !== SEQUENCE) return [];
  const { next } = readTlv(file, 0);
  return [{ label: new TextDecoder().decode(label), certificate: file.slice(0, next) }];
}

/** Every certificate that can be read without a PIN, in the order of the directories, of a card that is powered on. */
export function readCertificates(card: CardChannel): CertificateOnCard[] {
  const directory = dataObjects(readFile(card, EF_ODF) ?? new Uint8Array(0));
  return directory
    .filter(({ tag }) => CERTIFICATE_DIRECTORIES.includes(tag))
    .flatMap(({ value }) => parseTlvs(value).map((path) => findTlv(path.value, OCTET_STRING!)))
    .flatMap((path) => dataObjects((path && readFile(card, path)) ?? new Uint8Array(0)))
    .flatMap((entry) => certificateOf(card, entry.value));
}
