import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startScenario } from './start-scenario.ts';

it('a scenario has its cards in readers, its service at a port, and leaves nothing', async () => {
  const { env, slots, origin, close } = await startScenario('uzi-revoked-after-making', { port: 0 });
  expect(slots).toHaveLength(2);
  expect(existsSync(env.PCSCLITE_CSOCK_NAME)).toBe(true);
  expect((await fetch(`${origin}/crl/zorg-id.crl`)).status).toBe(200);
  await close();
  expect(existsSync(env.PCSCLITE_CSOCK_NAME)).toBe(false);
  await expect(fetch(origin!)).rejects.toThrow();
});

it('where nobody is to listen, nobody does', async () => {
  await using scenario = await startScenario('status-unreachable', { port: 0 });
  expect(scenario.origin).toBeUndefined();
});
