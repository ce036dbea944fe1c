/** A read-only snapshot of a card for tests and tools. Never a secret. */
import { toHex } from '../apdu/index.ts';
import { ACCESS_MODE, type AccessMode, type Condition } from './access-rules.ts';
import type { CardOs } from './card-os.ts';
import type { FileNode } from './file-system/index.ts';
import { keyKind, publicKeyInfo } from './key.ts';
import { CARD_STATE, fileStateName } from './life-cycle.ts';

export interface PinView {
  readonly reference: number;
  readonly label: string;
  readonly triesLeft: number;
  readonly tryLimit: number;
  /** Verified on the basic logical channel. */
  readonly verified: boolean;
}

export interface KeyView {
  readonly reference: number;
  /** Such as "RSA-2048" or "EC secp256r1". */
  readonly kind: string;
  readonly usage: string[];
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

export interface FileView {
  /** Four hexadecimal digits. */
  readonly fid: string;
  /** DF name in hexadecimal, where there is one. */
  readonly name?: string;
  readonly kind: string;
  /** Size of the content in bytes; 0 for a DF. */
  readonly size: number;
  /** SHA-256 of the content in hexadecimal; of nothing for a DF. */
  readonly sha256: string;
  readonly lifeCycle: string;
  /** Condition by operation. */
  readonly access: { readonly [operation: string]: Condition };
  readonly children: FileView[];
}

export interface CardView {
  readonly lifeCycle: 'blank' | 'personalising' | 'operational' | 'terminated';
  readonly pins: PinView[];
  readonly keys: KeyView[];
  readonly files: FileView;
}

// biome-ignore format: a table reads best with its columns aligned
const OPERATIONS = {
  df: ['deleteSelf', 'terminate', 'activate', 'deactivate', 'createDf', 'createEf', 'deleteChild'],
  ef: ['deleteSelf', 'terminate', 'activate', 'deactivate', 'write',    'update',   'read'],
} as const;

function fileView(os: CardOs, file: FileNode): FileView {
  const content = file.kind === 'ef' ? os.files.content(file) : new Uint8Array(0);
  return {
    fid: file.fid.toString(16).toUpperCase().padStart(4, '0'),
    ...(file.name === undefined ? {} : { name: toHex(file.name) }),
    kind: file.number === file.parent ? 'MF' : file.kind === 'df' ? 'DF' : `${file.structure} EF`,
    size: content.length,
    sha256: toHex(os.engine.hash('sha256', content)).toLowerCase(),
    lifeCycle: fileStateName(file.lifeCycle)!,
    access: Object.fromEntries(
      OPERATIONS[file.kind].map((name) => [name, file.access.condition(ACCESS_MODE[name] as AccessMode)]),
    ),
    children: file.children.map((child) => fileView(os, child)),
  };
}

function lifeCycle(os: CardOs): CardView['lifeCycle'] {
  if (os.personalisation !== undefined || os.state === CARD_STATE.initialisation) return 'personalising';
  return os.state === CARD_STATE.creation ? 'blank' : 'operational';
}

/** The card as it stands. */
export function view(os: CardOs): CardView {
  return {
    lifeCycle: lifeCycle(os),
    pins: os.pins.map(({ reference, label, triesLeft, tryLimit }) => ({
      reference,
      label,
      triesLeft,
      tryLimit,
      verified: os.basicSession.isVerified(reference),
    })),
    keys: os.keys.references().map((reference) => {
      const key = os.keys.find(reference)!;
      return { reference, kind: keyKind(key), usage: [...key.usage], publicKey: publicKeyInfo(key) };
    }),
    files: fileView(os, os.files.mf),
  };
}
