/** The acceptance scenarios of a ZORG-ID card's life, by their names. Those that the portal's rules decide are told by them. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../apdu/index.ts';
import { newPublicKey, serialNumberIn } from './certificate/card-certificate.test-support.ts';
import { authority, CertificateStatuses, cardCertificate, MEDEWERKER, MEDEWERKER_UNREGISTERED } from './pki/index.ts';
import {
  addPortalStatuses,
  advance,
  assertMayApply,
  block,
  createPortal,
  link,
  type NewCard,
  type Portal,
  READY_BIRTH_DATE,
  readyPortal,
  recordCard,
  register,
  revoke,
  transfer,
  unblock,
  unlink,
} from './portal/index.ts';
import { AP, APOTHEEK, CARD, HANNA, MEES, NACHT, newCard, PRACTICE, statusOf } from './portal/portal.test-support.ts';

/** The employee's ZORG-ID certificate for authentication, and the order that records the card it is on. */
function issued(notBefore: number): { readonly certificate: X509Certificate; readonly order: Partial<NewCard> } {
  const certificate = cardCertificate({
    holder: MEDEWERKER,
    purpose: 'authenticity',
    publicKey: newPublicKey(),
    authority: 'zorg-id',
    notBefore,
    seed: Uint8Array.of(7),
  });
  const read = new X509Certificate(certificate);
  return {
    certificate: read,
    order: {
      certificates: [{ purpose: 'authenticity', serialNumber: toHex(serialNumberIn(certificate)) }],
      notBefore: Date.parse(read.validFrom),
      notAfter: Date.parse(read.validTo),
    },
  };
}

const START = readyPortal().now;
const { certificate: CERTIFICATE, order: ORDER } = issued(START);

/** The portal after the employee has made a card, which a relying party asks about. */
async function withCard(): Promise<Portal> {
  const portal = createPortal({ state: readyPortal() });
  await portal.change((state) => recordCard(state, newCard(state, ORDER)));
  return portal;
}

/** What a relying party learns: the chain holds, the day is one of validity, and OCSP says good. */
function trusts({ state }: Portal, uziStatuses = new CertificateStatuses()): boolean {
  const issuer = new X509Certificate(authority('zorg-id').certificate);
  addPortalStatuses(uziStatuses, state);
  const { state: told } = uziStatuses.statusOf('zorg-id', serialNumberIn(CERTIFICATE.raw));
  const isValid = state.now >= Date.parse(CERTIFICATE.validFrom) && state.now <= Date.parse(CERTIFICATE.validTo);
  return CERTIFICATE.checkIssued(issuer) && CERTIFICATE.verify(issuer.publicKey) && isValid && told === 'good';
}

const refused = (code: string) => expect.objectContaining({ code });

