import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sameBytes } from '../../apdu/index.ts';
import { type CardProfile, createCard as formatOrOpen, zorgIdBlank } from '../../applet/index.ts';
import { MemoryFlash } from '../../emulator/index.ts';
import { addRevokedCards, type Card, READY_CLOCK } from '../../index.ts';
import { authority } from '../ca/authority.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { pkijs } from '../libraries.ts';
import { addPortalStatuses, createPortal, readyPortal } from '../portal/index.ts';
import { changePin, tokenView, unblockPin, withToken } from '../token/index.ts';
import { certifiedIdentity } from './certified-identity.ts';
import { identityCardOf } from './identity-card.ts';
import { CardNotRecorded, IssuanceRefusal, type Issued, issue } from './index.ts';
import {
  blankCard,
  NEW_PIN,
  ONE_KEY,
  order,
  pulledOut,
  readyPortalInUse,
  refusal,
  register,
  seededRandom,
  uziCard,
  watched,
} from './issuance.test-support.ts';
import { standingOf } from './revocation.ts';
import { WatchedFlash } from './watched-flash.test-support.ts';

const BLANK = 'niet geïnitialiseerd';
const OPERATIONAL = 'operationeel';
const status = (card: Card): string => tokenView(card).tokenStatus;

/** The certificate of key A, as it stands on a card. */
const certificateOn = (card: Card): Uint8Array =>
  withToken(card, (facts) => facts.kind === 'operational' && identityCardOf(facts.token)!.certificate) as Uint8Array;

const subjectOf = (certificate: Uint8Array): Uint8Array =>
  new Uint8Array(pkijs().Certificate.fromBER(certificate).subject.toSchema().toBER());

describe('1 issue from N (R01, R08, R13, R14)', () => {
  const uzi = uziCard();
  const card = blankCard();
  const portal = readyPortalInUse();
  const made: Promise<Issued> = issue(order({ uziCard: uzi, newCard: card, portal }));

  it('copies what the UZI card tells of its holder, and nothing else of it', async () => {
    const { certificates } = await made;
    const [of, from] = [certificateOn(card), certificateOn(uzi)];
    expect(certificates.map(({ purpose }) => purpose)).toEqual(['authenticity', 'signature', 'confidentiality']);
    expect(sameBytes(of, certificates[0]!.certificate)).toBe(true);
    expect(certifiedIdentity(of)).toEqual(certifiedIdentity(from));
    expect(subjectOf(of)).toEqual(subjectOf(from));
    const [ours, theirs] = [new X509Certificate(of), new X509Certificate(from)];
    expect(ours.serialNumber).not.toBe(theirs.serialNumber);
    expect(ours.publicKey.equals(theirs.publicKey)).toBe(false);
    for (const { certificate } of certificates) {
      expect(
        new X509Certificate(certificate).verify(new X509Certificate(authority('zorg-id').certificate).publicKey),
      ).toBe(true);
    }
  });

  it('for three calendar years from now', async () => {
    const { notBefore, notAfter, certificates } = await made;
    expect([notBefore, notAfter]).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2029, 0, 1)]);
    const { validFrom, validTo } = new X509Certificate(certificates[2]!.certificate);
    expect([Date.parse(validFrom), Date.parse(validTo)]).toEqual([notBefore, notAfter]);
  });

  it('with the PIN that was chosen, and a PUK that is told once and kept nowhere', async () => {
    const { puk, number } = await made;
    expect(puk).toMatch(/^[0-9]{8}$/);
    const shape = JSON.stringify(portal.state, (_, value) => (value instanceof Map ? [...value] : value));
    expect(shape).toContain(number);
    expect(shape).not.toContain(puk);
    expect(shape).not.toContain(NEW_PIN);
    const copy = card.fork();
    expect(status(copy)).toBe(OPERATIONAL);
    changePin(copy, { pin: NEW_PIN, newPin: 'abc123', repeated: 'abc123' });
    unblockPin(copy, { puk: puk!, newPin: 'def456', repeated: 'def456' });
  });

  it('and is on record with its link to the organisation of the UZI card', async () => {
    const { number, person, organisation, certificates } = await made;
    expect({ person, organisation }).toEqual({ person: '900012345', organisation: '90000382' });
    expect(portal.state.people.get(person)!.roles.get(organisation)).toBe('gebruiker');
    expect(portal.state.cards.get(number)).toMatchObject({
      person,
      owner: organisation,
      standing: { status: 'active' },
      certificates: certificates.map(({ purpose, serialNumber }) => ({ purpose, serialNumber })),
    });
    expect(number).toBe(tokenView(card).card.serialNumber);
  });

  it('with one key when that is wanted', async () => {
    const { certificates } = await issue(order({ profile: ONE_KEY }));
    expect(certificates.map(({ purpose }) => purpose)).toEqual(['authenticity']);
  });
});

