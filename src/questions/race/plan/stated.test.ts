/** @file Numbers that a race states beside its verdict: what a budget keeps, what reliability takes, what contradicts a winner. */
import { expect, test } from 'vitest';
import type { Outcome } from '../../../core/index.js';
import { parseCriterion } from '../../../stats/index.js';
import { unconfirmedBy } from './adaptive/answer.js';
import type { ReliabilityAnswer } from './answer-schema.js';
import { collapsesOf } from './collapses.js';
import { keptForFresh } from './fresh-trials.js';
import { anyFailure, createFailureRecord, isBroken, neverWorked, recordOutcome } from './never-worked.js';
import { probationTrials, requireReliabilityBudget } from './probation.js';
import type { RaceFacts } from './race.js';

test('of a small budget a third is kept for fresh trainings, and never more than they are', () => {
  const facts = { finalTrials: 20 } as RaceFacts;
  expect([30, 59, 60, 600].map((limit) => keptForFresh(facts, limit))).toEqual([10, 19, 20, 20]);
  expect(keptForFresh({ ...facts, reliability: 0.95 }, 30)).toBe(probationTrials(0.95, 1).least);
});

test('reliability is refused a budget that ends before the winner can show it', () => {
  const least = 12 + probationTrials(0.95, 1).least;
  expect(() => requireReliabilityBudget(0.95, least, 12)).not.toThrow();
  expect(() => requireReliabilityBudget(0.95, least - 1, 12)).toThrow(`at least ${least} trainings`);
});

test('a winner that passed its probation collapses as rarely as that shows, one that is on it at any look', () => {
  const trial = (init: number) => ({ candidate: 'a', streams: { init, sample: init, order: init, noise: init } });
  const outcomes = Array.from({ length: 60 }, (_, n) => ({ trial: trial(n), status: 'completed', loss: 1 }));
  const standing = { candidate: 'a', losses: Float64Array.of(1, 1, 1) };
  const atMost = (status: string | undefined, race: number) => {
    const trainings = () => ({ race: outcomes.slice(0, race), fresh: outcomes.slice(race) }) as never;
    const members = status === undefined ? undefined : [{ candidate: 'a', status }];
    const reliability = members && ({ share: 0.95, members } as unknown as ReliabilityAnswer);
    return collapsesOf([standing], trainings, { above: 5 }, reliability).get('a')?.atMost;
  };
  expect(atMost('passed', 0)).toBeCloseTo(0.05, 12);
  // Of a fixed number none collapsed: 1 - 0.05^(1/60). Whoever looks at each knows less.
  const fixed = 1 - 0.05 ** (1 / 60);
  expect([atMost(undefined, 0), atMost('waiting', 0)]).toEqual([expect.closeTo(fixed, 12), expect.closeTo(fixed, 12)]);
  expect(atMost('open', 0)).toBeGreaterThan(1.1 * fixed);
  // Trainings by which it was chosen bound nothing.
  expect(atMost(undefined, 60)).toBeNull();
});

test('a few equal fresh losses contradict nothing', () => {
  const claimed = { leaderValue: 0.5, leaderHigh: 0.6, tolerance: 0.1 };
  const fresh = (count: number) => new Float64Array(count).fill(0.9);
  const median = parseCriterion('median');
  expect([2, 5].map((count) => unconfirmedBy(fresh(count), median, claimed))).toEqual([null, null]);
  expect(unconfirmedBy(fresh(8), median, claimed)).toMatchObject({ freshBest: 0.9, n: 8 });
  // As far as the tolerance nothing is contradicted.
  expect(unconfirmedBy(fresh(8).fill(0.69), median, claimed)).toBeNull();
});

test('a failure that another one has overcome is not held against a candidate, and one that worked has worked', () => {
  const failed = (kind: string) => anyFailure({ status: 'failed', failure: { kind, message: '' } } as Outcome);
  const record = createFailureRecord(3);
  for (let times = 0; times < 2; times++) {
    recordOutcome(record, 0, Number.POSITIVE_INFINITY, failed('shared'));
    recordOutcome(record, 1, Number.POSITIVE_INFINITY, failed('own'));
    recordOutcome(record, 2, Number.POSITIVE_INFINITY, failed('shared'));
  }
  recordOutcome(record, 2, 0.5, undefined);
  expect([0, 1, 2].map((candidate) => isBroken(record, candidate))).toEqual([false, true, false]);
  expect([0, 1, 2].map((candidate) => neverWorked(record, candidate))).toEqual([true, true, false]);
});