describe('acceptance', () => {
  it('3 unknown organisation, register, retry (R04,R05)', async () => {
    const portal = createPortal({ state: readyPortal() });
    const { subscriberNumber: ura, subscriberName: name, uziNumber, givenNames, surname } = MEDEWERKER_UNREGISTERED;
    const applicant = { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE };
    expect(() => assertMayApply(portal.state, { ura, applicant })).toThrow(refused('ORG_UNKNOWN'));
    await portal.change((state) =>
      register(state, {
        ura,
        name,
        kind: 'huisartsenpraktijk',
        birthDate: '1971-01-01',
        by: { pastype: 'Z', ura, uziNumber: '900019990', givenNames: 'Re', surname: 'Gister-TEST', standing: 'valid' },
      }),
    );
    await portal.change((state) => recordCard(state, newCard(state, { ura, applicant })));
    expect(portal.state.people.get(uziNumber)!.roles).toEqual(new Map([[ura, 'gebruiker']]));
  });

  it('4 UZI revoked before → refused; after → SC still good (R07,R10): after', async () => {
    const portal = await withCard();
    const uzi = cardCertificate({
      holder: MEDEWERKER,
      purpose: 'authenticity',
      publicKey: newPublicKey(),
      authority: 'uzi-medewerker-op-naam',
      notBefore: START,
      seed: Uint8Array.of(7),
    });
    const statuses = new CertificateStatuses();
    statuses.set('uzi-medewerker-op-naam', serialNumberIn(uzi), { state: 'revoked', at: START, reason: 'unspecified' });
    expect(trusts(portal, statuses)).toBe(true);
    expect(statuses.statusOf('uzi-medewerker-op-naam', serialNumberIn(uzi)).state).toBe('revoked');
  });

  it('7 block/unblock/revoke by linked and not linked organisations (R48–R52)', async () => {
    const portal = await withCard();
    for (const verb of [block, unblock, revoke]) {
      for (const by of [AP, NACHT]) {
        await expect(portal.change((state) => verb(state, by, { card: CARD }))).rejects.toThrow(
          refused('NOT_AUTHORISED'),
        );
      }
    }
    expect(trusts(portal)).toBe(true);
    await portal.change((state) => link(state, AP, { ura: APOTHEEK, person: MEES }));
    await portal.change((state) => block(state, AP, { card: CARD }));
    expect(trusts(portal)).toBe(false);
    await portal.change((state) => unblock(state, HANNA, { card: CARD }));
    expect(trusts(portal)).toBe(true);
    await portal.change((state) => revoke(state, AP, { card: CARD }));
    expect(trusts(portal)).toBe(false);
    await expect(portal.change((state) => unblock(state, HANNA, { card: CARD }))).rejects.toThrow(
      refused('CARD_STATUS'),
    );
  });

  it('8 unlink, two months minus a day, plus a day, relink (R53–R57)', async () => {
    const portal = await withCard();
    await portal.change((state) => unlink(state, HANNA, { ura: PRACTICE, person: MEES }));
    await portal.change((state) => advance(state, Date.UTC(2026, 1, 28)));
    expect(trusts(portal)).toBe(true);
    await expect(portal.change((state) => block(state, HANNA, { card: CARD }))).rejects.toThrow(
      refused('NOT_AUTHORISED'),
    );
    const relinked = createPortal({ state: portal.state });
    await relinked.change((state) => link(state, HANNA, { ura: PRACTICE, person: MEES }));
    for (const { change } of [portal, relinked]) await change((state) => advance(state, Date.UTC(2026, 2, 2)));
    expect([trusts(portal), trusts(relinked)]).toEqual([false, true]);
    expect(statusOf(portal.state)).toBe('removed');
    await expect(portal.change((state) => link(state, HANNA, { ura: PRACTICE, person: MEES }))).rejects.toThrow(
      refused('PERSON_UNKNOWN'),
    );
  });

  it('9 transfer A→B (R59)', async () => {
    const portal = await withCard();
    await portal.change((state) => link(state, AP, { ura: APOTHEEK, person: MEES }));
    await portal.change((state) => unlink(state, HANNA, { ura: PRACTICE, person: MEES }));
    await portal.change((state) => advance(state, Date.UTC(2027, 0, 1)));
    expect(trusts(portal)).toBe(true);
    await expect(portal.change((state) => block(state, HANNA, { card: CARD }))).rejects.toThrow(
      refused('NOT_AUTHORISED'),
    );
    await portal.change((state) => block(state, AP, { card: CARD }));
    expect(portal.state.cards.get(CARD)!.owner).toBe(PRACTICE);
    // By one who manages only one of them it is no single step.
    await expect(
      portal.change((state) => transfer(state, AP, { person: MEES, from: APOTHEEK, to: PRACTICE })),
    ).rejects.toThrow(refused('NOT_AUTHORISED'));
  });

  it('10 expiry after three years (R43)', async () => {
    let now = START;
    const portal = createPortal({ state: readyPortal(), clock: { now: () => now } });
    await portal.change((state) => recordCard(state, newCard(state, ORDER)));
    now = Date.UTC(2029, 0, 1);
    await portal.change((state) => state);
    expect([trusts(portal), statusOf(portal.state)]).toEqual([true, 'active']);
    now += 1000;
    await portal.change((state) => state);
    expect([trusts(portal), statusOf(portal.state)]).toEqual([false, 'expired']);
  });

  it("12 guest use: URA ≠ application's URA (R74): by the portal", async () => {
    const portal = await withCard();
    const [, ura] = /-1-900012345-N-(\d{8})-/.exec(CERTIFICATE.raw.toString('latin1'))!;
    expect(ura).toBe(PRACTICE);
    // An application of the apotheek, with which there is no link, trusts it all the same.
    expect(portal.state.people.get(MEES)!.roles.has(APOTHEEK)).toBe(false);
    expect(trusts(portal)).toBe(true);
  });
});
