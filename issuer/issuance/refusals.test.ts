import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardChannel, INS } from '../../apdu/index.ts';
import { addRevokedCards, createCard, profiles, READY_CLOCK, READY_PIN, withVariant } from '../../index.ts';
import { CertificateStatuses } from '../ca/certificate-status.ts';
import { MEDEWERKER, MEDEWERKER_CLOSED } from '../certificate/personas.ts';
import { createPortal, type Portal, READY_BIRTH_DATE, readyPortal, recordCard } from '../portal/index.ts';
import { newCard as cardOnRecord } from '../portal/portal.test-support.ts';
import type { OcspFault } from '../status-service/index.ts';
import { tokenView } from '../token/index.ts';
import { ISSUANCE_REFUSALS, type IssuanceRefusalCode, type IssueOrder, registerSource } from './index.ts';
import { blankCard, order, refusal, register, uziCard } from './issuance.test-support.ts';

type Changes = Partial<IssueOrder>;

const { workstation } = order();
const ZORG_ID = createCard();
const EXPIRED = createCard({ profile: withVariant(profiles['zorg-id'], 'expired') });

const allRevoked = new CertificateStatuses();
addRevokedCards(allRevoked);

/** A portal at which somebody, the employee unless another one is named, has a card. */
function portalWithCard(number = 'C0FFEE01', holder = MEDEWERKER): Portal {
  const ready = readyPortal();
  const { uziNumber, givenNames, surname, subscriberNumber: ura } = holder;
  const applicant = { uziNumber, givenNames, surname, birthDate: READY_BIRTH_DATE };
  return createPortal({ state: recordCard(ready, cardOnRecord(ready, { number, ura, applicant })) });
}

const BLANK_NUMBER = tokenView(blankCard()).card.serialNumber!;

/** The card with another answer to what is to be signed. */
function forging(card: CardChannel): CardChannel {
  return {
    powerOn: () => card.powerOn(),
    reset: () => card.reset(),
    powerOff: () => card.powerOff(),
    transmit: (command) => {
      const answer = card.transmit(command);
      if (command[1] === INS.performSecurityOperation) answer[0]! ^= 1;
      return answer;
    },
  };
}

