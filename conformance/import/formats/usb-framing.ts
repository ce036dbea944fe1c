/** What stands before the bytes of a USB transfer in a capture. */

/** LINKTYPE_USB_LINUX, LINKTYPE_USB_LINUX_MMAPPED and LINKTYPE_USBPCAP. */
export const LINK = { usbmon: 189, usbmonMmapped: 220, usbPcap: 249 } as const;

const BULK = { usbmon: 3, usbPcap: 3 } as const;

export interface UsbTransfer {
  /** Bus and device. */
  readonly device: string;
  /** From the reader to the host. */
  readonly isIn: boolean;
  readonly bytes: Uint8Array;
}

/** The bytes of a bulk transfer, at the moment when they are there; empty of any other event. Undefined: no USB. */
export function usbTransfer(linkType: number, packet: Uint8Array): UsbTransfer | undefined {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  if (linkType === LINK.usbPcap) return packet.length < 27 ? NOTHING : usbPcap(packet, view);
  if (linkType !== LINK.usbmon && linkType !== LINK.usbmonMmapped) return undefined;
  const header = linkType === LINK.usbmon ? 48 : 64;
  if (packet.length < header || packet[9] !== BULK.usbmon) return NOTHING;
  const isIn = (packet[10]! & 0x80) !== 0;
  // What is sent stands in the submission, what is received in its completion.
  if (packet[8] !== (isIn ? COMPLETED : SUBMITTED)) return NOTHING;
  const device = `${view.getUint16(12, true)}.${packet[11]}`;
  return { device, isIn, bytes: packet.subarray(header, header + view.getUint32(36, true)) };
}

const SUBMITTED = 0x53;
const COMPLETED = 0x43;
const NOTHING: UsbTransfer = { device: '', isIn: false, bytes: new Uint8Array(0) };

function usbPcap(packet: Uint8Array, view: DataView): UsbTransfer {
  if (packet[22] !== BULK.usbPcap) return NOTHING;
  const header = view.getUint16(0, true);
  const isIn = (packet[21]! & 0x80) !== 0;
  const device = `${view.getUint16(17, true)}.${view.getUint16(19, true)}`;
  return { device, isIn, bytes: packet.subarray(header, header + view.getUint32(23, true)) };
}
