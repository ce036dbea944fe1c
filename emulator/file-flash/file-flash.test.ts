import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceError, ObjectStore } from '../nvm/index.ts';
import { child, kill } from './child.test-support.ts';
import { FileFlash } from './file-flash.ts';

const SIZE = 20_000;
const STORE = { capacity: 200, format: () => [[1, Uint8Array.of(1, 2, 3)] as const] };
const STORE_SIZE = ObjectStore.deviceSize(STORE.capacity);

let folder: string;
let path: string;
const open: FileFlash[] = [];

function opened(
  options: { size?: number; durability?: 'power' | 'process'; content?: () => Uint8Array } = {},
): FileFlash {
  const flash = FileFlash.open(path, { size: SIZE, ...options });
  open.push(flash);
  return flash;
}

/** Makes a file that holds a store, and closes it. */
function makeStore(): void {
  const flash = FileFlash.open(path, { size: STORE_SIZE });
  ObjectStore.open(flash, STORE);
  flash.close();
}

function refusal(work: () => unknown): DeviceError {
  try {
    work();
  } catch (error) {
    if (error instanceof DeviceError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-flash-'));
  path = join(folder, 'card.img');
});

afterEach(() => {
  for (const flash of open.splice(0)) flash.close();
  rmSync(folder, { recursive: true });
});

describe('a file', () => {
  it('is made with zeroes of its size, for its owner only, and nothing beside it', () => {
    const before = process.umask(0);
    try {
      expect(opened().isNew).toBe(true);
    } finally {
      process.umask(before);
    }
    expect(readFileSync(path)).toEqual(Buffer.alloc(SIZE));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['card.img']);
    // Not sparse: a card must not find its disk full later.
    expect(statSync(path).blocks * 512).toBeGreaterThanOrEqual(SIZE);
  });

  it.each(['power', 'process'] as const)('keeps what was written, on durability %s', (durability) => {
    const flash = opened({ durability });
    flash.write(SIZE - 3, Uint8Array.of(1, 2, 3));
    flash.write(0, Uint8Array.of(9));
    flash.sync();
    flash.close();
    const again = opened({ durability });
    expect([again.isNew, again.size, again.durability]).toEqual([false, SIZE, durability]);
    expect([...again.read(SIZE - 4, 4), ...again.read(0, 2)]).toEqual([0, 1, 2, 3, 9, 0]);
  });

  it('is made with other content when that is given, which is not asked for again', () => {
    opened({ content: () => new Uint8Array(SIZE).fill(7) }).close();
    const again = opened({
      content: () => {
        throw new Error('asked for again');
      },
    });
    expect([...again.read(0, 2)]).toEqual([7, 7]);
  });

  it('is not made when its content cannot be', () => {
    const content = () => {
      throw new Error('no content');
    };
    expect(() => opened({ content })).toThrow('no content');
    expect(readdirSync(folder)).toEqual([]);
    expect(opened().isNew).toBe(true);
  });

  it('is refused with another size, in both numbers, and stays as it is', () => {
    writeFileSync(path, 'something else');
    const { kind, message } = refusal(() => opened());
    expect([kind, message]).toEqual(['other size', `${path} has 14 bytes, not ${SIZE} as this card needs`]);
    expect(readFileSync(path, 'utf8')).toBe('something else');
  });

  it('may not be read or written beyond its end, nor after it was closed', () => {
    const flash = opened();
    expect(() => flash.write(SIZE - 1, Uint8Array.of(1, 2))).toThrow(RangeError);
    expect(() => flash.read(-1, 1)).toThrow(RangeError);
    expect(statSync(path).size).toBe(SIZE);
    flash.close();
    flash.close();
    for (const use of [() => flash.read(0, 1), () => flash.write(0, Uint8Array.of(1)), () => flash.sync()]) {
      expect(use).toThrow(`${path} was closed`);
    }
  });

  it('that is cut short while it is used fails', () => {
    const flash = opened();
    truncateSync(path, 10);
    expect(() => flash.read(8, 4)).toThrow(/was cut short while/);
  });

  it("that others could read is its owner's alone once it is opened", () => {
    writeFileSync(path, new Uint8Array(SIZE), { mode: 0o644 });
    opened();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('what is no file of ours to write is refused, in a sentence', () => {
  // biome-ignore format: a table reads best with its columns aligned
  it.each<[string, () => void, RegExp]>([
    ['a folder',                  () => mkdirSync(path),                                /it is a folder; name a file in it/],
    ['a symbolic link',           () => symlinkSync(join(folder, 'other'), path),       /it is a symbolic link/],
    ['a FIFO',                    () => spawnSync('mkfifo', [path]),                    /it is no ordinary file/],
    ['a read-only file',          () => writeFileSync(path, new Uint8Array(SIZE), { mode: 0o400 }), /(read-only, and a card writes; type chmod 600|may not be opened)/],
    ['a file as a folder',        () => { writeFileSync(path, ''); path += '/a.img'; }, /what should be its folder is a file/],
    ['a folder that is not there', () => { path = join(folder, 'no', 'a.img'); },        /there is no such file or folder/],
    ['a device',                  () => { path = '/dev/full'; },                        /it is no ordinary file/],
    ['a name that is too long',   () => { path = join(folder, 'n'.repeat(300)); },      /its name is too long/],
  ])('%s', (_, make, sentence) => {
    make();
    const before = readdirSync(folder);
    const { kind, message } = refusal(() => opened());
    expect(kind).toBe('unusable');
    expect(message).toMatch(sentence);
    expect(message).toContain(path);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('a file for which there is no room leaves nothing behind', async () => {
    const full = child(`open(${JSON.stringify(path)}, { size: 5_000_000 });`, "trap '' XFSZ; ulimit -f 64;");
    expect(await full.line()).toMatch(
      /^refused: .* cannot be used as a card image: it would be larger than a file may be/,
    );
    await kill(full);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the lock', () => {
  it('keeps this process out too, and says so', () => {
    opened();
    const { kind, message } = refusal(() => opened());
    expect(kind).toBe('in use');
    expect(message).toContain(`${path} is in use by this very process, ${process.pid}`);
    expect(refusal(() => FileFlash.readExisting(path)).kind).toBe('in use');
  });

  it('names the process that has it, and goes with that process', async () => {
    const other = child(`open(${JSON.stringify(path)}, { size: ${SIZE} }); say('open'); setInterval(() => {}, 1e6);`);
    expect(await other.line()).toBe('open');
    expect(refusal(() => opened()).message).toContain(`in use by process ${other.process.pid} (node`);
    await kill(other);
    expect(opened().isNew).toBe(false);
  });

  it('is shared by those who only read', () => {
    makeStore();
    const copy = FileFlash.readExisting(path)!;
    expect(FileFlash.readExisting(path)!.image()).toEqual(copy.image());
  });

  it('is won by one of several who make or open the file at the same moment', async () => {
    const go = join(folder, 'go');
    const code = `
      import { existsSync } from 'node:fs';
      say('ready');
      for (let round = 0; round < 10; round++) {
        while (!existsSync(${JSON.stringify(go)} + round));
        const flash = open(${JSON.stringify(join(folder, 'r'))} + round, { size: 50_000 });
        if (flash !== undefined) say('won');
      }
      setInterval(() => {}, 1e6);`;
    const racers = [child(code), child(code), child(code)];
    try {
      for (const racer of racers) expect(await racer.line()).toBe('ready');
      for (let round = 0; round < 10; round++) {
        if (round % 2 === 1) writeFileSync(join(folder, `r${round}`), new Uint8Array(50_000));
        writeFileSync(go + round, '');
        const lines = await Promise.all(racers.map((racer) => racer.line()));
        expect(lines.filter((line) => line === 'won')).toHaveLength(1);
        expect(lines.filter((line) => /refused: .*r\d is in use by/.test(line))).toHaveLength(2);
      }
    } finally {
      await Promise.all(racers.map(kill));
    }
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

describe('a file that somebody left unfinished', () => {
  it("is in nobody's way", async () => {
    const code = `open(${JSON.stringify(path)}, { size: ${SIZE}, content: () => { say('making'); for (;;); } });`;
    const other = child(code);
    expect(await other.line()).toBe('making');
    expect(existsSync(path)).toBe(false);
    expect(refusal(() => opened()).kind).toBe('in use');
    await kill(other);
    expect(readdirSync(folder)).toEqual(['.card.img.unfinished']);
    expect(opened().isNew).toBe(true);
    expect(readdirSync(folder)).toEqual(['card.img']);
  });
});

describe('an existing file', () => {
  it('is none when it is absent', () => {
    expect(FileFlash.openExisting(path)).toBeUndefined();
    expect(FileFlash.readExisting(path)).toBeUndefined();
  });

  it.each([0, 1, 4_096, 8_191, STORE_SIZE - 1, STORE_SIZE + 1])(
    'that has become %i bytes long is refused',
    (length) => {
      makeStore();
      truncateSync(path, length);
      const before = readFileSync(path);
      for (const use of [() => FileFlash.openExisting(path), () => FileFlash.readExisting(path)]) {
        expect(refusal(use).message).toMatch(new RegExp(`^${path}.* ${length} bytes`));
      }
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );

  it('is read without being changed, also when it is read-only', () => {
    makeStore();
    chmodSync(path, 0o400);
    const { mtimeMs, mode } = statSync(path);
    expect(Buffer.from(FileFlash.readExisting(path)!.image()).equals(readFileSync(path))).toBe(true);
    expect(statSync(path)).toMatchObject({ mtimeMs, mode });
  });

  it('is opened with the size that it has', () => {
    makeStore();
    const flash = FileFlash.openExisting(path)!;
    open.push(flash);
    expect(ObjectStore.open(flash, STORE).get(1)).toEqual(Uint8Array.of(1, 2, 3));
  });
});
