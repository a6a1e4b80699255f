/** @file Losses that are all equal so far leave the next one open: no error is 0, so no verdict rests on that nothing varied yet. */
import { describe, expect, it } from 'vitest';
import { examples } from '../../../../../test/examples.js';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { type AdaptiveRace, createAdaptiveRace } from './adaptive-race.js';
import { applyNext, createEvidence, pushAsk } from './evidence.js';
import { leastVariances } from './least-variance.js';
import { ADAPTIVE_RULES } from './rules.js';
import type { AdaptiveSettings } from './settings.js';

const SEEDS = examples(16, 40);

const CRITERIA = ['mean', 'median', 'q3', 'q0.9', 'q3+iqr', 'es0.25', 'std', 'iqr'];

function leastOf(rows: readonly (readonly number[])[]) {
  const evidence = createEvidence(rows.length, 10);
  for (const [candidate, row] of rows.entries()) {
    for (const loss of row) {
      pushAsk(evidence, candidate);
      applyNext(evidence, loss);
    }
  }
  const counts = Int32Array.from(rows, (row) => row.filter(Number.isFinite).length);
  const least = leastVariances(evidence, counts);
  return least && Array.from(least);
}

/** Of one step at the rate 1 / (n + 2). */
const stepAt = (n: number, step = 1) => (step ** 2 * (n + 1)) / (n + 2) ** 2;

describe('the least variance', () => {
  it('is that of a step at a rate of 1 / (n + 2), for whoever has not varied', () => {
    const found = leastOf([[0, 0, 0], [0], [1, 0, 0, 0], [1, 1], []]) ?? [];
    for (const [i, wanted] of [stepAt(3), stepAt(1), 0, stepAt(2), 0].entries())
      expect(found[i]).toBeCloseTo(wanted, 14);
    expect(leastOf([[0, 0], [0.25, 0.75], [1]])?.[0]).toBeCloseTo(stepAt(2, 0.25), 15);
    expect(leastOf([[2, Number.POSITIVE_INFINITY, 2, Number.NaN], [5]])?.[0]).toBeCloseTo(stepAt(2, 3), 15);
  });

  it('takes the size of the losses for a step where all are equal, and 1 where they are 0', () => {
    expect(leastOf([[-100, -100], [-100]])?.[1]).toBeCloseTo(stepAt(1, 100), 9);
    expect(leastOf([[0, 0]])?.[0]).toBeCloseTo(stepAt(2), 14);
  });

  it('takes what differs by rounding alone as equal', () => {
    expect(leastOf([[0.1 + 0.2, 0.3], [0.8]])?.[0]).toBeCloseTo(stepAt(2, 0.5), 12);
  });

  it('is nothing where every candidate varies or has one loss', () => {
    expect(leastOf([[0, 1], [0], [0.5, 0.25]])).toBeUndefined();
  });
});

type LossOf = (candidate: number, replicate: number) => number;

function verdictOf(race: AdaptiveRace, lossOf: LossOf, seed?: number) {
  const state = race.begin(seed);
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    race.apply(state, [lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
  }
  return race.verdict(state);
}

const raceBy = (criterion: string, given: Partial<AdaptiveSettings> = {}) =>
  createAdaptiveRace({ candidates: 10, criterion: parseCriterion(criterion), ...given });

describe.each(ADAPTIVE_RULES)('%s', (rule) => {
  it.each(CRITERIA)('by %s never calls a field clear in which every loss was the same', (criterion) => {
    for (const tolerance of [undefined, 0.02]) {
      const race = raceBy(criterion, tolerance === undefined ? { rule } : { rule, tolerance });
      for (const loss of [0, -1]) {
        const verdict = verdictOf(race, () => loss);
        expect(verdict).toMatchObject({ kind: 'tied', toleranceSpansAll: false });
        expect(verdict.bound).toBeGreaterThan(0.02);
      }
    }
  });

  it.each(['mean', 'std'])('by %s hardly ever loses the best, where one fails in 1 % and nine in 10 %', (criterion) => {
    const race = raceBy(criterion, { rule, tolerance: 0.02 });
    let lost = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const random = randomFrom('passes and failures', seed);
      const verdict = verdictOf(race, (i) => (random.uniform() < (i === 7 ? 0.01 : 0.1) ? 1 : 0), seed);
      const distance = criterion === 'mean' ? 0.09 : 0.3 - 0.0995;
      if (verdict.leader !== 7) expect(verdict.bound).toBeGreaterThan(distance);
      if (!verdict.set.includes(7)) lost++;
    }
    expect(lost).toBeLessThanOrEqual(0.05 * SEEDS);
  });

  it('names the best of constants after a few trials of each', () => {
    for (const criterion of ['mean', 'q3', 'q3+iqr']) {
      const verdict = verdictOf(raceBy(criterion, { rule }), (i) => 1.1 + i);
      expect(verdict).toMatchObject({ kind: 'decided', leader: 0, tolerance: 0 });
      expect(verdict.outcomes).toBeLessThan(100);
    }
  });
});

it('counts what a replicate does to all where the winner alone is spoken of', () => {
  const race = raceBy('mean', { tolerance: 0.02 });
  const random = randomFrom('shared effects');
  const effects = Array.from({ length: 20 }, () => random.normal());
  const verdict = verdictOf(race, (i, j) => i / 10 + (effects[j] as number) + 0.1 * random.normal());
  // Two standard errors of at most twenty replicates are 0.45; the noise alone has a tenth of that.
  expect(verdict.leaderHigh - verdict.leaderValue).toBeGreaterThan(0.3);
});
