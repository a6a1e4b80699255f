/** @file What a run does about a transport that lost an offer, or that is away. */
import { expect, test } from 'vitest';
import { over } from '../../../test/simulation/over.js';
import { SimulatedClock } from '../../../test/simulation/simulated-clock.js';
import { type CoordinatorEnd, offerId, RunError, replicateTrial } from '../../core/index.js';
import { createMemoryExchange } from './memory.js';
import { createTransportExecutor } from './transport-executor.js';

const MINUTE = 60_000;
const TRIAL = replicateTrial('c', 0, 0);

/** A run that has asked for one training. */
function offering(changes: (end: CoordinatorEnd) => Partial<CoordinatorEnd> = () => ({})) {
  const clock = new SimulatedClock();
  const exchange = createMemoryExchange({ leaseMs: 15_000, clock });
  const end = exchange.coordinator({ id: 'run', signature: 's', name: 'n', payload: {} });
  const executor = createTransportExecutor({
    ...{ end: over(end, changes(end)), clock, failurePolicy: { retries: 0, action: 'worst', kinds: {} } },
    ...{ needsOf: () => ({}), isLogged: () => false, keepFiles: async () => {}, onEvent: () => {} },
  });
  const trials = [TRIAL];
  const source = { take: () => trials.shift(), more: async () => false };
  void executor.execute(source, () => {}, new AbortController().signal);
  return { clock, end };
}

test('an offer that was removed from the transport is offered again', async () => {
  const { clock, end } = offering();
  await clock.pass(1000);
  const id = offerId({ trial: TRIAL, attempt: 1 });
  expect(await end.offers()).toEqual([id]);
  await end.withdraw([id]);
  expect(await end.offers()).toEqual([]);
  await clock.pass(2 * MINUTE);
  expect(await end.offers()).toEqual([id]);
});

test('a transport is asked the less often the longer it is away, and at least once a minute', async () => {
  const askedAt: number[] = [];
  const { clock } = offering(() => {
    const away = async (): Promise<never> => {
      askedAt.push(clock.nowMs());
      throw new RunError({ code: 'away', what: 'It is away.', fix: 'Wait.' });
    };
    return { offer: away, offers: away, deliveries: away, lost: away, workers: away };
  });
  await clock.pass(60 * MINUTE);
  const pauses = askedAt.slice(1).map((at, place) => at - (askedAt[place] as number));
  expect(askedAt.length).toBeGreaterThan(60);
  expect(askedAt.length).toBeLessThan(600);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(MINUTE);
  expect(Math.max(...pauses.slice(0, 5))).toBeLessThan(10_000);
});
