/** Non-volatile memory: flash devices, and the store of numbered objects on them. */
export { type Change, OBJECT_OVERHEAD } from './change.ts';
export { CuttingFlash, coin, type FlashOperation, PowerCut, TEAR_UNIT } from './cutting-flash.ts';
export { DeviceError, type DeviceErrorKind } from './device-error.ts';
export type { FlashDevice } from './flash-device.ts';
export { type Layout, layoutFor } from './layout.ts';
export { MemoryFlash } from './memory-flash.ts';
export { ObjectStore } from './object-store.ts';
export { formattedAs, type StoreOptions } from './recovery.ts';
export { StoreFull } from './store-full.ts';
