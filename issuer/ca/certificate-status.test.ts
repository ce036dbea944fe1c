import { expect, it } from 'vitest';
import { CertificateStatuses, type Revocation } from './certificate-status.ts';

const revocation: Revocation = { state: 'revoked', at: 0, reason: 'superseded' };

it('a serial number is the same with and without leading zeros', () => {
  const statuses = new CertificateStatuses();
  statuses.set('zorg-id', Uint8Array.of(0x00, 0x81, 0x02), revocation);
  expect(statuses.statusOf('zorg-id', Uint8Array.of(0x81, 0x02))).toEqual(revocation);
  expect(statuses.revokedBy('zorg-id')).toEqual([{ ...revocation, serialNumber: Uint8Array.of(0x81, 0x02) }]);
  statuses.set('zorg-id', Uint8Array.of(0x00), revocation);
  expect(statuses.statusOf('zorg-id', Uint8Array.of(0x00, 0x00))).toEqual(revocation);
});

it('each authority has its own numbers', () => {
  const statuses = new CertificateStatuses();
  statuses.set('zorg-id', Uint8Array.of(1), revocation);
  expect(statuses.statusOf('uzi-zorgverlener', Uint8Array.of(1))).toEqual({ state: 'good' });
  expect(statuses.revokedBy('uzi-zorgverlener')).toEqual([]);
});

it('a hold is lifted, and what is unknown is on no list', () => {
  const statuses = new CertificateStatuses();
  statuses.set('zorg-id', Uint8Array.of(1), { ...revocation, reason: 'certificateHold' });
  statuses.set('zorg-id', Uint8Array.of(1), { state: 'good' });
  statuses.set('zorg-id', Uint8Array.of(2), { state: 'unknown' });
  expect(statuses.statusOf('zorg-id', Uint8Array.of(1))).toEqual({ state: 'good' });
  expect(statuses.revokedBy('zorg-id')).toEqual([]);
});

it('nobody changes a number that has been told', () => {
  const statuses = new CertificateStatuses();
  const serialNumber = Uint8Array.of(7);
  statuses.set('zorg-id', serialNumber, revocation);
  serialNumber[0] = 8;
  expect(statuses.revokedBy('zorg-id')[0]!.serialNumber).toEqual(Uint8Array.of(7));
});
