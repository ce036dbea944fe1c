/** Captured packets: USB readers (CCID, seen by Linux usbmon or USBPcap) and GSMTAP as SIMtrace and pySim send it. */

import type { Packet } from '../capture-file.ts';
import type { CaptureReader, LogEvents } from '../log-events.ts';
import { CcidReader } from './ccid.ts';
import { gsmtapIn, readGsmtap } from './gsmtap.ts';
import { usbTransfer } from './usb-framing.ts';

export const CAPTURE = 'capture of packets (USB CCID, GSMTAP)';

export class PacketReader implements CaptureReader {
  readonly #events: LogEvents;
  readonly #ccid: CcidReader;

  constructor(events: LogEvents) {
    this.#events = events;
    this.#ccid = new CcidReader(events);
  }

  packet({ linkType, bytes }: Packet, number: number): void {
    const transfer = usbTransfer(linkType, bytes);
    if (transfer !== undefined) {
      this.#ccid.transfer(transfer, number);
      return;
    }
    const gsmtap = gsmtapIn(linkType, bytes);
    if (gsmtap === undefined) this.#events.remark(number);
    else readGsmtap(gsmtap, number, this.#events);
  }

  end(): void {
    this.#ccid.end();
  }
}