it('2 Z refused, exact text (R02)', async () => {
  for (const pas of ['uzi-zorgverlener', 'uzi-zorgverlener:apothekersassistent']) {
    const { code, message } = await refusal({ uziCard: uziCard(pas) });
    expect({ code, message }).toEqual({
      code: 'UZI_PASTYPE_Z',
      message: 'Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder.',
    });
  }
});

it('4 UZI revoked before → refused; after → SC still good (R07, R10)', async () => {
  const revoked = new CertificateStatuses();
  addRevokedCards(revoked);
  const pas = () => uziCard('uzi-medewerker:revoked');
  expect((await refusal({ uziCard: pas(), revocation: register(revoked) })).code).toBe('UZI_REVOKED');

  const [card, portal] = [blankCard(), readyPortalInUse()];
  await issue(order({ uziCard: pas(), newCard: card, portal, profile: ONE_KEY }));
  addPortalStatuses(revoked, portal.state);
  const ask = (certificate: Uint8Array, issuer: 'zorg-id' | 'uzi-medewerker-op-naam') =>
    standingOf({
      certificate: new X509Certificate(certificate),
      issuer,
      source: register(revoked),
      now: READY_CLOCK.now(),
      nonce: Uint8Array.of(1),
    });
  expect(await ask(certificateOn(pas()), 'uzi-medewerker-op-naam')).toBe('revoked');
  expect(await ask(certificateOn(card), 'zorg-id')).toBe('good');
  expect(status(card)).toBe(OPERATIONAL);
});

describe('14 removal during personalisation', () => {
  it('pulled out at every command in turn, the card is blank and issuable, or complete', {
    timeout: 300_000,
  }, async () => {
    const seen = { blank: 0, complete: 0 };
    const whole = pulledOut(blankCard(), Number.POSITIVE_INFINITY, false);
    await issue(order({ newCard: whole, profile: ONE_KEY }));
    for (let at = 1; at <= whole.commands; at++) {
      const [card, portal] = [blankCard(), readyPortalInUse()];
      const before = portal.state;
      const outcome = await issue(
        order({ newCard: pulledOut(card, at, at % 2 === 0), portal, profile: ONE_KEY }),
      ).catch((error: Error) => error);
      const isRecorded = portal.state !== before;
      const isComplete = status(card) === OPERATIONAL;
      // Nothing is on record that is not complete.
      expect([isRecorded, outcome instanceof Error], `command ${at}`).toEqual([false, true]);
      if (isComplete) expect(outcome).toBeInstanceOf(CardNotRecorded);
      else expect(status(card)).toBe(BLANK);
      seen[isComplete ? 'complete' : 'blank']++;
    }
    expect(seen.blank).toBeGreaterThan(30);
    expect(seen.complete).toBeGreaterThan(0);
  });

  it('what is blank again can be made at once', async () => {
    const card = blankCard();
    const { commands } = await commandsOf(ONE_KEY);
    for (const at of [10, commands >> 1, commands - 4]) {
      expect((await refusal({ newCard: pulledOut(card, at, true), profile: ONE_KEY })).code).toBe('CARD_FAILED');
    }
    await issue(order({ newCard: card, profile: ONE_KEY }));
    expect(status(card)).toBe(OPERATIONAL);
  });

  it('aborted before its last commands, it is blank; then it is too late', async () => {
    const { commands } = await commandsOf(ONE_KEY);
    const completing = 3;
    for (const at of [1, 10, commands - completing, commands - completing + 1, commands]) {
      const [card, portal, aborted] = [blankCard(), readyPortalInUse(), new AbortController()];
      const before = portal.state;
      const newCard = watched(card, (number) => {
        if (number === at) aborted.abort();
      });
      const outcome = await issue(order({ newCard, portal, profile: ONE_KEY, signal: aborted.signal })).catch(
        (error: Error) => error,
      );
      const isMade = at > commands - completing;
      expect(aborted.signal.aborted).toBe(true);
      expect(outcome === aborted.signal.reason, `command ${at}`).toBe(!isMade);
      expect([portal.state !== before, status(card)]).toEqual([isMade, isMade ? OPERATIONAL : BLANK]);
    }
  });

  it('cut at every write, it is blank, or complete', async () => {
    const flash = new WatchedFlash(blankCard().image());
    await issue(order({ newCard: formatOrOpen({ profile: zorgIdBlank, flash }) }));
    const complete = formatOrOpen({ profile: zorgIdBlank, flash: new MemoryFlash(flash.image()) });
    const states = new Map<string, number>();
    for (const chip of flash.chips) {
      const card = formatOrOpen({ profile: zorgIdBlank, flash: chip });
      card.powerOn();
      const { lifeCycle, keys, files } = card.inspect();
      const state = JSON.stringify([lifeCycle, keys.length, files.children.length]);
      states.set(state, (states.get(state) ?? 0) + 1);
    }
    complete.powerOn();
    const { keys, files } = complete.inspect();
    expect([...states.keys()].sort()).toEqual(
      [JSON.stringify(['blank', 0, 0]), JSON.stringify(['operational', keys.length, files.children.length])].sort(),
    );
    expect(flash.chips.length).toBeGreaterThan(200);
    for (const part of [0.3, 0.9]) {
      const chip = flash.chips[Math.floor(part * flash.chips.length)]!;
      await issue(order({ newCard: formatOrOpen({ profile: zorgIdBlank, flash: chip }), profile: ONE_KEY }));
    }
  });

  it('and so is the UZI card at every command: nothing has been made of it', async () => {
    const whole = pulledOut(uziCard(), Number.POSITIVE_INFINITY, false);
    await refusal({ uziCard: whole, birthDate: undefined });
    for (let at = 1; at <= whole.commands; at++) {
      expect((await refusal({ uziCard: pulledOut(uziCard(), at, false) })).code, `command ${at}`).toBe('UZI_ABSENT');
    }
  });
});

