/**
 * The state of one card and the services its instructions use. Persistent state is in the object store and nowhere else;
 * sessions and the random generator are forgotten with the power.
 */
import { concat, SW, toNumber } from '../apdu/index.ts';
import { type Condition, isSatisfied, type PinName } from './access-condition.ts';
import type { AccessMode, AccessRules, CommandHeader } from './access-rules.ts';
import { Application, blankObjects } from './application.ts';
import type { Behaviour } from './behaviour.ts';
import type { CardServices } from './card-services.ts';
import { Channels } from './channels.ts';
import { type CryptoEngine, type Drbg, HmacDrbg } from './crypto/index.ts';
import type { FileNode, FileSystem } from './file-system/index.ts';
import { refuse } from './instruction.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';
import { CARD_STATE, type CardState, FILE_STATE, isClosed, stateAllows } from './life-cycle.ts';
import type { Change, ObjectStore } from './nvm/index.ts';
import { OBJECT } from './object-ids.ts';
import { ObjectSpace, storeId } from './object-space.ts';
import type { Personalisation } from './personalisation.ts';
import type { Pin, SecretComparator } from './pin.ts';
import type { OsProfile } from './profile.ts';
import { Session } from './session.ts';

/** Every object of a newly formatted card; those besides that it keeps are named. */
export function formatCard(
  profile: OsProfile,
  seed: Uint8Array,
  serialNumber: Uint8Array,
  kept: readonly (readonly [number, Uint8Array])[] = [],
): readonly (readonly [number, Uint8Array])[] {
  return [
    [OBJECT.profileName, new TextEncoder().encode(profile.name)],
    [OBJECT.seed, seed],
    [OBJECT.powerOnCounter, new Uint8Array(4)],
    [OBJECT.serialNumber, serialNumber],
    ...kept,
    ...profile.applications.flatMap((application, number) =>
      blankObjects(application).map(([id, bytes]) => [storeId(number, id), bytes] as const),
    ),
  ];
}

/** What a command needs to use a key, or to make one where there is none yet. */
function conditionOf(key: Key | undefined, command: CommandHeader): Condition {
  return key?.rules?.condition(undefined, command) ?? { pin: 'user' };
}

export class CardOs implements CardServices {
  readonly profile: OsProfile;
  readonly behaviour: Behaviour;
  readonly store: ObjectStore;
  readonly engine: CryptoEngine;
  readonly applications: readonly Application[];
  readonly channels: Channels;
  commandNumber = 0;
  header: CommandHeader = { cla: 0, ins: 0, p1: 0, p2: 0 };
  #drbg: Drbg | undefined;
  readonly #compare: SecretComparator;

  constructor(
    profile: OsProfile,
    store: ObjectStore,
    engine: CryptoEngine,
    compare: SecretComparator,
    files?: (application: number, objects: ObjectSpace) => FileSystem,
  ) {
    this.profile = profile;
    this.behaviour = profile.behaviour;
    this.store = store;
    this.engine = engine;
    this.channels = new Channels(profile.channels);
    this.#compare = compare;
    this.applications = profile.applications.map((application, number) => {
      const objects = new ObjectSpace(store, number);
      return new Application(number, application, profile.behaviour, objects, compare, files?.(number, objects));
    });
  }

  /** The same persistent state in memory, powered off; with another seed if one is given. */
  fork(seed?: Uint8Array): CardOs {
    const store = this.store.fork();
    if (seed !== undefined) store.commit([{ put: OBJECT.seed, bytes: seed }]);
    return new CardOs(this.profile, store, this.engine, this.#compare, (number, objects) =>
      this.applications[number]!.files.fork(objects),
    );
  }

  /** A card that was powered on: as after every reset, and a new stretch of the random generator. */
  powerOn(): void {
    this.#drbg = undefined;
    this.commandNumber = 0;
    this.channels.reset();
    for (const application of this.applications) if (application.isPersonalising) application.wipe();
  }

  get session(): Session {
    return this.channels.session;
  }

  /** The application that is selected on the channel. */
  get application(): Application {
    return this.applications[this.session.application]!;
  }

