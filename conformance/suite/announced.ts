/** What a card announces of itself in the historical bytes of its ATR. ISO/IEC 7816-4:2005 §8.1.1 */
import { AtrError, offeredProtocols, parseAtr } from '../../apdu/index.ts';

/** Undefined: it says nothing of it. */
export interface Announced {
  readonly atr: Uint8Array;
  /** The protocol that is offered first, T=0 or another. */
  readonly protocol: number | undefined;
  /** The ATR and its historical bytes are formed by the rules. */
  readonly wellFormed: boolean;
  /** Card service data: by full name, by partial name, objects in EF.DIR. */
  readonly services: number | undefined;
  /** First capability byte: ways of selection. */
  readonly selection: number | undefined;
  readonly chaining: boolean | undefined;
  readonly extended: boolean | undefined;
  /** Logical channels, the basic one included; 8 means eight or more. */
  readonly channels: number | undefined;
}

/** Bits of the first capability byte. */
// biome-ignore format: a table reads best with its columns aligned
export const SELECTION = { fullName: 0x80, partialName: 0x40, path: 0x20, fid: 0x10, sfi: 0x04, recordNumber: 0x02 } as const;

interface Compact {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** Compact TLV objects of the historical bytes; undefined when they run over. */
function compactObjects(historical: Uint8Array): Compact[] | undefined {
  const category = historical[0];
  if (category !== 0x00 && category !== 0x80) return [];
  const end = category === 0x00 ? historical.length - 3 : historical.length;
  const objects: Compact[] = [];
  for (let offset = 1; offset < end; ) {
    const length = historical[offset]! & 0x0f;
    if (offset + 1 + length > end) return undefined;
    objects.push({ tag: historical[offset]! >> 4, value: historical.subarray(offset + 1, offset + 1 + length) });
    offset += 1 + length;
  }
  return objects;
}

function channelsOf(byte: number): number {
  return (byte & 0x18) === 0 ? 1 : (byte & 0x07) + 1;
}

function protocolOf(atr: Uint8Array): number | undefined {
  try {
    return offeredProtocols(parseAtr(atr))[0];
  } catch (error) {
    if (error instanceof AtrError) return undefined;
    throw error;
  }
}

export function announced(atr: Uint8Array): Announced {
  const objects = objectsOf(atr);
  const capabilities = objects?.find(({ tag }) => tag === 7)?.value;
  const third = capabilities?.[2];
  return {
    atr,
    protocol: protocolOf(atr),
    wellFormed: objects !== undefined,
    services: objects?.find(({ tag }) => tag === 3)?.value[0],
    selection: capabilities?.[0],
    chaining: third === undefined ? undefined : (third & 0x80) !== 0,
    extended: third === undefined ? undefined : (third & 0x40) !== 0,
    channels: third === undefined ? undefined : channelsOf(third),
  };
}

function objectsOf(atr: Uint8Array): Compact[] | undefined {
  try {
    return compactObjects(parseAtr(atr).historical);
  } catch (error) {
    if (error instanceof AtrError) return undefined;
    throw error;
  }
}
