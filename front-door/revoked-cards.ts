/** What the registers say against ready cards: those whose variant says so, with the seeds that are published. */
import { type CardProfile, serialNumber } from '../applet/index.ts';
import { seedBytes } from '../emulator/index.ts';
import { readyAuthority, readyCertificateNumber } from '../issuer/index.ts';
import type { AuthorityName, CertificateStatuses, RevocationReason } from '../issuer/pki/index.ts';
import { READY_CLOCK } from './create-card.ts';
import { profiles } from './profiles.ts';
import { readerSeed } from './reader-seed.ts';
import { revokedEditions } from './variant.ts';

/** Readers that one command has at most; each has a card with another seed. */
const READERS = 16;

const REASON: Readonly<Record<'revoked' | 'on-hold', RevocationReason>> = {
  revoked: 'unspecified',
  'on-hold': 'certificateHold',
};

/** Authority and serial number of each certificate of the card that a profile and a seed make. */
export function readyCertificates(profile: CardProfile, seed: Uint8Array | string): [AuthorityName, Uint8Array][] {
  const authority = readyAuthority(profile);
  const card = serialNumber(profile, seedBytes(seed));
  return profile.keys.map(({ purpose }) => [authority, readyCertificateNumber(card, purpose)]);
}

/** Adds what is known against the ready cards in every reader. They were revoked when they were made. */
export function addRevokedCards(statuses: CertificateStatuses): void {
  const at = READY_CLOCK.now();
  for (const profile of Object.values(profiles)) {
    for (const [revoked, word] of revokedEditions(profile)) {
      for (let reader = 0; reader < READERS; reader++) {
        for (const certificate of readyCertificates(revoked, readerSeed(profile.defaultSeed, reader))) {
          statuses.set(...certificate, { state: 'revoked', at, reason: REASON[word] });
        }
      }
    }
  }
}
