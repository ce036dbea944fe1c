import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from './client.test-support.ts';
import { COMMAND, SCARD } from './constants.ts';
import { Client, connected, reader } from './session.test-support.ts';

describe('bytes', () => {
  it('in any pieces give the same answers', () => {
    const run = (cuts: readonly number[]): Uint8Array => {
      const client = new Client(reader().broker);
      client.received = new Uint8Array(0);
      const all = [
        encodeRequest(COMMAND.version, [4, 4, 0]),
        encodeRequest(COMMAND.getReadersState, []),
        encodeRequest(COMMAND.waitReaderStateChange, []),
        encodeRequest(COMMAND.stopWaiting, []),
        encodeRequest(COMMAND.version, [4, 9, 0]),
      ].flatMap((bytes) => [...bytes]);
      let from = 0;
      for (const to of [...cuts].sort((a, b) => a - b)) {
        client.session.feed(Uint8Array.from(all.slice(from, to)));
        from = Math.max(from, to);
      }
      client.session.feed(Uint8Array.from(all.slice(from)));
      return client.received;
    };
    const whole = run([]);
    expect(whole).toHaveLength(12 + 2944 + 2944 + 8 + 12);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 })), (cuts) => {
        expect(run(cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('that are no requests end their connection, and nobody else’s', () => {
    const { broker } = reader();
    const bystander = connected(broker);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 64 }), (bytes) => {
        const client = new Client(broker);
        client.session.feed(bytes);
        client.session.end();
        expect(bystander.client.rv(COMMAND.status, [bystander.card, 0])).toBe(SCARD.success);
      }),
      { numRuns: 10_000 },
    );
    expect(broker.members.size).toBe(1);
  });

  it('with a body of the wrong size, an unknown command or somebody else’s handle end the connection', () => {
    const { broker } = reader();
    const other = connected(broker);
    for (const [command, body] of [
      [COMMAND.version, [4, 4]],
      [0x03, []],
      [0x99, []],
      [COMMAND.status, [other.card, 0]],
    ] as const) {
      const client = new Client(broker);
      client.session.feed(encodeRequest(command, body));
      expect(client.closed).toBe(true);
    }
  });
});
