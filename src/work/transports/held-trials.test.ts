/** @file What a worker holds: how long it believes in a lease, and that no finished outcome is lost with one. */
import { expect, test } from 'vitest';
import { offerOf, outcomeOf } from '../../../test/conformance/transport/hall.js';
import { over } from '../../../test/simulation/over.js';
import { SimulatedClock } from '../../../test/simulation/simulated-clock.js';
import { type Claim, type Executor, type Trial, trialKey, type WorkerEnd } from '../../core/index.js';
import { type HeldEvent, HeldTrials } from './held-trials.js';
import { createMemoryExchange } from './memory.js';
import { within } from './reach.js';

const LEASE = 1000;
const CLAIM: Claim = { offer: offerOf('c'), token: 't' };
const never = () => new Promise<never>(() => {});

/** One place, whose training takes so long, and an end that does what a test says. */
function hold(trainingMs: number, changes: Partial<WorkerEnd>) {
  const clock = new SimulatedClock();
  const events: HeldEvent[] = [];
  const calls: string[] = [];
  const end: Partial<WorkerEnd> = {
    renew: never,
    settle: async () => void calls.push('settle'),
    handBack: async () => void calls.push('handBack'),
    ...changes,
  };
  const place: Executor = {
    workers: 1,
    execute: async (source, onOutcome, signal) => {
      const trial = source.take() as Trial;
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
        void clock.after(trainingMs, resolve);
      });
      if (!signal.aborted) onOutcome(outcomeOf({ ...CLAIM, offer: { ...CLAIM.offer, trial } }));
    },
    close: async () => {},
  };
  const held = new HeldTrials({
    ...{ clock, places: [place], filesOf: async () => [], pollMs: 100, onFree: () => {}, onFailure: () => {} },
    end: over(createMemoryExchange({ leaseMs: LEASE, clock }).worker(), end),
    ask: (call, mostMs = LEASE) => within(call(), mostMs, clock).catch(() => undefined),
    onEvent: (event) => events.push(event),
  });
  held.begin(CLAIM, 0);
  const toldOf = (kind: HeldEvent['kind']) => events.filter((event) => event.kind === kind);
  return { clock, held, calls, toldOf };
}

const away = async (): Promise<never> => {
  throw new Error('away');
};

test('a training is dropped while the run still believes in its lease', async () => {
  const { clock, held, toldOf } = hold(10 * LEASE, {});
  await clock.pass(0.75 * LEASE);
  held.dropExpired();
  expect(toldOf('dropped')).toEqual([]);
  await clock.pass(0.2 * LEASE);
  held.dropExpired();
  expect(toldOf('dropped')).toMatchObject([{ why: 'lease' }]);
});

test('a lease counts from when its renewal was asked for, and not from when it was answered', async () => {
  let answer = (_: ReadonlySet<string>) => {};
  const { clock, held, toldOf } = hold(10 * LEASE, {
    renew: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await clock.pass(0.5 * LEASE);
  const keeping = held.keepLeases();
  await clock.pass(0.7 * LEASE);
  answer(new Set([CLAIM.token]));
  await keeping;
  held.dropExpired();
  expect(toldOf('dropped')).toEqual([]);
  await clock.pass(0.2 * LEASE);
  held.dropExpired();
  expect(toldOf('dropped')).toMatchObject([{ why: 'lease' }]);
});

test('a finished outcome is sent although its lease ends on the way', async () => {
  let isAway = true;
  const { clock, held, toldOf } = hold(0.1 * LEASE, { settle: async () => (isAway ? away() : undefined) });
  await clock.pass(2 * LEASE);
  held.dropExpired();
  await clock.pass(LEASE);
  isAway = false;
  await clock.pass(LEASE);
  expect(toldOf('settled').map((event) => event.kind === 'settled' && trialKey(event.outcome.trial))).toEqual([
    trialKey(CLAIM.offer.trial),
  ]);
  expect([toldOf('dropped'), held.size]).toEqual([[], 0]);
});

test('what was withdrawn is sent no more, though its lease had ended before', async () => {
  let [isAway, sent] = [true, 0];
  const { clock, held } = hold(0.1 * LEASE, {
    renew: async () => new Set(),
    settle: async () => {
      if (isAway) await away();
      sent++;
    },
  });
  await clock.pass(2 * LEASE);
  held.dropExpired();
  await held.keepLeases();
  isAway = false;
  await clock.pass(LEASE);
  expect([sent, held.size]).toEqual([0, 0]);
});

test('a worker that leaves hands back what it cannot bring, and ends only then', async () => {
  for (const trainingMs of [10 * LEASE, 0.1 * LEASE]) {
    const order: string[] = [];
    let isBack = () => {};
    const { clock, held } = hold(trainingMs, {
      settle: away,
      handBack: () =>
        new Promise((resolve) => {
          isBack = resolve;
        }),
    });
    await clock.pass(0.5 * LEASE);
    void held.leave('handed-back').then(() => order.push('left'));
    await clock.pass(0.5 * LEASE);
    order.push('handed back');
    isBack();
    await clock.pass(0.1 * LEASE);
    expect(order).toEqual(['handed back', 'left']);
  }
});
