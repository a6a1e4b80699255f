/** @file What was trained before a person had the outcome forgotten, or before a failure is tried anew, is no answer to what is asked since. */
import { expect, test } from 'vitest';
import {
  type Executor,
  type Outcome,
  offerId,
  replicateTrial,
  type Trial,
  trialKey,
  trialKeyOf,
} from '../../../src/core/index.js';
import { createMemoryExchange, createTransportExecutor, serveRun } from '../../../src/work/transports/index.js';
import { outcomeOf, reportOf, sampleRun } from '../../conformance/transport/hall.js';
import { SimulatedClock } from '../../simulation/simulated-clock.js';

const TRIAL = replicateTrial('c', 0, 0);

test('an offer is named by what the log had of its trial', () => {
  const offers = [
    { trial: TRIAL, attempt: 1 },
    { trial: TRIAL, past: 'f0', attempt: 1 },
    { trial: TRIAL, past: 'f1', attempt: 1 },
    { trial: TRIAL, past: 'f1', attempt: 12 },
  ];
  const ids = offers.map(offerId);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(trialKeyOf(id)).toBe(trialKey(TRIAL));
});

test.each([undefined, 'f0'])(
  'of a trial whose past is %s, no outcome and no offer of another past counts',
  async (past) => {
    const clock = new SimulatedClock();
    const exchange = createMemoryExchange({ leaseMs: 15_000, clock });
    const end = exchange.coordinator(sampleRun);
    const old = past === undefined ? { past: 'f0' } : {};
    // What a coordinator before has left: an outcome of one attempt, and another one that nobody has claimed.
    await end.offer([1, 2].map((attempt) => ({ trial: TRIAL, attempt, needs: {}, ...old })));
    const before = exchange.worker();
    await before.announce(reportOf('before'));
    await before.state();
    const claim = await before.claim({});
    if (claim === undefined) throw new Error('Nothing is offered.');
    await before.settle(claim, outcomeOf(claim, { loss: 50 }), []);
    const outcomes: Outcome[] = [];
    const executor = createTransportExecutor({
      ...{ end, clock, failurePolicy: { retries: 0, action: 'worst', kinds: {} }, needsOf: () => ({}) },
      ...{ isLogged: () => false, keepFiles: async () => {}, onEvent: () => {}, pastOf: () => past },
    });
    const trials = [TRIAL];
    const source = { take: () => trials.shift(), more: async () => false };
    const stop = new AbortController();
    void executor.execute(source, (outcome) => outcomes.push(outcome), stop.signal);
    await clock.pass(1000);
    const trained: number[] = [];
    const place: Executor = {
      workers: 1,
      execute: async (taken, onOutcome) => {
        trained.push(trained.length);
        onOutcome(
          outcomeOf({ offer: { trial: taken.take() as Trial, attempt: 1, needs: {} }, token: '' }, { loss: 1 }),
        );
      },
      close: async () => {},
    };
    const served = serveRun({
      ...{ end: exchange.worker(), report: reportOf('w'), places: [place], clock, filesOf: async () => [] },
      ...{ finish: stop.signal, stop: stop.signal, onEvent: () => {} },
    });
    await clock.pass(60_000);
    executor.logged?.([TRIAL]);
    void executor.close();
    await clock.pass(60_000);
    expect(outcomes.map(({ loss }) => loss)).toEqual([1]);
    expect([trained.length, exchange.remains()]).toEqual([1, []]);
    stop.abort();
    await clock.pass(60_000);
    expect(await served).toBe('stopped');
  },
);
