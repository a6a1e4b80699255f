/** @file What a run does with deliveries: what it cannot use is named, nothing is given once it has ended, or acknowledged before it is logged. */
import { expect, test } from 'vitest';
import { offerOf, offersOf, outcomeOf } from '../../../test/conformance/transport/hall.js';
import { SimulatedClock } from '../../../test/simulation/simulated-clock.js';
import { type Outcome, offerId } from '../../core/index.js';
import { type AnsweredRun, Answers } from './answers.js';
import { createMemoryExchange } from './memory.js';
import { OpenTrials, Settled, Staff } from './open-trials.js';

/** A run whose offers are all delivered. */
async function delivered(run: Partial<AnsweredRun>, offers = [offerOf('c')]) {
  const exchange = createMemoryExchange({ leaseMs: 1000, clock: new SimulatedClock() });
  const end = exchange.coordinator({ id: 'run', signature: 's', name: 'n', payload: {} });
  await end.offer(offers);
  const worker = exchange.worker();
  for (let claim = await worker.claim({}); claim !== undefined; claim = await worker.claim({}))
    await worker.settle(claim, outcomeOf(claim), []);
  const [open, settled] = [new OpenTrials(), new Settled(() => false)];
  for (const offer of offers) open.add(offer);
  const warnings: string[] = [];
  const answers = new Answers({
    ...{ ask: (call) => call(end), open, settled, staff: new Staff(() => {}) },
    run: {
      ...{ failurePolicy: { retries: 0, action: 'worst', kinds: {} }, keepFiles: async () => {}, onEvent: () => {} },
      ...{ warn: (text: string) => void warnings.push(text), ...run },
    },
  });
  return { answers, settled, warnings, end };
}

/** Ids of what `settled` acknowledges now. */
async function acknowledged(settled: Settled): Promise<string[]> {
  const ids: string[] = [];
  await settled.clear(
    async (deliveries) => void ids.push(...deliveries.map(({ id }) => id)),
    async () => {},
  );
  return ids;
}

test('an outcome is acknowledged once it is in the log, and not before', async () => {
  const { answers, settled } = await delivered({});
  const given: Outcome[] = [];
  await answers.collect({ onOutcome: (outcome) => given.push(outcome), signal: new AbortController().signal });
  expect(given).toHaveLength(1);
  expect(await acknowledged(settled)).toEqual([]);
  settled.logged(given.map(({ trial }) => trial));
  expect(await acknowledged(settled)).toEqual([offerId(offerOf('c'))]);
});

test('a run that ends while files are kept is given nothing: the next one is', async () => {
  const ending = new AbortController();
  const { answers, settled } = await delivered({ keepFiles: async () => ending.abort() });
  const given: Outcome[] = [];
  await answers.collect({ onOutcome: (outcome) => given.push(outcome), signal: ending.signal });
  expect([given, settled.size]).toEqual([[], 0]);
});

test('what cannot be used is named: the first three each, then at ten and a hundred', async () => {
  const { answers, warnings, end } = await delivered({ isOfRun: () => false }, offersOf(12));
  await answers.collect({ onOutcome: () => {}, signal: new AbortController().signal });
  expect(warnings).toHaveLength(4);
  for (const text of warnings.slice(0, 3))
    expect(text).toBe(
      'a delivery cannot be used: its training is not in this run. It was set aside (forgotten); its training is offered again',
    );
  expect(warnings[3]).toMatch(/^10 deliveries could not be used and were set aside so far/);
  expect([await end.deliveries(100), answers.wantsReview]).toEqual([[], true]);
});

test('a failure whose training is tried again already has had its answer', async () => {
  const exchange = createMemoryExchange({ leaseMs: 1000, clock: new SimulatedClock() });
  const end = exchange.coordinator({ id: 'run', signature: 's', name: 'n', payload: {} });
  await end.offer([offerOf('c')]);
  const worker = exchange.worker();
  const claim = await worker.claim({});
  if (claim === undefined) throw new Error('nothing is offered');
  const failure = { kind: 'exception', message: 'first' };
  const failed: Outcome = { ...outcomeOf(claim), status: 'failed', loss: Number.POSITIVE_INFINITY, failure };
  await worker.settle(claim, failed, []);
  const [open, settled] = [new OpenTrials(), new Settled(() => false)];
  open.add(offerOf('c'));
  const trial = open.get(claim.offer.trial);
  if (trial === undefined) throw new Error('nothing is open');
  open.tryAgain(trial, failure);
  const [events, given]: [unknown[], Outcome[]] = [[], []];
  const answers = new Answers({
    ...{ ask: (call) => call(end), open, settled, staff: new Staff(() => {}) },
    run: {
      failurePolicy: { retries: 5, action: 'worst', kinds: {} },
      ...{ keepFiles: async () => {}, onEvent: (event) => void events.push(event), warn: () => {} },
    },
  });
  await answers.collect({ onOutcome: (outcome) => given.push(outcome), signal: new AbortController().signal });
  expect([given, events, trial.attempt, trial.retried]).toEqual([[], [], 2, [failure]]);
});

test('failures that were told before are told once', () => {
  const open = new OpenTrials();
  open.add(offerOf('c'));
  const trial = open.get(offerOf('c').trial);
  if (trial === undefined) throw new Error('nothing is open');
  const failures = [{ kind: 'exception', message: 'first' }];
  open.learn(trial, failures);
  open.learn(trial, failures);
  expect(trial.retried).toEqual(failures);
});
