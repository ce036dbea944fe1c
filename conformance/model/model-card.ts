/** The card that the model describes, and its commands as APDUs. */
import { concat, encodeCommand, fromHex, INS, parseResponse } from '../../apdu/index.ts';
import { type CardProfile, createCard, curveParameters, flashSize, zorgIdBlank } from '../../applet/index.ts';
import { curveNamed, MemoryFlash } from '../../emulator/index.ts';
import { type Command, type Durable, PIN_LIMIT, PUK_LIMIT, type Secret } from './security-model.ts';

export const MODEL_PROFILE: CardProfile = { ...zorgIdBlank, name: 'model', capacity: 4096 };

/** A secret as the card takes it: eight characters, padded with 00 to sixteen bytes. */
export const secretBytes = (secret: number): Uint8Array =>
  concat(new TextEncoder().encode(`secret-${secret}`), new Uint8Array(8));

export const FIRST: Durable = {
  pin: 0,
  puk: 1,
  pinTries: PIN_LIMIT,
  pukTries: PUK_LIMIT,
  required: true,
  file: 'activated',
  content: 0,
  terminated: false,
};

/** SFI 5; read always, and with the PIN update, deactivate, activate, terminate. */
const EF = '6F13 80020001 820101 83022F05 8C06 3B 10 10 10 10 00';
const P256 = curveNamed('secp256r1');

/** The chip of a card in the model's first state. */
export function firstImage(): MemoryFlash {
  const flash = new MemoryFlash(flashSize(MODEL_PROFILE));
  const card = createCard({ profile: MODEL_PROFILE, flash });
  card.powerOn();
  const send = (ins: number, p1: number, p2: number, data?: Uint8Array, ne = 0) => {
    const { sw } = parseResponse(card.transmit(encodeCommand({ ins, p1, p2, ...(data && { data }), ne })));
    if (sw !== 0x9000) throw new Error(`the model's card refused ${ins.toString(16)}: ${sw.toString(16)}`);
  };
  send(INS.putData, 0x01, 0x10, fromHex('A112 830101 910103 920104 930110 940100 960101'));
  send(INS.createFile, 0, 0, fromHex(EF));
  send(INS.changeReferenceData, 1, 2, secretBytes(FIRST.puk));
  send(INS.changeReferenceData, 1, 1, secretBytes(FIRST.pin));
  send(INS.select, 0, 0x0c, fromHex('3F00'));
  send(INS.activateFile, 0, 0);
  send(INS.verify, 0, 1, secretBytes(FIRST.pin));
  send(INS.manageSecurityEnvironment, 0x41, 0x00, fromHex('8001EC 840101'));
  send(INS.generateAsymmetricKeyPair, 0, 0, curveParameters(P256), 65536);
  return flash;
}

/** INS, P1, P2, data, Ne. */
export type Apdu = readonly [ins: number, p1: number, p2: number, data?: Uint8Array | undefined, ne?: number];

const AID = fromHex('F276A288BCFBA69D34F31001');
const HASH = new Uint8Array(20).fill(0x5a);

export function apduOf(command: Command, { pin, puk }: Durable): Apdu {
  const value = (secret: Secret, right: number) => secretBytes(secret === 'right' ? right : secret);
  switch (command.kind) {
    case 'query':
      return [INS.verify, 0x00, 0x01];
    case 'verify':
      return [INS.verify, 0x00, 0x01, value(command.pin, pin)];
    case 'change':
      return [INS.changeReferenceData, 0x00, 0x01, concat(value(command.pin, pin), secretBytes(command.to))];
    case 'unblock':
      return [INS.resetRetryCounter, 0x00, 0x01, concat(value(command.puk, puk), secretBytes(command.to))];
    case 'disable':
      return [INS.disableVerificationRequirement, 0x00, 0x01, value(command.pin, pin)];
    case 'enable':
      return [INS.enableVerificationRequirement, 0x00, 0x01, value(command.pin, pin)];
    case 'choose key':
      return [INS.manageSecurityEnvironment, 0x41, 0xb6, fromHex('840101')];
    case 'sign':
      return [INS.performSecurityOperation, 0x9e, 0x9a, HASH, 256];
    case 'select applet':
      return [INS.select, 0x04, 0x0c, AID];
    case 'read':
      return [INS.readBinary, 0x85, 0x00, undefined, 1];
    case 'update':
      return [INS.updateBinary, 0x85, 0x00, Uint8Array.of(command.content)];
    case 'deactivate':
      return [INS.deactivateFile, 0x00, 0x00];
    case 'activate':
      return [INS.activateFile, 0x00, 0x00];
    case 'terminate':
      return [INS.terminateEf, 0x00, 0x00];
    case 'terminate card':
      return [INS.terminateCardUsage, 0x00, 0x00];
    case 'open':
      return [INS.manageChannel, 0x00, command.channel];
    case 'close':
      return [INS.manageChannel, 0x80, command.channel];
  }
}
