/** The front door: cards by profile name, and readers to put them in. */
export type { CardChannel, CardLink } from './apdu/index.ts';
export { CardMute } from './apdu/index.ts';
export type { Card, CardProfile, CardView, Clock, FlashDevice, MorePin, QuirkName } from './applet/index.ts';
export { QUIRKS, withQuirks } from './applet/index.ts';
export { type CreateCardOptions, createCard, READY_CLOCK } from './front-door/create-card.ts';
export {
  type CardImage,
  hasReadySecrets,
  type ImageCard,
  openImageCard,
  type ReadySecrets,
  readImage,
} from './front-door/image-card.ts';
export { openPcscChannel, type PcscChannel } from './front-door/pcsc-channel.ts';
export { type ProfileName, profiles } from './front-door/profiles.ts';
export { readerSeed } from './front-door/reader-seed.ts';
export { addRevokedCard, addRevokedCards } from './front-door/revoked-cards.ts';
export { type Readers, readerName, type StartReaderOptions, startReader } from './front-door/start-reader.ts';
export { unhurried } from './front-door/unhurried-link.ts';
export { withVariant } from './front-door/variant.ts';
export { type CardOrder, startWorkerCard, type WorkerCard } from './front-door/worker-card.ts';
export { HolderError, READY_PIN, READY_PUK, withHolder } from './issuer/index.ts';
export type { Slot } from './reader-bridge/index.ts';
export {
  listPcscReaders,
  openPcscReader,
  PcscError,
  type PcscReader,
  type PcscReaderOptions,
} from './reader-bridge/index.ts';
