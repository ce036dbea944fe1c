/**
 * The state of one card and the services its instructions use. Persistent state is in the object store and nowhere else;
 * sessions and the random generator are forgotten with the power.
 */
import { concat, toNumber } from '../apdu/index.ts';
import type { AccessMode } from './access-rules.ts';
import type { CardServices } from './card-services.ts';
import { type CryptoEngine, type Drbg, HmacDrbg } from './crypto/index.ts';
import { type FileNode, FileSystem, formatFileSystem } from './file-system/index.ts';
import { Keys } from './keys.ts';
import { CARD_STATE, type CardState, cardState, FILE_STATE } from './life-cycle.ts';
import type { Change, ObjectStore } from './nvm/index.ts';
import { OBJECT } from './object-ids.ts';
import { type Personalisation, parsePersonalisation } from './personalisation.ts';
import { Pin, type SecretComparator, unsetPin } from './pin.ts';
import type { OsProfile } from './profile.ts';
import { Session } from './session.ts';

/** Objects of a blank card, but for its identity. */
function blankObjects(profile: OsProfile): (readonly [number, Uint8Array])[] {
  return [
    [OBJECT.cardState, Uint8Array.of(CARD_STATE.creation)],
    ...profile.pins.map(({ reference, policy }) => [OBJECT.pin + reference, unsetPin(policy)] as const),
    ...formatFileSystem(profile.mfTemplate, FILE_STATE.activated),
  ];
}

/** Every object of a newly formatted card. */
export function formatCard(
  profile: OsProfile,
  seed: Uint8Array,
  serialNumber: Uint8Array,
): readonly (readonly [number, Uint8Array])[] {
  return [
    [OBJECT.profileName, new TextEncoder().encode(profile.name)],
    [OBJECT.seed, seed],
    [OBJECT.powerOnCounter, new Uint8Array(4)],
    [OBJECT.serialNumber, serialNumber],
    ...blankObjects(profile),
  ];
}

export class CardOs implements CardServices {
  readonly profile: OsProfile;
  readonly store: ObjectStore;
  readonly engine: CryptoEngine;
  readonly files: FileSystem;
  readonly keys: Keys;
  readonly pins: readonly Pin[];
  readonly userPin: Pin;
  commandNumber = 0;
  /** The basic channel's session is always there; the others while they are open. */
  readonly #sessions: (Session | undefined)[] = [new Session()];
  #channel = 0;
  #drbg: Drbg | undefined;
  readonly #pinByReference: ReadonlyMap<number, Pin>;
  readonly #compare: SecretComparator;

  constructor(
    profile: OsProfile,
    store: ObjectStore,
    engine: CryptoEngine,
    compare: SecretComparator,
    files?: FileSystem,
  ) {
    this.profile = profile;
    this.store = store;
    this.engine = engine;
    this.files = files ?? new FileSystem(store);
    this.#compare = compare;
    this.keys = new Keys(store, profile.lastKeyReference);
    this.pins = profile.pins.map(({ reference, label }) => new Pin(reference, label, store, compare));
    this.#pinByReference = new Map(this.pins.map((pin) => [pin.reference, pin]));
    this.userPin = this.#pinByReference.get(profile.userPinReference)!;
  }

