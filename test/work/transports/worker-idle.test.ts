/** @file When a worker has been without work for too long: counted from the last end of work, and never while it holds a trial. */
import { expect, test } from 'vitest';
import { type Executor, RunError, replicateTrial, type Trial, type WorkerEnd } from '../../../src/core/index.js';
import { createMemoryExchange, serveRun, type WorkerEndReason } from '../../../src/work/transports/index.js';
import { SimulatedClock } from '../../simulation/simulated-clock.js';

const MINUTE = 60_000;
const RUN = { id: 'run', signature: 'same', name: 'idle', payload: {} };

/** A worker with one place that ends after ten idle minutes, and whose trainings take so long. */
function setUp(trainingMs = MINUTE) {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: 15_000, clock });
  const coordinator = exchange.coordinator(RUN);
  const end = exchange.worker();
  let isAway = false;
  const [finish, stop] = [new AbortController(), new AbortController()];
  const place: Executor = {
    workers: 1,
    execute: async (source, onOutcome) => {
      const trial = source.take() as Trial;
      await new Promise<void>((resolve) => void clock.after(trainingMs, resolve));
      onOutcome({ trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1 });
    },
    close: async () => {},
  };
  const settle: WorkerEnd['settle'] = async (...args) => {
    if (isAway) throw new RunError({ code: 'away', what: 'It is away.', fix: 'Wait.' });
    await end.settle(...args);
  };
  const said: number[] = [];
  let ended: { readonly reason: WorkerEndReason; readonly minutes: number } | undefined;
  void serveRun({
    end: { ...end, leaseMs: end.leaseMs, settle },
    report: { id: 'w', host: 'h', pid: 1, places: 1, has: {}, environment: {} },
    places: [place],
    clock,
    filesOf: async () => [],
    idleMs: 10 * MINUTE,
    finish: finish.signal,
    stop: stop.signal,
    onEvent: (event) => {
      if (event.kind === 'idle') said.push(event.seconds);
    },
  }).then((reason) => {
    ended = { reason, minutes: clock.nowMs() / MINUTE };
  });
  return {
    coordinator,
    finish,
    pass: (minutes: number) => clock.pass(minutes * MINUTE),
    away: (is: boolean) => (isAway = is),
    offer: (...repeats: number[]) =>
      coordinator.offer(repeats.map((repeat) => ({ trial: replicateTrial('c', repeat, 0), attempt: 1, needs: {} }))),
    ended: () => ended,
    said,
  };
}

test('without anything to train, a worker ends by itself', async () => {
  const { coordinator, pass, ended } = setUp();
  await coordinator.close();
  await pass(9.9);
  expect(ended()).toBeUndefined();
  await pass(0.2);
  expect(ended()).toEqual({ reason: 'idle', minutes: 10 });
});

test('it counts from the last end of work, not while a trial is trained or its outcome is still to be brought back', async () => {
  const { offer, coordinator, pass, away, ended } = setUp(30 * MINUTE);
  await offer(0, 1);
  await coordinator.close();
  // What is offered is trained though nobody leads: 60 minutes. The last outcome waits for 15 more.
  await pass(50);
  away(true);
  await pass(25);
  expect(ended()).toBeUndefined();
  away(false);
  await pass(9.9);
  expect(ended()).toBeUndefined();
  await pass(1);
  expect(ended()).toEqual({ reason: 'idle', minutes: expect.closeTo(85, 1) });
});

test('as long as there is nothing to train, a worker says so once a minute', async () => {
  const { offer, pass, said } = setUp(5 * MINUTE);
  await pass(2.5);
  expect(said.map((seconds) => Math.round(seconds / 60))).toEqual([1, 2]);
  await offer(0);
  await pass(5);
  expect(said).toHaveLength(2);
  await pass(1.5);
  expect(said.slice(2).map((seconds) => Math.round(seconds / 60))).toEqual([1]);
});

test('work that comes in time begins the count anew, and a run that is over is no idle one', async () => {
  const { offer, coordinator, pass, finish, ended } = setUp();
  for (let repeat = 0; repeat < 3; repeat++) {
    await pass(9);
    await offer(repeat);
  }
  expect(ended()).toBeUndefined();
  await pass(5);
  await coordinator.end();
  await pass(1);
  expect(ended()).toMatchObject({ reason: 'ended' });
  const told = setUp();
  await told.pass(5);
  told.finish.abort();
  await told.pass(1);
  expect([finish.signal.aborted, told.ended()?.reason]).toEqual([false, 'stopped']);
});