  get files(): FileSystem {
    return this.application.files;
  }

  get keys(): Keys {
    return this.application.keys;
  }

  get userPin(): Pin {
    return this.application.userPin;
  }

  get state(): CardState {
    return this.application.state;
  }

  get personalisation(): Personalisation | undefined {
    return this.application.personalisation;
  }

  get serialNumber(): Uint8Array {
    return this.store.get(OBJECT.serialNumber)!;
  }

  get isTerminated(): boolean {
    return this.applications[0]!.state === CARD_STATE.terminated;
  }

  get isInUse(): boolean {
    const df = this.files.file(this.session.currentDf)!;
    return !isClosed(df.lifeCycle) && !this.application.isBelowClosed(df);
  }

  pin(reference: number): Pin | undefined {
    return this.application.pin(reference);
  }

  restartSession(): void {
    this.channels.session = new Session(this.session.application);
  }

  revokeEverywhere(pinReference: number): void {
    for (const session of this.channels.inApplication(this.session.application)) session.revoke(pinReference);
  }

  isCurrentElsewhere(file: FileNode): boolean {
    const isBelow = (number: number): boolean => {
      const at = this.files.file(number)!;
      return at.number === file.number || (at.number !== at.parent && isBelow(at.parent));
    };
    return this.channels
      .inApplication(this.session.application)
      .some((session) => session !== this.session && isBelow(session.currentEf ?? session.currentDf));
  }

  demand(file: FileNode, mode: AccessMode, rules: AccessRules = file.access): void {
    if (!stateAllows(file.lifeCycle, mode) || this.application.isBelowClosed(file)) refuse(SW.conditionsNotSatisfied);
    if (this.application.isPersonalising) return;
    const condition = rules.condition(mode, this.header);
    const asked = this.state === CARD_STATE.operational || this.state === CARD_STATE.terminated;
    const holds = asked ? (pin: PinName) => this.holds(pin) : () => true;
    if (!isSatisfied(condition, holds)) refuse(SW.securityStatusNotSatisfied);
  }

  demandKey(key: Key | undefined, command: CommandHeader = this.header): void {
    this.#demand(conditionOf(key, command));
  }

  useUp(key: Key): void {
    if (!key.consent && !this.behaviour.consentForEveryKey) return;
    const isUnused = (pin: PinName) => this.session.isUnused(pin === 'user' ? this.userPin.reference : pin);
    if (!isSatisfied(conditionOf(key, this.header), isUnused)) refuse(SW.securityStatusNotSatisfied);
    this.session.useUp();
  }

  demandPin(pin: Pin): void {
    this.#demand(pin.rules?.condition(undefined, this.header) ?? 'always');
  }

  holds(name: PinName): boolean {
    const pin = name === 'user' ? this.userPin : this.pin(name);
    return pin !== undefined && (this.session.isVerified(pin.reference) || pin.isDisabled);
  }

  random(): Drbg {
    if (this.#drbg === undefined) {
      const counter = new Uint8Array(4);
      new DataView(counter.buffer).setUint32(0, toNumber(this.store.get(OBJECT.powerOnCounter)!) + 1);
      this.store.commit([{ put: OBJECT.powerOnCounter, bytes: counter }]);
      this.#drbg = new HmacDrbg(concat(this.store.get(OBJECT.seed)!, counter));
    }
    return this.#drbg;
  }

  commit(changes: readonly Change[]): void {
    this.application.objects.commit(changes);
  }

  stateChange(state: CardState): Change {
    return { put: OBJECT.cardState, bytes: Uint8Array.of(state) };
  }

  terminate(): void {
    const { files, number } = this.application;
    if (number !== 0) refuse(SW.conditionsNotSatisfied);
    this.store.commit([
      { put: OBJECT.cardState, bytes: Uint8Array.of(CARD_STATE.terminated) },
      files.lifeCycleChange(files.mf, FILE_STATE.terminated),
    ]);
    files.reload();
  }

  #demand(condition: Condition): void {
    if (!isSatisfied(condition, (pin) => this.holds(pin))) refuse(SW.securityStatusNotSatisfied);
  }
}
