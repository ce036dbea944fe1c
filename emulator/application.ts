/** One application's persistent state: its files, keys, PINs and life cycle, in a part of the memory of its own. */
import type { Behaviour } from './behaviour.ts';
import { type FileNode, FileSystem, formatFileSystem } from './file-system/index.ts';
import { Keys } from './keys.ts';
import { CARD_STATE, type CardState, cardState, FILE_STATE, isClosed } from './life-cycle.ts';
import type { Change } from './nvm/index.ts';
import { OBJECT } from './object-ids.ts';
import type { ObjectSpace } from './object-space.ts';
import { type Personalisation, parsePersonalisation } from './personalisation.ts';
import { Pin, type SecretComparator, unsetPin } from './pin.ts';
import type { ApplicationProfile } from './profile.ts';

/** Objects of an application that holds nothing yet, by the application's own numbers. */
export function blankObjects(profile: ApplicationProfile): (readonly [number, Uint8Array])[] {
  return [
    [OBJECT.cardState, Uint8Array.of(CARD_STATE.creation)],
    ...profile.pins.map(({ reference, policy }) => [OBJECT.pin + reference, unsetPin(policy)] as const),
    ...formatFileSystem(profile.mfTemplate, FILE_STATE.activated),
  ];
}

export class Application {
  /** Its place on the card, 0 up. */
  readonly number: number;
  readonly profile: ApplicationProfile;
  readonly objects: ObjectSpace;
  readonly files: FileSystem;
  readonly keys: Keys;
  readonly pins: readonly Pin[];
  readonly userPin: Pin;

  constructor(
    number: number,
    profile: ApplicationProfile,
    behaviour: Behaviour,
    objects: ObjectSpace,
    compare: SecretComparator,
    files = new FileSystem(objects),
  ) {
    this.number = number;
    this.profile = profile;
    this.objects = objects;
    this.files = files;
    this.keys = new Keys(objects, profile.lastKeyReference);
    this.pins = profile.pins.map((definition) => new Pin(definition, behaviour, objects, compare));
    this.userPin = this.pin(profile.userPinReference)!;
  }

  pin(reference: number): Pin | undefined {
    return this.pins.find((pin) => pin.reference === reference);
  }

  get state(): CardState {
    return cardState(this.objects.get(OBJECT.cardState)?.[0]);
  }

  get personalisation(): Personalisation | undefined {
    const stored = this.objects.get(OBJECT.personalisation);
    return stored && parsePersonalisation(stored);
  }

  /** Whether its personalisation has begun and not ended. */
  get isPersonalising(): boolean {
    return this.objects.get(OBJECT.personalisation) !== undefined;
  }

  /** Whether a DF above a file is deactivated or terminated: nothing below it is in use. */
  isBelowClosed({ number, parent }: FileNode): boolean {
    if (number === parent) return false;
    const df = this.files.file(parent)!;
    return isClosed(df.lifeCycle) || this.isBelowClosed(df);
  }

  /** Back to how it was before anything was created, in one commit; the card's own objects stay. */
  wipe(): void {
    const blank = blankObjects(this.profile);
    const kept = new Set<number>([
      OBJECT.profileName,
      OBJECT.seed,
      OBJECT.powerOnCounter,
      OBJECT.serialNumber,
      OBJECT.quirks,
      OBJECT.layout,
      OBJECT.atr,
    ]);
    for (const [id] of blank) kept.add(id);
    const changes: Change[] = [...this.objects.ids()].filter((id) => !kept.has(id)).map((id) => ({ remove: id }));
    this.objects.commit([...changes, ...blank.map(([put, bytes]) => ({ put, bytes }))]);
    this.files.reload();
  }
}
