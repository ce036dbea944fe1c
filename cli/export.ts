/** `export`: what a card has to show, and what its certificates are checked against, as PEM files. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../emulator/index.ts';
import { addRevokedCard, addRevokedCards, type Card } from '../index.ts';
import {
  type AuthorityName,
  authority,
  CertificateStatuses,
  chainNames,
  issuerOf,
  pem,
  revocationList,
} from '../issuer/pki/index.ts';
import { chooseCard, copyOf } from './chosen-card.ts';
import { EXIT, UsageError } from './exit-status.ts';
import { makeFolder } from './make-folder.ts';
import { ownFiles } from './pem-files.ts';
import { readersOrder } from './readers-order.ts';

/** Options as they were typed. */
export interface RawExportOptions {
  readonly seed?: string;
  readonly holder?: string;
  readonly json?: boolean;
}

/** Tells which files are ours, with what was in them, so that nobody else's is ever overwritten. */
const MANIFEST = 'proefpas-export.json';

interface Manifest {
  readonly card: string;
  /** SHA-256, hexadecimal, by the names of the files. */
  readonly files: Readonly<Record<string, string>>;
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** What is exported: a powered card that nothing is written to, and what is known against certificates, its own among them. */
interface Exported {
  readonly card: Card;
  readonly statuses: CertificateStatuses;
}

/** The profile's card, or a copy of the one in an image. */
function exported(text: string, { seed: typed, holder }: RawExportOptions): Exported {
  const { cards, seed } = readersOrder([text], {
    ...(typed === undefined ? {} : { seed: typed }),
    ...(holder === undefined ? {} : { holder }),
  });
  const chosen = chooseCard(cards[0]!);
  const card = copyOf(chosen, seed);
  if (card === undefined) throw new UsageError(`${text} is no card; name one, such as zorg-id`);
  const statuses = new CertificateStatuses();
  addRevokedCards(statuses);
  addRevokedCard(statuses, chosen.profile!, seed ?? chosen.profile!.defaultSeed);
  card.powerOn();
  return { card, statuses };
}

/** The authorities' certificates and lists: what is between, what is on top, and a list of each. */
function checkedAgainst(issuer: AuthorityName, statuses: CertificateStatuses): Record<string, string> {
  const names = chainNames(issuer);
  const certificates = names.map((name) => pem('CERTIFICATE', authority(name).certificate));
  const thisUpdate = systemClock.now();
  const lists = names.map((name) =>
    pem('X509 CRL', revocationList({ authority: name, revoked: statuses.revokedBy(name), thisUpdate })),
  );
  return {
    'chain.pem': certificates.slice(0, -1).join(''),
    'root.pem': certificates.at(-1)!,
    'crl.pem': lists.join(''),
  };
}

/** Content by the names of files. */
function filesOf({ card, statuses }: Exported): Record<string, string> {
  const { files, certificates } = ownFiles(card);
  const issuer = certificates.map(issuerOf).find((found) => found !== undefined);
  return { ...files, ...(issuer === undefined ? {} : checkedAgainst(issuer, statuses)) };
}

/** The manifest of an earlier export. Throws `UsageError` when it is none. */
function readManifest(path: string): Manifest['files'] {
  try {
    const { files } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Manifest>;
    if (files !== undefined) return files;
  } catch {
    // Told below: what stands in its place is nothing of ours.
  }
  throw new UsageError(`${path} is not as an export left it; name a new or an empty folder`);
}

/** Names of the files in the folder that an earlier export left. Throws `UsageError` when files of others would be lost. */
function earlier(folder: string, names: readonly string[]): string[] {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  if (present.length === 0) return [];
  if (!present.includes(MANIFEST)) {
    throw new UsageError(`${folder} is not empty and no export is in it; name a new or an empty folder`);
  }
  const files = readManifest(join(folder, MANIFEST));
  // Of what is in the folder only, whatever else a manifest may name.
  const concerned = present.filter((name) => names.includes(name) || Object.hasOwn(files, name));
  const strange = concerned.find((name) => files[name] !== sha256(readFileSync(join(folder, name))));
  if (strange !== undefined) {
    throw new UsageError(`${join(folder, strange)} is not as an export left it; name a new or an empty folder`);
  }
  return concerned;
}

/** Writes all of the files, in place of those of before; or, when one cannot be written, none. */
function write(folder: string, files: Readonly<Record<string, string>>, before: readonly string[]): void {
  makeFolder(folder);
  const unfinished = mkdtempSync(join(folder, '.export-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(unfinished, name), content);
    for (const name of before) rmSync(join(folder, name));
    for (const name of Object.keys(files)) renameSync(join(unfinished, name), join(folder, name));
  } finally {
    rmSync(unfinished, { recursive: true });
  }
}

/** Returns the exit status. */
export function exportCard(text: string, folder: string, raw: RawExportOptions): number {
  const files = filesOf(exported(text, raw));
  const names = Object.keys(files);
  if (names.length === 0) throw new Error(`${text} has no keys and no certificates yet: nothing to export`);
  const before = earlier(folder, names);
  const sums = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)]));
  const manifest: Manifest = { card: text, files: sums };
  try {
    write(folder, { ...files, [MANIFEST]: `${JSON.stringify(manifest, null, 2)}\n` }, before);
  } catch (cause) {
    throw new Error(`cannot write to ${folder}, nothing in which has changed: ${(cause as Error).message}`, { cause });
  }
  const written = names.map((name) => join(folder, name));
  process.stdout.write(
    raw.json ? `${JSON.stringify({ event: 'exported', card: text, files: written })}\n` : `${written.join('\n')}\n`,
  );
  return EXIT.success;
}
