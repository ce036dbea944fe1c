import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../apdu/index.ts';
import { encodeMessage, MessageReader } from './messages.ts';

describe('vpcd framing', () => {
  test('the length is two bytes, the higher first', () => {
    expect(toHex(encodeMessage(fromHex('04')))).toBe(toHex(fromHex('000104')));
    expect([...encodeMessage(new Uint8Array(0x0102)).subarray(0, 2)]).toEqual([1, 2]);
  });

  test('the longest payload is 65535 bytes', () => {
    const longest = new Uint8Array(0xffff).fill(0xa5);
    expect([...new MessageReader().feed(encodeMessage(longest))]).toEqual([longest]);
    expect(() => encodeMessage(new Uint8Array(0x10000))).toThrow(RangeError);
  });

  test('any split of the stream yields the same payloads', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
    const cuts = fc.array(fc.nat({ max: 2000 }), { maxLength: 30 });
    fc.assert(
      fc.property(payloads, cuts, (sent, at) => {
        const stream = concat(...sent.map(encodeMessage));
        const edges = [0, ...at.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        const reader = new MessageReader();
        const received = edges.slice(1).flatMap((end, i) => [...reader.feed(stream.slice(edges[i]!, end))]);
        expect(received.map((bytes) => toHex(bytes))).toEqual(sent.map((bytes) => toHex(bytes)));
      }),
    );
  });

  test('a stream fed byte by byte yields a payload with its last byte, no sooner', () => {
    const reader = new MessageReader();
    const counts = [...encodeMessage(fromHex('00A40000'))].map((byte) => [...reader.feed(Uint8Array.of(byte))].length);
    expect(counts).toEqual([0, 0, 0, 0, 0, 1]);
  });
});
