/** A commit would take more than the store's capacity. Nothing has been written. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
  constructor(needed: number, capacity: number) {
    super(`the objects would take ${needed} bytes of a capacity of ${capacity}`);
  }
}
