import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { Mailbox, mailboxMemory } from './mailbox.ts';

const SOON = 5_000;
const memory = mailboxMemory();
const caller = new Mailbox(memory);
const thread = new Mailbox(memory);

afterEach(() => {
  if (thread.callWithin(0) !== undefined) thread.answer({ kind: 0, bytes: new Uint8Array() });
  caller.takeAnswer();
});

it('carries a call there and its answer back', () => {
  caller.call({ kind: 4, bytes: Uint8Array.of(0x00, 0xca, 0x01) });
  expect(thread.callWithin(SOON)).toEqual({ kind: 4, bytes: Uint8Array.of(0x00, 0xca, 0x01) });
  expect(thread.answer({ kind: 1, bytes: Uint8Array.of(0x90, 0x00) })).toBe(true);
  expect(caller.answerWithin(SOON)).toEqual({ kind: 1, bytes: Uint8Array.of(0x90, 0x00) });
  expect(thread.callWithin(0)).toBeUndefined();
});

it('tells the thread when the caller has stopped waiting, and keeps the answer for it', () => {
  caller.call({ kind: 4, bytes: new Uint8Array() });
  expect(caller.answerWithin(0)).toBeUndefined();
  expect(thread.callWithin(0)).toEqual({ kind: 4, bytes: new Uint8Array() });
  expect(thread.answer({ kind: 2, bytes: Uint8Array.of(7) })).toBe(false);
  expect(caller.takeAnswer()).toEqual({ kind: 2, bytes: Uint8Array.of(7) });
});

it('cuts what is longer than any APDU, and leaves it longer', () => {
  caller.call({ kind: 4, bytes: new Uint8Array(1_000_000) });
  const length = thread.callWithin(SOON)?.bytes.length ?? 0;
  expect(length).toBeGreaterThan(4 + 3 + 65_535 + 2);
  expect(length).toBeLessThan(1_000_000);
});

it('wakes an end that sleeps', async () => {
  const echo = `
    const { workerData } = require('node:worker_threads');
    const state = new Int32Array(workerData, 0, 1);
    Atomics.wait(state, 0, 0);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    Atomics.store(state, 0, 3);
    Atomics.notify(state, 0);`;
  const worker = new Worker(echo, { eval: true, workerData: memory });
  caller.call({ kind: 9, bytes: Uint8Array.of(1) });
  expect(caller.answerWithin(SOON)).toEqual({ kind: 9, bytes: Uint8Array.of(1) });
  await worker.terminate();
});
