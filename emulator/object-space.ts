/**
 * The part of the non-volatile memory that one application sees: numbered objects of its own, all changed through the card's
 * one store. What an application has no number for it cannot reach.
 */
import type { Change, ObjectStore } from './nvm/index.ts';
import { APPLICATION, OBJECT } from './object-ids.ts';

/** Objects by number, and the one way to change them. */
export interface Objects {
  get(id: number): Uint8Array | undefined;
  ids(): Iterable<number>;
  commit(changes: readonly Change[]): void;
}

/** The store's number of an object of an application. */
export function storeId(application: number, id: number): number {
  const isFile = id >= OBJECT.file;
  const limit = isFile ? OBJECT.file + APPLICATION.fileObjects : APPLICATION.objects;
  if (id >= limit) throw new RangeError(`${id} is not the number of an application's object`);
  return id + application * (isFile ? APPLICATION.fileObjects : APPLICATION.objects);
}

/** The space of an application by its place on the card, 0 up. The first one's numbers are the store's own. */
export class ObjectSpace implements Objects {
  readonly #store: ObjectStore;
  readonly #application: number;

  constructor(store: ObjectStore, application: number) {
    this.#store = store;
    this.#application = application;
  }

  get(id: number): Uint8Array | undefined {
    return this.#store.get(this.#storeId(id));
  }

  *ids(): Iterable<number> {
    for (const id of this.#store.ids()) {
      const isFile = id >= OBJECT.file;
      const start = this.#storeId(isFile ? OBJECT.file : 0);
      const size = isFile ? APPLICATION.fileObjects : APPLICATION.objects;
      if (id >= start && id < start + size) yield id - start + (isFile ? OBJECT.file : 0);
    }
  }

  commit(changes: readonly Change[]): void {
    this.#store.commit(changes.map((change) => this.#inStore(change)));
  }

  #storeId(id: number): number {
    return storeId(this.#application, id);
  }

  #inStore(change: Change): Change {
    if ('put' in change) return { ...change, put: this.#storeId(change.put) };
    if ('patch' in change) return { ...change, patch: this.#storeId(change.patch) };
    return { remove: this.#storeId(change.remove) };
  }
}
