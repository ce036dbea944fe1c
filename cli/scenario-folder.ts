/** The folder of a scenario: images of its cards, what is on them as PEM files, what a relying party trusts, and in words what it is. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { systemClock } from '../emulator/index.ts';
import type { CardInScenario, PreparedScenario } from '../front-door/scenario.ts';
import { openImageCard } from '../index.ts';
import { readyAuthority } from '../issuer/index.ts';
import { AUTHORITIES, type AuthorityName, authority, chainNames, nameHash, pem } from '../issuer/pki/index.ts';
import { servedList } from '../issuer/status-service/index.ts';
import { UsageError } from './exit-status.ts';
import { makeFolder } from './make-folder.ts';
import { ownFiles } from './pem-files.ts';

export interface ScenarioFolder {
  /** Absolute path. */
  readonly path: string;
  /** Removes it, unless its user has named it. */
  end(): void;
  /** Removes what was made in it, and the folder itself where it was made. */
  undo(): void;
}

/** Files of a card: paths. */
export interface CardFiles {
  readonly card: string;
  readonly image: string;
  /** Its own certificates and public keys. */
  readonly files: readonly string[];
  /** The authorities' certificates that are on it, if there are any. */
  readonly chain: string | null;
}

/** What a relying party has of its own: paths. */
export interface TrustFiles {
  /** The roots of both hierarchies. */
  readonly roots: string;
  /** Lists of all authorities above the cards, made now; none where they cannot be had. */
  readonly crl: string | null;
  /** Roots and lists once more, as `openssl verify -CApath` looks them up. */
  readonly folder: string;
}

/** A new or empty folder. Throws `UsageError` for one in which something is already. */
export function scenarioFolder(named: string | undefined): ScenarioFolder {
  if (named === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'proefpas-scenario-'));
    const end = () => rmSync(path, { recursive: true, force: true });
    return { path, end, undo: end };
  }
  const path = resolve(named);
  const isNew = !existsSync(path);
  if (!isNew && !statSync(path).isDirectory()) {
    throw new UsageError(`${named} is no folder; name a new or an empty one with --dir`);
  }
  if (!isNew && readdirSync(path).length > 0) {
    throw new UsageError(`${named} is not empty; name a new or an empty folder with --dir`);
  }
  try {
    makeFolder(path, 0o700);
  } catch (cause) {
    throw new UsageError(
      `${named} cannot be made (${(cause as NodeJS.ErrnoException).code}); name another with --dir`,
      { cause },
    );
  }
  const undo = (): void => {
    const made = isNew ? [path] : readdirSync(path).map((name) => join(path, name));
    for (const each of made) rmSync(each, { recursive: true, force: true });
  };
  return { path, end: () => undefined, undo };
}

/** Makes a card in a file, in a folder that is called as its profile. */
export function writeCard(folder: string, { text, profile, seed }: CardInScenario): CardFiles {
  const own = join(folder, profile.name);
  mkdirSync(own);
  const image = join(own, 'card.img');
  const { card, close } = openImageCard({ image, profile, seed });
  try {
    card.powerOn();
    const { files, authorities } = ownFiles(card);
    const chain = authorities.length === 0 ? {} : { 'chain.pem': pem('CERTIFICATE', ...authorities) };
    for (const [name, content] of Object.entries({ ...files, ...chain })) writeFileSync(join(own, name), content);
    return {
      card: text,
      image,
      files: Object.keys(files).map((name) => join(own, name)),
      chain: authorities.length === 0 ? null : join(own, 'chain.pem'),
    };
  } finally {
    close();
  }
}

const ROOTS: readonly AuthorityName[] = ['uzi-root', 'zorg-id-root'];

const hashOf = (name: AuthorityName): string => nameHash(authority(name).name);

/** Writes what is trusted, and the lists as the scenario's service would tell them now. */
export function writeTrust(path: string, { cards, service }: PreparedScenario): TrustFiles {
  const folder = join(path, 'trust');
  mkdirSync(folder);
  const roots = join(folder, 'roots.pem');
  writeFileSync(roots, pem('CERTIFICATE', ...ROOTS.map((name) => authority(name).certificate)));
  for (const name of ROOTS) {
    writeFileSync(join(folder, `${hashOf(name)}.0`), pem('CERTIFICATE', authority(name).certificate));
  }
  if (service === undefined || service.crlFault === 'down') return { roots, crl: null, folder };
  const issuers = new Set(
    cards.flatMap((card) => (card?.profile.persona ? chainNames(readyAuthority(card.profile)) : [])),
  );
  const lists = Object.keys(AUTHORITIES)
    .filter((name): name is AuthorityName => issuers.has(name as AuthorityName))
    .map((name) => [name, servedList(name, systemClock.now(), service)] as const);
  if (lists.length === 0) return { roots, crl: null, folder };
  const crl = join(folder, 'crl.pem');
  writeFileSync(crl, pem('X509 CRL', ...lists.map(([, list]) => list)));
  for (const [name, list] of lists) writeFileSync(join(folder, `${hashOf(name)}.r0`), pem('X509 CRL', list));
  return { roots, crl, folder };
}
