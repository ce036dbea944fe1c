/**
 * Personalisation: from a blank card to an operational one, through the card's own commands and no other way. Private keys
 * are made on the card and stay there.
 */
import { type CardChannel, concat, findTlv, fromHex, INS, TAG, tlv, u16 } from '../apdu/index.ts';
import { ALGORITHM, type CardProfile, curveParameters, LAYOUTS, PKCS15_AID } from '../applet/index.ts';
import { type Curve, encodePersonalisation, type KeyAttributes, type Personalisation } from '../emulator/index.ts';
import { CardHost } from './card-host.ts';
import { paddedValue } from './padded-value.ts';
import type { RsaPublicKey } from './ready/rsa-public-key.ts';

/** Access conditions of the IsoApplet edge, tag 86. */
// biome-ignore format: a table reads best with its columns aligned
export const ACCESS = {
  readOnly: fromHex('FFFFFFFFFFFFFF00'), // EF: read always, everything else never
  afterPin: fromHex('FFFFFFFFFFFFFF90'), // the same, but read with the user's PIN
  closed:   fromHex('FFFFFFFFFFFFFFFF'), // DF: nothing created or deleted any more; EF: nothing read or written either
  activatable: fromHex('FFFFFF90FFFFFFFF'), // the same, but for its activation with the user's PIN
} as const;

const WRITE_BLOCK = 255;

/** The first step of a personalisation, which only a blank card takes. */
export const OPENING = 'open personalisation';

/** The steps of a personalisation, each by one or more commands. */
export class Personaliser {
  readonly #host: CardHost;

  constructor(card: CardChannel) {
    this.#host = new CardHost(card);
  }

  /** Opens the bracket: from here the card is blank again at its next power-on, until `finish`. */
  open(personalisation: Personalisation): void {
    const data = encodePersonalisation(personalisation);
    this.#host.send(OPENING, { ins: INS.putData, p1: 0x01, p2: 0x10, data });
  }

