/** @file Why earlier attempts failed outlives the coordinator that has seen it. */
import { expect, test } from 'vitest';
import {
  type CoordinatorEnd,
  type Executor,
  failedOutcome,
  type Outcome,
  replicateTrial,
  type Trial,
} from '../../../src/core/index.js';
import { createMemoryExchange, createTransportExecutor, serveRun } from '../../../src/work/transports/index.js';
import { over } from '../../simulation/over.js';
import { SimulatedClock } from '../../simulation/simulated-clock.js';

const MINUTE = 60_000;
const TRIAL = replicateTrial('c', 0, 0);
const failure = (attempt: number) => ({ kind: 'exception', message: `attempt ${attempt}` });

test('a coordinator is killed after the first and after the second attempt: the outcome tells of both', async () => {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: 15_000, clock });
  const outcomes: Outcome[] = [];
  /** Gives how to kill it: from then on nothing that it asks is answered. */
  const coordinate = () => {
    let isDead = false;
    const whileAlive =
      <Given extends readonly unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
      (...given: Given) =>
        isDead ? new Promise<Answer>(() => {}) : call(...given);
    const end = exchange.coordinator({ id: 'run', signature: 'same', name: 'retried', payload: {} });
    const { offer, offers, withdraw, deliveries, files, acknowledge, lost, workers } = end;
    const mortal: Partial<CoordinatorEnd> = {
      ...{ offer: whileAlive(offer), offers: whileAlive(offers), withdraw: whileAlive(withdraw) },
      ...{ deliveries: whileAlive(deliveries), files: whileAlive(files), acknowledge: whileAlive(acknowledge) },
      ...{ lost: whileAlive(lost), workers: whileAlive(workers) },
    };
    const executor = createTransportExecutor({
      end: over(end, mortal),
      clock,
      failurePolicy: { retries: 5, action: 'worst', kinds: {} },
      needsOf: () => ({}),
      isLogged: () => false,
      keepFiles: async () => {},
      onEvent: () => {},
    });
    const trials = [TRIAL];
    const source = { take: () => trials.shift(), more: async () => false };
    void executor.execute(source, (outcome) => outcomes.push(outcome), new AbortController().signal);
    return () => (isDead = true);
  };
  let attempts = 0;
  const place: Executor = {
    workers: 1,
    execute: async (source, onOutcome) => {
      const trial = source.take() as Trial;
      const attempt = ++attempts;
      await new Promise<void>((resolve) => void clock.after(2 * MINUTE, resolve));
      const result = { trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1 } as const;
      onOutcome(attempt < 4 ? failedOutcome(trial, failure(attempt), 1) : result);
    },
    close: async () => {},
  };
  const stop = new AbortController();
  const served = serveRun({
    end: exchange.worker(),
    report: { id: 'w', host: 'h', pid: 1, places: 1, has: {}, environment: {} },
    places: [place],
    clock,
    filesOf: async () => [],
    finish: stop.signal,
    stop: stop.signal,
    onEvent: () => {},
  });
  for (let coordinators = 1; coordinators <= 3; coordinators++) {
    const kill = coordinate();
    // Half of an attempt, and what is left of the one before.
    await clock.pass(2.5 * MINUTE);
    if (coordinators < 3) kill();
    await clock.pass(0.5 * MINUTE);
  }
  await clock.pass(3 * MINUTE);
  expect([attempts, outcomes]).toEqual([
    4,
    [expect.objectContaining({ status: 'completed', retried: [failure(1), failure(2), failure(3)] })],
  ]);
  stop.abort();
  await clock.pass(MINUTE);
  expect(await served).toBe('stopped');
});
