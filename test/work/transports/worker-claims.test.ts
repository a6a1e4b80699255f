/** @file Claims that are answered late: a worker trains nothing whose lease may be over, and hands back what it does not train. */
import { expect, test } from 'vitest';
import type { Claim, Executor, WorkerEnd } from '../../../src/core/index.js';
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

test('offers that must not be trained do not keep a worker for ever', async () => {
  const end = createMemoryExchange({ leaseMs: LEASE, clock: new SimulatedClock() }).worker();
  let refused = 0;
  const guarded = guardedWorker(over(end, { claim: async () => CLAIM, refuse: async () => void refused++ }), {
    ...{ run: 'r', seals: undefined, flawOf: () => 'it is of another run', warn: () => {} },
  });
  expect([await guarded.claim({}), refused]).toEqual([undefined, 16]);
});
