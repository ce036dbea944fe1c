import { expect, it } from 'vitest';
import { fromHex } from '../apdu/index.ts';
import { type FlashDevice, MemoryFlash } from '../emulator/index.ts';
import { createCard, flashSize } from './create-card.ts';
import { create, df, ef, MF, ok, PIN, PUK, p256Key, sw, verify, withData } from './host.test-support.ts';
import { zorgIdBlank } from './profile/zorg-id-blank.ts';

const PROFILE = { ...zorgIdBlank, pin: { ...zorgIdBlank.pin, mayBeDisabled: true } };

/** A flash that counts how often it made what was written durable. */
function countingFlash(flash: MemoryFlash): { readonly device: FlashDevice; syncs: () => number } {
  let count = 0;
  const device = {
    size: flash.size,
    read: (offset: number, length: number) => flash.read(offset, length),
    write: (offset: number, bytes: Uint8Array) => flash.write(offset, bytes),
    sync() {
      count++;
      flash.sync();
    },
  };
  return { device, syncs: () => count };
}

const EF = '00A4080C0450153501';
const RECORDS = '00A4080C0450153502';
const CYCLIC = '00A4080C0450153503';

// biome-ignore format: a table reads best with its columns aligned
const ROWS: readonly (readonly [string, string[], string, number])[] = [
  ['WRITE BINARY',                     [EF],                                   withData('00D00000', 'A1B2'), 1],
  ['UPDATE BINARY',                    [EF],                                   withData('00D60000', 'A1B2'), 1],
  ['ERASE BINARY',                     [EF, withData('00D60000', 'A1')],       '000E0000', 1],
  ['WRITE RECORD',                     [RECORDS],                              withData('00D20104', 'FFFF'), 1],
  ['UPDATE RECORD',                    [RECORDS],                              withData('00DC0104', 'C3C4'), 1],
  ['APPEND RECORD',                    [RECORDS],                              withData('00E20000', 'C3C4'), 1],
  ['APPEND RECORD to a cyclic EF',     [CYCLIC],                               withData('00E20000', 'C3C4'), 1],
  ['ERASE RECORD, all',                [RECORDS],                              '000C0105', 1],
  ['PUT DATA',                         [],                                     withData('00DA0081', 'A1'), 1],
  ['PUT DATA of several',              [],                                     withData('00DA00FF', '8101018201025F2D0103'), 1],
  ['CREATE FILE of a DF',              [],                                     df('5016'), 1],
  ['CREATE FILE of an EF',             [],                                     ef('3509', '0100'), 1],
  ['CREATE FILE with records',         [],                                     create('8205 4241000203 83023509'), 1],
  ['DELETE FILE of a DF with files',   [],                                     withData('00E40000', '5015'), 1],
  ['DEACTIVATE FILE',                  [EF],                                   '00040000', 1],
  ['ACTIVATE FILE',                    [EF, '00040000'],                       '00440000', 1],
  ['TERMINATE EF',                     [EF],                                   '00E80000', 1],
  ['TERMINATE DF',                     [],                                     withData('00E60000', '5015'), 1],
  ['TERMINATE CARD USAGE',             [],                                     '00FE0000', 1],
  ['DISABLE VERIFICATION REQUIREMENT', [],                                     withData('00260001', PIN), 2],
  ['ENABLE VERIFICATION REQUIREMENT',  [withData('00260001', PIN)],            withData('00280001', PIN), 2],
  ['VERIFY',                           [],                                     verify(PIN), 2],
  ['CHANGE REFERENCE DATA',            [],                                     withData('00240001', PIN + PIN), 2],
  ['RESET RETRY COUNTER',              [],                                     withData('002C0001', PUK + PIN), 2],
  ['PUT DATA of a private key',        [withData('00224100', '8001EC840101')], withData('00DB3FFF', p256Key('07')), 1],
  ['INTERNAL AUTHENTICATE',            [],                                     withData('00880002', 'C0FFEE', '00'), 0],
  ['SEARCH RECORD',                    [RECORDS],                              withData('00A20104', 'A1', '00'), 0],
  ['MANAGE CHANNEL',                   [],                                     '0070000001', 0],
];

it.each(ROWS)('%s is as many commits as it says', (_, before, command, commits) => {
  const { device, syncs } = countingFlash(new MemoryFlash(flashSize(PROFILE)));
  const card = createCard({ profile: PROFILE, flash: device });
  card.powerOn();
  ok(card, withData('00240102', PUK), withData('00240101', PIN), verify(PIN), df('5015'), ef('3501', '0004'));
  ok(card, create('8205 4241000203 83023502'), withData('00E20000', 'A1A1'), withData('00E20000', 'B2B2'));
  ok(card, create('8205 4641000203 83023503'), withData('00E20000', 'A1A1'), withData('00E20000', 'B2B2'));
  ok(card, withData('00224100', '8001EC840102'), withData('00DB3FFF', p256Key('08')), MF, ...before);
  const start = syncs();
  expect(sw(card, command)).toBe('9000');
  expect(syncs() - start).toBe(commits);
});

it('every instruction that is refused for its parameters leaves the flash alone', () => {
  const { device, syncs } = countingFlash(new MemoryFlash(flashSize(PROFILE)));
  const card = createCard({ profile: PROFILE, flash: device });
  card.powerOn();
  ok(card, withData('00240102', PUK), withData('00240101', PIN), verify(PIN), df('5015'), ef('3501', '0004'));
  const start = syncs();
  for (let ins = 0; ins < 256; ins++) {
    for (const parameters of ['6F7F', 'FFFF']) {
      const answer = card.transmit(fromHex(`00${ins.toString(16).padStart(2, '0')}${parameters}`));
      expect(answer.slice(-2)[0]! >> 4).toBe(6);
    }
  }
  expect(syncs()).toBe(start);
});
