/** What the registers say against ready cards: those whose variant says so, with the seeds that are published. */
import { type CardProfile, serialNumber } from '../applet/index.ts';
import { seedBytes } from '../emulator/index.ts';
import { readyAuthority, readyCertificateNumber } from '../issuer/index.ts';
import type { CertificateStatuses, RevocationReason } from '../issuer/pki/index.ts';
import { READY_CLOCK } from './create-card.ts';
import { profiles } from './profiles.ts';
import { readerSeed } from './reader-seed.ts';
import { revocationWords, revokedEditions, wordsOf } from './variant.ts';

/** Readers that one command has at most; each has a card with another seed. */
const READERS = 16;

const REASON: Readonly<Record<'revoked' | 'on-hold', RevocationReason>> = {
  revoked: 'unspecified',
  'on-hold': 'certificateHold',
};

/** Adds what is known against the card of a profile and a seed: nothing, unless its variant says so. It was revoked when made. */
export function addRevokedCard(statuses: CertificateStatuses, profile: CardProfile, seed: Uint8Array | string): void {
  const word = revocationWords(profile).find((each) => wordsOf(profile).includes(each));
  if (word === undefined) return;
  const authority = readyAuthority(profile);
  const card = serialNumber(profile, seedBytes(seed));
  for (const { purpose } of profile.keys) {
    const number = readyCertificateNumber(card, purpose);
    statuses.set(authority, number, { state: 'revoked', at: READY_CLOCK.now(), reason: REASON[word] });
  }
}

/** Adds what is known against the ready cards with the published seeds, in every reader. */
export function addRevokedCards(statuses: CertificateStatuses): void {
  for (const profile of Object.values(profiles)) {
    for (const revoked of revokedEditions(profile)) {
      for (let reader = 0; reader < READERS; reader++) {
        addRevokedCard(statuses, revoked, readerSeed(profile.defaultSeed, reader));
      }
    }
  }
}
