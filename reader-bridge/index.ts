/** The reader: any card becomes a PC/SC card. */

export { type PcscLiteServer, type ServerOptions, servePcscLite } from './pcsc-lite/server.ts';
export { Slot, type SlotEvents } from './slot.ts';
export { connectVpcd } from './vpcd/client.ts';