// biome-ignore format: a table reads best with its columns aligned
const REFUSED: readonly (readonly [IssuanceRefusalCode, string, () => Changes])[] = [
  ['PLATFORM',               'on macOS',                                  () => ({ workstation: { ...workstation, platform: 'macos' } })],
  ['DESKTOP_APP',            'without the Desktop App',                   () => ({ workstation: { ...workstation, desktopApp: undefined } })],
  ['DESKTOP_APP',            'with an old Desktop App',                   () => ({ workstation: { ...workstation, desktopApp: '1.14.7.9' } })],
  ['SESSION',                'while somebody is logged in',               () => ({ workstation: { ...workstation, isLoggedIn: true } })],
  ['UZI_ABSENT',             'without a UZI card',                        () => ({ uziCard: undefined })],
  ['UZI_ABSENT',             'with a blank card instead of a UZI card',   () => ({ uziCard: blankCard() })],
  ['UZI_NOT_ACTIVATED',      'with a UZI card that is not activated',     () => ({ uziCard: uziCard('uzi-medewerker:not-activated') })],
  ['UZI_PIN',                'with a wrong PIN',                          () => ({ uziPin: '654321' })],
  ['UZI_PIN',                'with a PIN that no card has',               () => ({ uziPin: '1'.repeat(20) })],
  ['UZI_BLOCKED',            'with a blocked UZI card',                   () => ({ uziCard: uziCard('uzi-medewerker:pin-blocked') })],
  ['UZI_BLOCKED',            'with the PIN that blocks the UZI card',     () => ({ uziCard: uziCard('uzi-medewerker:tries=1'), uziPin: '654321' })],
  ['UZI_PASTYPE_Z',          'with the card of a huisarts',               () => ({ uziCard: uziCard('uzi-zorgverlener') })],
  ['UZI_PASTYPE_Z',          'with the card of an apothekersassistent',   () => ({ uziCard: uziCard('uzi-zorgverlener:apothekersassistent') })],
  ['UZI_PASTYPE',            'with a card that names nobody',             () => ({ uziCard: uziCard('uzi-niet-op-naam') })],
  ['UZI_UNTRUSTED',          'with a ZORG-ID card as the UZI card',       () => ({ uziCard: ZORG_ID.fork() })],
  ['UZI_EXPIRED',            'with a UZI card that has expired',          () => ({ uziCard: uziCard('uzi-medewerker:expired') })],
  ['UZI_NOT_YET_VALID',      'with a UZI card that is not valid yet',     () => ({ uziCard: uziCard('uzi-medewerker:not-yet-valid') })],
  ['UZI_REVOKED',            'with a UZI card that has been revoked',     () => ({ uziCard: uziCard('uzi-medewerker:revoked'), revocation: register(allRevoked) })],
  ['UZI_STATUS_UNAVAILABLE', 'when neither OCSP nor CRL can be reached',  () => ({ revocation: { ocsp: async () => undefined, crl: async () => undefined } })],
  ['UZI_POP',                'with a key that is not the certificate\'s', () => ({ uziCard: forging(uziCard()) })],
  ['ORG_UNKNOWN',            'of an organisation that is not registered', () => ({ uziCard: uziCard('uzi-medewerker:unregistered') })],
  ['IDENTITY',               'without a date of birth',                   () => ({ birthDate: undefined })],
  ['IDENTITY',               'with what is no date of birth',             () => ({ birthDate: '1980-02-30' })],
  ['IDENTITY',               'with another date of birth than before',    () => ({ portal: portalWithCard(), birthDate: '1981-01-01' })],
  ['MEANS_CONFLICT',         'for who uses ZORG-ID Mobiel',               () => ({ uziCard: uziCard('uzi-medewerker:mobiel') })],
  ['CARD_EXISTS',            'for who has a card',                        () => ({ portal: portalWithCard() })],
  ['CARD_ABSENT',            'without a new card',                        () => ({ newCard: undefined })],
  ['CARD_NUMBER',            'on a blank card of a number that is known', () => ({ portal: portalWithCard(BLANK_NUMBER, MEDEWERKER_CLOSED) })],
  ['NOT_BLANK',              'on a card of somebody else',                () => ({ newCard: uziCard('uzi-zorgverlener') })],
  ['NOT_BLANK',              'on a card of ours without PKCS#15 files',   () => ({ newCard: createCard({ profile: 'conformance' }) })],
  ['NOT_BLANK',              'on a ZORG-ID card of another PIN',          () => ({ newCard: ZORG_ID.fork() })],
  ['NOT_BLANK',              'on a complete card that has expired',       () => ({ newCard: EXPIRED.fork(), newPin: READY_PIN, repeated: READY_PIN })],
  ['PIN_POLICY',             'with a PIN of 5 characters',                () => ({ newPin: 'abc12', repeated: 'abc12' })],
  ['PIN_POLICY',             'with a PIN of 9 characters',                () => ({ newPin: 'abc123456', repeated: 'abc123456' })],
  ['PIN_POLICY',             'with a PIN that has another character',     () => ({ newPin: 'abc-123', repeated: 'abc-123' })],
  ['PIN_POLICY',             'with a PIN that was not twice the same',    () => ({ repeated: 'Geheim13' })],
];

describe('no card is made', () => {
  it.each(REFUSED)('%s %s', async (code, _, changes) => {
    const given = { newCard: blankCard(), portal: order().portal, ...changes() };
    const before = given.portal.state;
    expect((await refusal(given)).code).toBe(code);
    expect(given.portal.state).toBe(before);
    if (code !== 'CARD_ABSENT' && code !== 'NOT_BLANK') {
      expect(tokenView(given.newCard).tokenStatus).toBe('niet geïnitialiseerd');
    }
  });

  it('for every reason there is', () => {
    const told = new Set(REFUSED.map(([code]) => code));
    const elsewhere = ['CONFIRM_IDENTITY', 'CARD_FAILED'];
    expect(
      Object.keys(ISSUANCE_REFUSALS)
        .filter((code) => !told.has(code as IssuanceRefusalCode))
        .sort(),
    ).toEqual(elsewhere.sort());
  });

  it('in the words of the source where it has them, in silence where it tells of silence', async () => {
    const zorgverlener = await refusal({ uziCard: uziCard('uzi-zorgverlener') });
    expect(zorgverlener.words).toBe('Een Zorgverlener UZI-pas kan niet gebruikt worden. U kunt helaas niet verder.');
    expect((await refusal({ workstation: { ...workstation, platform: 'macos' } })).words).toBe(
      'Het aanmaken van een ZORG-ID Smartcard kan vooralsnog niet op een computer met macOS.',
    );
    expect((await refusal({ workstation: { ...workstation, desktopApp: undefined } })).words).toBeNull();
  });

  it('with the tries left of the UZI card', async () => {
    const card = uziCard();
    const { code, triesLeft } = await refusal({ uziCard: card, uziPin: '654321' });
    expect({ code, triesLeft }).toEqual({ code: 'UZI_PIN', triesLeft: 2 });
    expect(tokenView(card).card.pin?.triesLeft).toBe(2);
  });
});