  /** Gives a PIN or PUK its first value; all others come before the user's PIN. */
  setFirstValue(label: string, reference: number, value: string): void {
    this.#host.send(`set ${label}`, {
      ins: INS.changeReferenceData,
      p1: 0x01,
      p2: reference,
      data: paddedValue(value),
    });
  }

  /** Sets PUK and PIN, and verifies the PIN. */
  setPins(pin: string, puk: string, layout: CardProfile['layout'] = 'iso'): void {
    const { pinReference, pukReference } = LAYOUTS[layout];
    this.setFirstValue('PUK', pukReference, puk);
    this.setFirstValue('PIN', pinReference, pin);
    this.#host.send('verify PIN', { ins: INS.verify, p2: pinReference, data: paddedValue(pin) });
  }

  /** Makes an RSA-2048 key pair under a key reference and returns its public key. */
  generateRsa2048(keyReference: number): RsaPublicKey {
    this.#setKeyPlace(ALGORITHM.rsa2048, keyReference);
    const answer = this.#host.send('generate key pair', { ins: INS.generateAsymmetricKeyPair, p1: 0x42, ne: 65536 });
    return { modulus: findTlv(answer, TAG.publicKey, 0x81)!, exponent: findTlv(answer, TAG.publicKey, 0x82)! };
  }

  /** Makes a key pair on a curve under a key reference and returns its public point, 04 ‖ x ‖ y. */
  generateEc(keyReference: number, curve: Curve): Uint8Array {
    this.#setKeyPlace(ALGORITHM.ec, keyReference);
    const data = curveParameters(curve);
    const answer = this.#host.send('generate key pair', { ins: INS.generateAsymmetricKeyPair, data, ne: 65536 });
    return findTlv(answer, TAG.publicKey, 0x86)!;
  }

  /** Creates a DF below the MF, with further control parameters if there are any, and makes it current. */
  createDf(fid: number, access: Uint8Array, ...more: readonly Uint8Array[]): void {
    this.#selectMf();
    this.#create(
      'create DF',
      tlv(TAG.fileDescriptor, Uint8Array.of(0x38)),
      tlv(TAG.fileIdentifier, u16(fid)),
      tlv(TAG.proprietaryAttributes, access),
      ...more,
    );
  }

  /** Creates an EF in the current DF that is the card's own, for a key: nothing of it can be read or written. */
  createInternalEf(fid: number): void {
    this.#create(
      'create internal EF',
      tlv(TAG.fileSize, u16(0)),
      tlv(TAG.fileDescriptor, Uint8Array.of(0x09)),
      tlv(TAG.fileIdentifier, u16(fid)),
      tlv(TAG.proprietaryAttributes, ACCESS.closed),
    );
  }

  /** Creates a transparent EF in the current DF, just as long as its content, and writes it. */
  createEf(fid: number, access: Uint8Array, content: Uint8Array): void {
    this.#create(
      'create EF',
      tlv(TAG.fileSize, u16(content.length)),
      tlv(TAG.fileDescriptor, Uint8Array.of(0x01)),
      tlv(TAG.fileIdentifier, u16(fid)),
      tlv(TAG.proprietaryAttributes, access),
    );
    this.#write(content);
  }

  /**
   * Creates an EF in the current DF by its control parameters, file identifier apart, and fills it: a transparent one with
   * bytes, one with records with records, appended in their order.
   */
  createEfBy(fid: number, parameters: Uint8Array, content: Uint8Array | readonly Uint8Array[]): void {
    this.#create('create EF', tlv(TAG.fileIdentifier, u16(fid)), parameters);
    if (content instanceof Uint8Array) return this.#write(content);
    for (const data of content) this.#host.send('append record', { ins: INS.appendRecord, data });
  }

  /** Puts a data object, of a tag of two bytes, in the current DF. */
  putDataObject(tag: number, data: Uint8Array): void {
    this.#host.send('put data object', { ins: INS.putData, p1: tag >> 8, p2: tag & 0xff, data });
  }

  #write(content: Uint8Array): void {
    for (let offset = 0; offset < content.length; offset += WRITE_BLOCK) {
      const data = content.subarray(offset, offset + WRITE_BLOCK);
      this.#host.send('write EF', { ins: INS.updateBinary, p1: offset >> 8, p2: offset & 0xff, data });
    }
  }

  /** Makes the MF current, so that files can be created in it. */
  backToMf(): void {
    this.#selectMf();
  }

  /** The card's unique number. */
  serialNumber(): Uint8Array {
    return this.#host.send('read serial number', { ins: INS.getData, p1: 0x01, p2: 0x00, ne: 256 });
  }

  /** Closes the bracket: the card is operational. */
  finish(): void {
    this.#selectMf();
    this.#host.send('activate the MF', { ins: INS.activateFile });
    this.#host.send('select the application', { ins: INS.select, p1: 0x04, p2: 0x0c, data: PKCS15_AID });
  }

  /** Closes the bracket around a card on which a DF below the MF waits for its activation. */
  finishDeactivated(fid: number): void {
    this.#selectMf();
    this.#host.send('deactivate the application', { ins: INS.deactivateFile, p1: 0x01, data: u16(fid) });
    this.#selectMf();
    this.#host.send('activate the MF', { ins: INS.activateFile });
  }

  #selectMf(): void {
    this.#host.send('select MF', { ins: INS.select, p2: 0x0c, data: fromHex('3F00') });
  }

  #create(step: string, ...objects: readonly Uint8Array[]): void {
    this.#host.send(step, { ins: INS.createFile, data: tlv(TAG.fci, ...objects) });
  }

  /** What the next key pair is, and where it goes. */
  #setKeyPlace(algorithm: number, keyReference: number): void {
    const data = concat(
      tlv(TAG.algorithmReference, Uint8Array.of(algorithm)),
      tlv(TAG.privateKeyReference, Uint8Array.of(keyReference)),
    );
    this.#host.send('set security environment', { ins: INS.manageSecurityEnvironment, p1: 0x41, data });
  }
}

/** What the bracket carries for a card of ours: PIN rules, what each key may do, an MF that nothing can be added to. */
export function bracket(
  { pin, puk, layout }: Pick<CardProfile, 'pin' | 'puk' | 'layout'>,
  keys: ReadonlyMap<number, KeyAttributes>,
): Personalisation {
  const { pinReference, pukReference } = LAYOUTS[layout];
  return {
    serialNumber: undefined,
    mfAccess: ACCESS.closed,
    pinPolicies: new Map([
      [pinReference, pin],
      [pukReference, puk],
    ]),
    keyAttributes: keys,
  };
}
