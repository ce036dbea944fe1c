/** The reader: any card becomes a PC/SC card, and the card in any PC/SC reader a card of ours. */

export { Broker } from './pcsc-lite/broker.ts';
export {
  listPcscReaders,
  openPcscReader,
  type PcscReader,
  type PcscReaderOptions,
} from './pcsc-lite/client/open-reader.ts';
export { PcscConnection } from './pcsc-lite/client/pcsc-connection.ts';
export { PcscContext, pcscSocket, type ReaderState } from './pcsc-lite/client/pcsc-context.ts';
export { PcscError } from './pcsc-lite/client/pcsc-error.ts';
export { DISPOSITION, PROTOCOL, SHARE } from './pcsc-lite/constants.ts';
export { type PcscLiteServer, type ServerOptions, servePcscLite } from './pcsc-lite/server.ts';
export { Session, type Wire } from './pcsc-lite/session.ts';
export { Slot, type SlotEvents } from './slot.ts';
export { type AcceptOptions, acceptVpcdCard, type VpcdCard, VpcdError } from './vpcd/accept-card.ts';
export { connectVpcd } from './vpcd/client.ts';