  /** The same persistent state in memory, powered off; with another seed if one is given. */
  fork(seed?: Uint8Array): CardOs {
    const store = this.store.fork();
    if (seed !== undefined) store.commit([{ put: OBJECT.seed, bytes: seed }]);
    return new CardOs(this.profile, store, this.engine, this.#compare, this.files.fork(store));
  }

  /** A card that was powered on: as after every reset, and a new stretch of the random generator. */
  powerOn(): void {
    this.#drbg = undefined;
    this.commandNumber = 0;
    this.reset();
    if (this.store.get(OBJECT.personalisation) !== undefined) this.#wipe();
  }

  /** After reset: the basic channel only, nothing selected but the MF, nothing verified. */
  reset(): void {
    this.#sessions.length = 0;
    this.#sessions[0] = new Session();
    this.#channel = 0;
  }

  /** Makes a channel the one whose session instructions see. False when it is not open. */
  enterChannel(channel: number): boolean {
    this.#channel = channel;
    return this.#sessions[channel] !== undefined;
  }

  get session(): Session {
    return this.#sessions[this.#channel]!;
  }

  /** The session of the basic logical channel. */
  get basicSession(): Session {
    return this.#sessions[0]!;
  }

  get channels(): number {
    return this.profile.channels;
  }

  openChannel(number?: number): number | undefined {
    const isFree = (channel: number) => channel < this.channels && this.#sessions[channel] === undefined;
    const all = Array.from({ length: this.channels }, (_, channel) => channel);
    const channel = number === undefined ? all.find(isFree) : isFree(number) ? number : undefined;
    if (channel === undefined) return undefined;
    const session = new Session();
    // From another channel than the basic one the new channel begins in that channel's DF. ISO/IEC 7816-4:2005 §7.1.2
    session.currentDf = this.#channel === 0 ? session.currentDf : this.session.currentDf;
    this.#sessions[channel] = session;
    return channel;
  }

  closeChannel(number: number): boolean {
    const wasOpen = this.#sessions[number] !== undefined;
    this.#sessions[number] = undefined;
    return wasOpen;
  }

  restartSession(): void {
    this.#sessions[this.#channel] = new Session();
  }

  pin(reference: number): Pin | undefined {
    return this.#pinByReference.get(reference);
  }

  revokeEverywhere(pinReference: number): void {
    for (const session of this.#sessions) session?.revoke(pinReference);
  }

  get state(): CardState {
    return cardState(this.store.get(OBJECT.cardState)?.[0]);
  }

  stateChange(state: CardState): Change {
    return { put: OBJECT.cardState, bytes: Uint8Array.of(state) };
  }

  get personalisation(): Personalisation | undefined {
    const stored = this.store.get(OBJECT.personalisation);
    return stored && parsePersonalisation(stored);
  }

  get serialNumber(): Uint8Array {
    return this.store.get(OBJECT.serialNumber)!;
  }

  allows(file: FileNode, mode: AccessMode): boolean {
    const condition = file.access.condition(mode);
    if (condition === 'always' || this.store.get(OBJECT.personalisation) !== undefined) return true;
    if (condition === 'never') return false;
    return this.state !== CARD_STATE.operational || this.session.isVerified(this.userPin.reference);
  }

  isCurrentElsewhere(file: FileNode): boolean {
    const isBelow = (number: number): boolean => {
      const at = this.files.file(number)!;
      return at.number === file.number || (at.number !== at.parent && isBelow(at.parent));
    };
    return this.#sessions.some(
      (session, channel) =>
        session !== undefined && channel !== this.#channel && isBelow(session.currentEf ?? session.currentDf),
    );
  }

  random(): Drbg {
    if (this.#drbg === undefined) {
      const counter = new Uint8Array(4);
      new DataView(counter.buffer).setUint32(0, toNumber(this.store.get(OBJECT.powerOnCounter)!) + 1);
      this.commit([{ put: OBJECT.powerOnCounter, bytes: counter }]);
      this.#drbg = new HmacDrbg(concat(this.store.get(OBJECT.seed)!, counter));
    }
    return this.#drbg;
  }

  commit(changes: readonly Change[]): void {
    this.store.commit(changes);
  }

  /** A personalisation was cut short: the card is blank again, in one commit. Its seed and counter stay. */
  #wipe(): void {
    const blank = blankObjects(this.profile);
    const kept = new Set<number>([OBJECT.profileName, OBJECT.seed, OBJECT.powerOnCounter, OBJECT.serialNumber]);
    for (const [id] of blank) kept.add(id);
    this.commit([
      ...[...this.store.ids()].filter((id) => !kept.has(id)).map((id) => ({ remove: id })),
      ...blank.map(([put, bytes]) => ({ put, bytes })),
    ]);
    this.files.reload();
  }
}
