/** @file Candidates that are set aside on few trainings: a race does not end before those that may vary more have five. */
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import { normalUpperTail, parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { doubted } from './doubt.js';
import type { Estimates } from './estimates.js';
import { rowOfLosses } from './evidence.js';
import type { AdaptiveSettings } from './settings.js';
import { shapeOfCriterion } from './shape.js';
import { createThresholds } from './thresholds.js';
import type { AdaptiveVerdict } from './verdict.js';

const TIMES = 2.5;
const BEST = 3;

/** Ten candidates, one of which is better than the others by one of their standard deviations, with five times that of its own. */
const noisiestIsBest = (random: Random) => (candidate: number) =>
  candidate === BEST ? 5 * random.normal() : 1 + random.normal();

function raced(
  given: Partial<AdaptiveSettings>,
  lossOf: (candidate: number) => number,
  stopAt = Number.POSITIVE_INFINITY,
) {
  const race = createAdaptiveRace({ candidates: 10, criterion: parseCriterion('mean'), tolerance: 0.9, ...given });
  const state = race.begin();
  while (state.end === undefined && state.evidence.outcomes < stopAt) {
    race.apply(state, [lossOf(state.evidence.sequence[state.evidence.outcomes] as number)]);
  }
  return { state, verdict: race.verdict(state) };
}

/** `errors`: so many at least lie between a candidate that is out and the leader, if it varies more; `weight`: of that by its own losses. */
function expectNoDoubt(
  { centers, variances }: Estimates,
  { leader, tolerance }: AdaptiveVerdict,
  i: number,
  errors: number,
  weight = 1,
): void {
  const gap = (centers[i] as number) - (centers[leader] as number) + tolerance;
  const error = Math.sqrt(TIMES ** 2 * (variances[i] as number) + (variances[leader] as number));
  expect(weight * normalUpperTail(gap / error)).toBeLessThan(normalUpperTail(errors));
}

/** How much less likely the losses are if they spread so many times as much as those of scale 1, their mean unknown; at most 1. */
function weightOf(losses: Float64Array, scale: number): number {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const logDensity = (sd: number) =>
    losses.reduce((sum, loss) => sum - 0.5 * ((loss - mean) / sd) ** 2, 0) - (losses.length - 1) * Math.log(sd);
  const sd = Math.sqrt(scale);
  return Math.min(1, Math.exp(logDensity(TIMES * sd) - logDensity(sd)));
}

describe('what is set aside at the end', () => {
  it.each(['default', 'strict'] as const)('by %s has five trainings, or varying more it would still be out', (rule) => {
    let few = 0;
    for (let seed = 0; seed < 20; seed++) {
      const random = randomFrom('doubt', seed);
      const { state, verdict } = raced({ rule, seed, tolerance: 0.5 }, (i) => (i < 3 ? 0 : 1.2 * i) + random.normal());
      const outside = [...state.evidence.applied.keys()].filter(
        (i) => !verdict.set.includes(i) && (state.evidence.applied[i] as number) < 5,
      );
      few += outside.length;
      expect(verdict.setAsideOnFew).toBe(outside.length);
      for (const i of outside) {
        // The thresholds of strict go by the spread alone.
        const weight = rule === 'strict' ? 1 : weightOf(rowOfLosses(state.evidence, i), state.fit.scale);
        expectNoDoubt(state.estimates, verdict, i, rule === 'strict' ? 2.4 : 2, weight);
      }
    }
    // A candidate far behind is not trained for it.
    expect(few).toBeGreaterThan(5);
  });

  it('seldom is the best where that is noisier than the others', () => {
    const races = Array.from({ length: 60 }, (_, seed) => raced({ seed }, noisiestIsBest(randomFrom('noisier', seed))));
    const missed = races.filter(({ verdict }) => !verdict.set.includes(BEST)).length;
    expect(missed).toBeLessThanOrEqual(2);
  });

  it('is as fast leaves it, which claims nothing', () => {
    const few = Array.from({ length: 10 }, (_, seed) => {
      const random = randomFrom('doubt', seed);
      return raced({ rule: 'fast', seed }, (i) => (i === 0 ? 0 : 3) + random.normal()).verdict.setAsideOnFew;
    });
    expect(Math.min(...few)).toBeGreaterThan(3);
  });
});

it('is doubted less where its own losses are like those of the field, and where its quantile would be poor', () => {
  const random = randomFrom('own losses');
  const { state, verdict } = raced({ tolerance: 0.5 }, (i) => (i < 3 ? 0 : 1.2 * i) + random.normal());
  const i = [...state.evidence.applied].findIndex((n, at) => !verdict.set.includes(at) && n > 1 && n < 5);
  expect(i).toBeGreaterThanOrEqual(0);
  const { centers, scales, shape } = state.estimates;
  centers[i] = (centers[verdict.leader] as number) + 2;
  const isDoubted = () => {
    const judged = {
      spreadTimes: TIMES,
      chanceLevel: 0.015,
      thresholds: createThresholds(10, 0.05, 7),
      tolerance: 0.5,
    };
    const form = shapeOfCriterion(parseCriterion('q3'));
    return doubted(state, state.contested, { ...judged, form })[i] === 1;
  };
  const own = (state.evidence.applied[i] as number) - 1;
  const withSquares = (squares: number) => {
    const { scale, priorDegrees } = state.fit;
    scales[i] = (scale * (priorDegrees + squares)) / (priorDegrees + own);
  };
  withSquares(12 * own);
  expect(isDoubted()).toBe(true);
  shape.k = 4;
  expect(isDoubted()).toBe(false);
  shape.k = 0;
  withSquares(0);
  expect(isDoubted()).toBe(false);
});

it('is none before any candidate has the trainings to lead', () => {
  const settings = { candidates: 10, criterion: parseCriterion('mean'), tolerance: 0.1 };
  const { least } = createAdaptiveRace(settings).ruling;
  expect(least).toBe(10 + 8 * 2 + 2);
  const outsideAt = (stopAt: number) => {
    const random = randomFrom('early');
    return 10 - raced(settings, (i) => 50 * i + random.normal(), stopAt).verdict.set.length;
  };
  for (let stopAt = 20; stopAt < least; stopAt++) expect(outsideAt(stopAt)).toBe(0);
  expect(outsideAt(least + 6)).toBeGreaterThan(0);
});

it('stays in the set wherever a race is stopped before it is trained', () => {
  let few = 0;
  for (let stopAt = 30; stopAt < 60; stopAt++) {
    const random = randomFrom('cut');
    const race = createAdaptiveRace({ candidates: 10, criterion: parseCriterion('mean'), tolerance: 0.9 });
    const state = race.begin();
    while (state.end === undefined && state.evidence.outcomes < stopAt) {
      const candidate = state.evidence.sequence[state.evidence.outcomes] as number;
      race.apply(state, [1.5 * candidate + random.normal()]);
    }
    const { verdict, estimates } = race.assess(state);
    const outside = Array.from(state.evidence.applied.keys()).filter((i) => !verdict.set.includes(i));
    for (const i of outside.filter((one) => (state.evidence.applied[one] as number) < 5)) {
      few++;
      expectNoDoubt(estimates, verdict, i, 2.4);
    }
  }
  expect(few).toBeGreaterThan(10);
});

it('takes no more trainings than there are', () => {
  const random = randomFrom('three');
  const { state, verdict } = raced({ maxReplicates: 3 }, (i) => i + random.normal());
  expect(Math.max(...state.evidence.applied)).toBeLessThanOrEqual(3);
  expect(verdict.kind).not.toBe('stopped');
});

it('trains the leader on where nothing that it has seen could matter to a mean', () => {
  // Passes with a trace of noise; the losses of none lie further apart than the tolerance.
  const random = randomFrom('passes');
  const { state, verdict } = raced({ tolerance: 0.02, maxReplicates: 30 }, () => 1e-4 * random.normal());
  expect(verdict.kind).toBe('decided');
  expect(state.evidence.applied[verdict.leader]).toBe(30);
  const again = randomFrom('passes');
  const byMedian = { criterion: parseCriterion('median'), tolerance: 0.02, maxReplicates: 30 };
  const median = raced(byMedian, () => 1e-4 * again.normal());
  expect(median.state.evidence.applied[median.verdict.leader]).toBeLessThan(30);
});