/** Things that may be wrong at once, one for each of many checks. */
// biome-ignore format: a table reads best with its columns aligned
const FAULTS: readonly (readonly [check: number, change: (before: Changes) => Changes])[] = [
  [1,  (before) => ({ ...before, workstation: { ...workstation, ...before.workstation, platform: 'macos' } })],
  [2,  (before) => ({ ...before, workstation: { ...workstation, ...before.workstation, desktopApp: undefined } })],
  [3,  (before) => ({ ...before, workstation: { ...workstation, ...before.workstation, isLoggedIn: true } })],
  [4,  (before) => ({ ...before, uziPin: '654321' })],
  [8,  (before) => ({ ...before, revocation: { ocsp: async () => undefined, crl: async () => undefined } })],
  [11, (before) => ({ ...before, birthDate: undefined })],
  [14, (before) => ({ ...before, newCard: undefined })],
  [15, (before) => ({ ...before, newPin: 'abc' })],
];

const PASSES = [
  [5, 'uzi-zorgverlener'],
  [6, 'uzi-niet-op-naam'],
  [7, 'uzi-medewerker:expired'],
  [10, 'uzi-medewerker:unregistered'],
  [12, 'uzi-medewerker:mobiel'],
] as const;

it('the first check that fails is the one that is told', async () => {
  const faults = fc.subarray([...FAULTS], { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(faults, fc.option(fc.constantFrom(...PASSES)), async (some, pas) => {
      const changes = some.reduce<Changes>(
        (before, [, change]) => change(before),
        pas ? { uziCard: uziCard(pas[1]) } : {},
      );
      const first = Math.min(...some.map(([check]) => check), pas?.[0] ?? 99);
      const { code } = await refusal(changes);
      expect(ISSUANCE_REFUSALS[code].check).toBe(first);
    }),
    { numRuns: 40 },
  );
});

describe('OCSP is asked first, then the CRL', () => {
  const revoked = () => uziCard('uzi-medewerker:revoked');
  const down = async () => undefined;
  const faulty = (ocspFault: OcspFault, more = {}) =>
    registerSource({ statuses: allRevoked, ocspFault, ...more }, READY_CLOCK);

  it.each(['stale', 'wrong-key', 'wrong-signer', 'wrong-nonce', 'try-later', 'down'] as const)(
    'an OCSP answer that is %s counts for nothing',
    async (fault) => {
      expect((await refusal({ uziCard: revoked(), revocation: faulty(fault) })).code).toBe('UZI_REVOKED');
      expect((await refusal({ uziCard: revoked(), revocation: faulty(fault, { crlFault: 'expired' }) })).code).toBe(
        'UZI_STATUS_UNAVAILABLE',
      );
    },
  );

  it('a revoked card is found by either alone', async () => {
    const both = register(allRevoked);
    expect((await refusal({ uziCard: revoked(), revocation: { ...both, ocsp: down } })).code).toBe('UZI_REVOKED');
    expect((await refusal({ uziCard: revoked(), revocation: { ...both, crl: down } })).code).toBe('UZI_REVOKED');
  });

  it('an answer to another question counts for nothing', async () => {
    const both = register();
    let first: Uint8Array | undefined;
    const replayed: IssueOrder['revocation'] = {
      crl: down,
      ocsp: async (issuer, request) => (first ??= await both.ocsp(issuer, request)),
    };
    await refusal({ revocation: replayed, birthDate: undefined });
    expect((await refusal({ revocation: replayed, random: (length) => new Uint8Array(length).fill(7) })).code).toBe(
      'UZI_STATUS_UNAVAILABLE',
    );
  });

  it('bytes that are no answer are as good as none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), async (ocsp, crl) => {
        const revocation = { ocsp: async () => ocsp, crl: async () => crl };
        expect((await refusal({ revocation })).code).toBe('UZI_STATUS_UNAVAILABLE');
      }),
      { numRuns: 20 },
    );
  });
});
