/** A second application for tests, a wallet, beside the PKI applet: the same numbers for its files, PINs and keys, other owners. */
import { fromHex, SW, sameBytes, TAG, tlv } from '../apdu/index.ts';
import {
  type Applet,
  type ApplicationProfile,
  type Card,
  CardMachine,
  CardOs,
  consoleLog,
  equalSecrets,
  formatCard,
  type Instruction,
  type InstructionRow,
  MemoryFlash,
  nativeEngine,
  ObjectStore,
  refuse,
} from '../emulator/index.ts';
import { findFile } from './instructions/file-reference.ts';
import { instructionTable } from './instructions.ts';
import { InterfaceGeneration } from './interface-generation.ts';
import { osProfile } from './os-profile.ts';
import { pkiApplet } from './pki-applet.ts';
import { zorgIdBlank } from './profile/zorg-id-blank.ts';

export const WALLET_AID = 'F0574C4C4554';
const AID = fromHex(WALLET_AID);

const WALLET: ApplicationProfile = {
  pins: [
    {
      reference: 0x01,
      label: 'Wallet PIN',
      kind: 'pin',
      policy: { tries: 4, minLength: 4, maxLength: 16, alphabet: 'any' },
    },
  ],
  userPinReference: 0x01,
  lastKeyReference: 0x0f,
  mfTemplate: fromHex('820138 83023F00'),
};

/** By the wallet's name (P1 04), or a file below its MF by FID. */
const selectInWallet: Instruction = (command, card) => {
  const { p1, p2, data } = command;
  if (p2 !== 0x00) refuse(SW.incorrectP1P2);
  if (p1 !== 0x04) {
    card.session.selectFile(findFile(command, card) ?? refuse(SW.fileNotFound));
    return undefined;
  }
  if (!sameBytes(data, AID)) refuse(SW.fileNotFound);
  card.restartSession();
  return tlv(TAG.fci, tlv(TAG.dfName, AID));
};

function walletApplet(): Applet {
  const borrowed = instructionTable(new InterfaceGeneration('v1')).filter(({ ins }) => ins !== 0xa4);
  const select: InstructionRow = {
    ins: 0xa4,
    name: 'SELECT',
    clause: '7816-4:2005 §7.1.1',
    chaining: false,
    when: 'alive',
    run: selectInWallet,
  };
  return { names: [AID], instructions: [select, ...borrowed], powerOn: () => undefined };
}

/** A powered blank card with both applications; the PKI applet is selected. */
export function cardWithWallet(flash?: MemoryFlash): Card {
  const pki = osProfile(zorgIdBlank);
  const profile = { ...pki, name: 'two-applications', applications: [...pki.applications, WALLET] };
  const store = ObjectStore.open(flash ?? new MemoryFlash(ObjectStore.deviceSize(pki.capacity)), {
    capacity: pki.capacity,
    format: () => formatCard(profile, fromHex('01'), fromHex('0102')),
  });
  const os = new CardOs(profile, store, nativeEngine, equalSecrets);
  const card = new CardMachine(os, () => [pkiApplet('auto'), walletApplet()], consoleLog);
  card.powerOn();
  return card;
}