async function commandsOf(profile: CardProfile): Promise<{ readonly commands: number }> {
  const card = pulledOut(blankCard(), Number.POSITIVE_INFINITY, false);
  await issue(order({ newCard: card, profile }));
  return card;
}

describe('a card that is complete and not on record', () => {
  /** An order at a portal that cannot keep its state. */
  async function unrecorded() {
    const card = blankCard();
    const store = { commit: () => Promise.reject(new Error('the disk is full')), close: async () => undefined };
    const portal = createPortal({ state: readyPortal(), store });
    const before = portal.state;
    const error = await issue(order({ newCard: card, portal, profile: ONE_KEY })).catch((error: unknown) => error);
    expect(portal.state).toBe(before);
    return { card, error: error as CardNotRecorded };
  }

  it('is told as such, with its PUK, which no message holds', async () => {
    const { card, error } = await unrecorded();
    expect(error).toBeInstanceOf(CardNotRecorded);
    expect(error.message).not.toContain(error.puk);
    expect(status(card)).toBe(OPERATIONAL);
    unblockPin(card, { puk: error.puk, newPin: 'abc123', repeated: 'abc123' });
  });

  it('is recorded by the same order once more, and only then', async () => {
    const { card, error } = await unrecorded();
    const portal = readyPortalInUse();
    expect((await refusal({ newCard: card, portal, newPin: 'Geheim13', repeated: 'Geheim13' })).code).toBe('NOT_BLANK');
    const made = await issue(order({ newCard: card, portal }));
    expect(made.puk).toBeUndefined();
    expect(made.certificates).toEqual(error.card.certificates);
    expect(portal.state.cards.get(made.number)?.standing.status).toBe('active');
    expect((await refusal({ newCard: card, portal })).code).toBe('CARD_EXISTS');
  });
});

it('of two orders of one person at once one is carried out, and the card of the other stays blank', async () => {
  const portal = readyPortalInUse();
  const cards = [blankCard(), formatOrOpen({ profile: zorgIdBlank, seed: '02' })];
  const outcomes = await Promise.allSettled(
    cards.map((newCard, index) => issue(order({ newCard, portal, profile: ONE_KEY, random: seededRandom(index + 1) }))),
  );
  const refused = outcomes.find(({ status }) => status === 'rejected');
  expect(refused).toMatchObject({ reason: { name: IssuanceRefusal.name, code: 'CARD_EXISTS' } });
  expect(cards.map(status).sort()).toEqual([BLANK, OPERATIONAL].sort());
  expect(portal.state.cards.size).toBe(1);
});
