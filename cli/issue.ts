/** `proefpas issue`: a ZORG-ID card made from a UZI card. */
import { zorgId, zorgIdBlank } from '../applet/index.ts';
import { randomSeed } from '../emulator/index.ts';
import { addRevokedCards, openImageCard, readImage } from '../index.ts';
import {
  CardNotRecorded,
  httpSource,
  ISSUANCE_REFUSALS,
  IssuanceRefusal,
  type Issued,
  type IssueOrder,
  issue,
  PLATFORMS,
  type RevocationSource,
  registerSource,
} from '../issuer/issuance/index.ts';
import { CertificateStatuses } from '../issuer/pki/index.ts';
import type { Portal } from '../issuer/portal/index.ts';
import { openPortal, PortalStoreError } from '../issuer/portal-store/index.ts';
import { EXIT, statusOfSignal, UsageError } from './exit-status.ts';
import { openSecrets } from './secrets.ts';
import { catchStopSignals } from './signals.ts';
import { openTokenCard, type TokenCard } from './token-card.ts';
import { versionTyped } from './version-typed.ts';

/** Options as they were typed; `issue-command.ts` says which there are. */
export interface RawIssueOptions {
  readonly image?: string;
  readonly pcscReader?: string;
  readonly uziPcscReader?: string;
  readonly state: string;
  readonly birthDate?: string;
  readonly samePerson?: boolean;
  readonly uziPin?: string;
  readonly newPin?: string;
  readonly platform: string;
  readonly desktopApp: string;
  readonly keys: string;
  readonly online?: boolean;
  readonly json?: boolean;
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** The card that is to be made: in a reader, or in a file, which is made with a blank card when there is none. */
async function openNewCard({ image, pcscReader }: RawIssueOptions): Promise<TokenCard> {
  if (pcscReader !== undefined && image === undefined) return openTokenCard([], { pcscReader }, 'use');
  if (image === undefined || pcscReader !== undefined) {
    throw new UsageError(
      'a blank card is needed: --image FILE, which is made when there is none, or --pcsc-reader NAME',
    );
  }
  const held = readImage(image);
  // A new blank card has a number of its own, by which the portal knows it.
  const order = held === undefined ? { profile: zorgIdBlank, seed: randomSeed() } : { profile: held.profile };
  const { card, close } = openImageCard({ image, ...order });
  return { place: image, card, close };
}

const openUziCard = (words: readonly string[], { uziPcscReader }: RawIssueOptions): Promise<TokenCard> =>
  openTokenCard(words, uziPcscReader === undefined ? {} : { pcscReader: uziPcscReader }, 'use', 'uzi-medewerker');

/** What UZI cards are asked about: the services on this computer, or what they would say of ready cards. */
function revocationOf({ online = false }: RawIssueOptions, { clock }: Portal): RevocationSource {
  if (online) return httpSource();
  const statuses = new CertificateStatuses();
  addRevokedCards(statuses);
  return registerSource({ statuses }, clock);
}

function workstationOf({ platform: typed, desktopApp }: RawIssueOptions, { state }: Portal) {
  const platform = PLATFORMS.find((each) => each === typed);
  if (platform === undefined) throw new UsageError(`--platform is one of ${PLATFORMS.join(', ')}, not "${typed}"`);
  return {
    platform,
    desktopApp: desktopApp === 'none' ? undefined : versionTyped('--desktop-app', desktopApp),
    isLoggedIn: state.session !== undefined,
  };
}

/** The profile of the card: its keys. */
function profileOf({ keys }: RawIssueOptions): typeof zorgId {
  if (keys === 'AHV') return zorgId;
  if (keys !== 'A') throw new UsageError(`--keys is AHV or A, not "${keys}"`);
  return { ...zorgId, keys: zorgId.keys.filter(({ purpose }) => purpose === 'authenticity') };
}

/** Asks for the PINs that no option says; not for that of a card that is not there. */
async function pinsOf(raw: RawIssueOptions, { card, pin = card === undefined ? '' : undefined }: TokenCard) {
  const secrets = openSecrets();
  try {
    const uzi = { name: 'PIN of the UZI card', option: '--uzi-pin', variable: 'PROEFPAS_UZI_PIN' };
    const uziPin = await secrets.answer({ ...uzi, given: raw.uziPin ?? process.env[uzi.variable] ?? pin });
    const fresh = { name: 'new PIN', option: '--new-pin', variable: 'PROEFPAS_NEW_PIN' };
    const [newPin, repeated] = await secrets.answerTwice({ ...fresh, given: raw.newPin });
    return { uziPin, newPin, repeated };
  } finally {
    secrets.close();
  }
}

const reportOf = ({ number, certificates, notBefore, notAfter }: Omit<Issued, 'person' | 'organisation' | 'puk'>) => ({
  card: number,
  notBefore: new Date(notBefore).toISOString(),
  notAfter: new Date(notAfter).toISOString(),
  certificates: certificates.map(({ purpose, serialNumber }) => ({ purpose, serialNumber })),
});

function tellIssued(issued: Issued, place: string, { json, state }: RawIssueOptions): void {
  const { number, person, organisation, notAfter, puk = null } = issued;
  if (json) {
    say(JSON.stringify({ event: 'issued', place, ...reportOf(issued), person, organisation, puk }));
    return;
  }
  say(`Card     ${number} in ${place}: operational, valid until ${new Date(notAfter).toISOString()}`);
  say(`Holder   ${person}, linked to organisation ${organisation} in ${state}`);
  say(
    puk === null
      ? 'PUK      told when the card was completed, and kept nowhere'
      : `PUK      ${puk}   (told this once, and kept nowhere)`,
  );
}

/** A refusal, in its words; the code alone where there is silence. */
function tellRefused(refusal: IssuanceRefusal, json = false): void {
  const { code, words, detail, triesLeft = null } = refusal;
  const { check, source, rule, text } = ISSUANCE_REFUSALS[code];
  if (json) {
    say(
      JSON.stringify({
        event: 'refused',
        check,
        code,
        text: words,
        detail,
        source,
        certainty: { rule, text },
        triesLeft,
      }),
    );
  } else {
    process.stderr.write(`proefpas: ${code}: ${words ?? '(nothing is shown)'} [${detail}]\n`);
  }
}

function tellNotRecorded({ card, puk, message, cause }: CardNotRecorded, json = false): void {
  const why = cause instanceof Error ? cause.message : String(cause);
  if (json) say(JSON.stringify({ event: 'not-recorded', ...reportOf(card), puk, detail: why }));
  else {
    process.stderr.write(`proefpas: ${message} (${why})\n`);
    say(`PUK      ${puk}   (told this once, and kept nowhere)`);
  }
}

async function make(words: readonly string[], raw: RawIssueOptions, portal: Portal): Promise<number> {
  const workstation = workstationOf(raw, portal);
  const profile = profileOf(raw);
  const uzi = await openUziCard(words, raw);
  try {
    const fresh = await openNewCard(raw);
    try {
      return await makeOn(uzi, fresh, { raw, portal, workstation, profile });
    } finally {
      await fresh.close();
    }
  } finally {
    await uzi.close();
  }
}

/** What besides the cards belongs to an order. */
interface Circumstances extends Pick<IssueOrder, 'portal' | 'workstation'> {
  readonly raw: RawIssueOptions;
  readonly profile: typeof zorgId;
}

/** Ctrl-C leaves the card blank; once it is complete, its PUK is told all the same. */
async function makeOn(uzi: TokenCard, fresh: TokenCard, { raw, portal, ...more }: Circumstances): Promise<number> {
  const { birthDate, samePerson } = raw;
  const pins = await pinsOf(raw, uzi);
  const stopped = new AbortController();
  const stop = catchStopSignals(() => stopped.abort());
  try {
    const issued = await issue({
      ...more,
      ...pins,
      uziCard: uzi.card,
      newCard: fresh.card,
      birthDate,
      ...(samePerson === undefined ? {} : { samePerson }),
      portal,
      revocation: revocationOf(raw, portal),
      signal: stopped.signal,
    });
    tellIssued(issued, fresh.place, raw);
    return EXIT.success;
  } catch (error) {
    const signal = stop.received();
    if (signal === undefined || error !== stopped.signal.reason) throw error;
    return statusOfSignal(signal);
  } finally {
    stop.release();
  }
}

/** Makes a card; the exit status, failure when it is refused. */
export async function issueCard(words: readonly string[], raw: RawIssueOptions): Promise<number> {
  try {
    await using portal = await openPortal(raw.state);
    return await make(words, raw, portal);
  } catch (error) {
    if (error instanceof PortalStoreError && error.kind !== 'in use') throw new UsageError(error.message);
    if (error instanceof RangeError) throw new UsageError(error.message);
    if (error instanceof IssuanceRefusal) tellRefused(error, raw.json);
    else if (error instanceof CardNotRecorded) tellNotRecorded(error, raw.json);
    else throw error;
    return EXIT.failure;
  }
}
