/** @file Claims that are answered late: a worker trains nothing whose lease may be over, and hands back what it does not train. */
import { expect, test } from 'vitest';
import type { Claim, Executor, Resources, WorkerEnd } from '../../../src/core/index.js';
import { createMemoryExchange, guardedWorker, serveRun } from '../../../src/work/transports/index.js';
import { offerOf, reportOf, sampleRun } from '../../conformance/transport/hall.js';
import { over } from '../../simulation/over.js';
import { SimulatedClock } from '../../simulation/simulated-clock.js';

const LEASE = 1000;
const CLAIM: Claim = { offer: offerOf('c'), token: 't' };

/** A worker whose first claim is answered after so long. */
async function claimAfter(ms: number) {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: LEASE, clock });
  exchange.coordinator(sampleRun);
  const [trained, back]: [string[], string[]] = [[], []];
  let claims = 0;
  const end: Partial<WorkerEnd> = {
    claim: () => new Promise((resolve) => void (++claims === 1 && clock.after(ms, () => resolve(CLAIM)))),
    renew: async (held) => new Set(held.map(({ token }) => token)),
    handBack: async ({ token }) => void back.push(token),
  };
  const place: Executor = {
    workers: 1,
    execute: async (source) => {
      trained.push(source.take()?.candidate ?? '');
      await new Promise(() => {});
    },
    close: async () => {},
  };
  const stop = new AbortController();
  void serveRun({
    ...{ end: over(exchange.worker(), end), report: reportOf('w'), places: [place], clock, filesOf: async () => [] },
    ...{ finish: stop.signal, stop: stop.signal, onEvent: () => {} },
  });
  await clock.pass(5 * LEASE);
  return { trained, back };
}

test('what is answered in time is trained', async () => {
  expect(await claimAfter(0.5 * LEASE)).toEqual({ trained: ['c'], back: [] });
});

test('what is answered when its lease is nearly over is handed back, and so is what nobody waited for any more', async () => {
  expect(await claimAfter(0.9 * LEASE)).toEqual({ trained: [], back: ['t'] });
  expect(await claimAfter(2 * LEASE)).toEqual({ trained: [], back: ['t'] });
});

test('a worker of several places claims what is left beside what it trains, and renews each lease twice in its time', async () => {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: LEASE, clock });
  exchange.coordinator(sampleRun);
  const rooms: Resources[] = [];
  const renewedAt: number[] = [];
  const end: Partial<WorkerEnd> = {
    claim: async (room) => {
      rooms.push(room);
      const offer = { ...CLAIM.offer, needs: { memoryMiB: 300, cpus: 1 } };
      return rooms.length === 1 ? { ...CLAIM, offer } : undefined;
    },
    renew: async (held) => {
      renewedAt.push(clock.nowMs());
      return new Set(held.map(({ token }) => token));
    },
  };
  const place = (): Executor => ({
    workers: 1,
    execute: async (source) => {
      source.take();
      await new Promise(() => {});
    },
    close: async () => {},
  });
  const stop = new AbortController();
  void serveRun({
    ...{ end: over(exchange.worker(), end), places: [place(), place()], clock, filesOf: async () => [] },
    ...{ finish: stop.signal, stop: stop.signal, onEvent: () => {} },
    report: reportOf('w', { places: 2, has: { memoryMiB: 500, cpus: 2 } }),
  });
  await clock.pass(10 * LEASE);
  expect(rooms[0]).toEqual({ memoryMiB: 500, cpus: 2 });
  expect(rooms.length).toBeGreaterThan(1);
  for (const room of rooms.slice(1)) expect(room).toEqual({ memoryMiB: 200, cpus: 1 });
  const pauses = renewedAt.slice(1).map((at, place) => at - (renewedAt[place] as number));
  expect(pauses.length).toBeGreaterThan(10);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(LEASE / 2);
});

test('offers that must not be trained do not keep a worker for ever', async () => {
  const end = createMemoryExchange({ leaseMs: LEASE, clock: new SimulatedClock() }).worker();
  let refused = 0;
  const guarded = guardedWorker(over(end, { claim: async () => CLAIM, refuse: async () => void refused++ }), {
    ...{ run: 'r', seals: undefined, flawOf: () => 'it is of another run', warn: () => {} },
  });
  expect([await guarded.claim({}), refused]).toEqual([undefined, 16]);
});
