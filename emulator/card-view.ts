/** A read-only snapshot of a card for tests and tools. Never a secret. */
import { toHex } from '../apdu/index.ts';
import { conditionText } from './access-condition.ts';
import { ACCESS_MODE } from './access-rules.ts';
import type { Application } from './application.ts';
import type { CardOs } from './card-os.ts';
import type { CryptoEngine } from './crypto/index.ts';
import type { FileNode, FileSystem } from './file-system/index.ts';
import { keyKind, publicKeyInfo } from './key.ts';
import { CARD_STATE, fileStateName } from './life-cycle.ts';

export interface PinView {
  readonly reference: number;
  readonly label: string;
  readonly triesLeft: number;
  readonly tryLimit: number;
  /** Verified on the basic logical channel. */
  readonly verified: boolean;
  /** No verification is required: DISABLE VERIFICATION REQUIREMENT. */
  readonly disabled: boolean;
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
  /** Size of the content in bytes, of all records together; 0 for a DF. */
  readonly size: number;
  /** SHA-256 of the content in hexadecimal; of nothing for a DF. */
  readonly sha256: string;
  readonly lifeCycle: string;
  /** Condition by operation: "always", "never", "user", or an expression such as "PIN 01 and PIN 81". */
  readonly access: { readonly [operation: string]: string };
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

function fileView(file: FileNode, files: FileSystem, engine: CryptoEngine): FileView {
  const content = files.data(file);
  return {
    fid: file.fid.toString(16).toUpperCase().padStart(4, '0'),
    ...(file.name === undefined ? {} : { name: toHex(file.name) }),
    kind: file.number === file.parent ? 'MF' : file.kind === 'df' ? 'DF' : `${file.structure} EF`,
    size: content.length,
    sha256: toHex(engine.hash('sha256', content)).toLowerCase(),
    lifeCycle: fileStateName(file.lifeCycle)!,
    access: Object.fromEntries(
      OPERATIONS[file.kind].map((name) => [name, conditionText(file.access.condition(ACCESS_MODE[name]))]),
    ),
    children: file.children.map((child) => fileView(child, files, engine)),
  };
}

function lifeCycle({ isPersonalising, state }: Application): CardView['lifeCycle'] {
  if (state === CARD_STATE.terminated) return 'terminated';
  if (isPersonalising || state === CARD_STATE.initialisation) return 'personalising';
  return state === CARD_STATE.creation ? 'blank' : 'operational';
}

/** The card as it stands: its life cycle, and what the application that is selected after reset has. */
export function view(os: CardOs): CardView {
  const application = os.applications[0]!;
  const { basic } = os.channels;
  return {
    lifeCycle: lifeCycle(application),
    pins: application.pins.map(({ reference, label, triesLeft, tryLimit, isDisabled }) => ({
      reference,
      label,
      triesLeft,
      tryLimit,
      verified: basic.application === application.number && basic.isVerified(reference),
      disabled: isDisabled,
    })),
    keys: application.keys.references().map((reference) => {
      const key = application.keys.find(reference)!;
      return { reference, kind: keyKind(key), usage: [...key.usage], publicKey: publicKeyInfo(key) };
    }),
    files: fileView(application.files.mf, application.files, os.engine),
  };
}
