/** @file What the tests of a factor show and can show: against SciPy, and by properties of made-up comparisons. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import {
  ALPHA,
  analyseComparison,
  createComparison,
  type FactorAnalysis,
} from '../../src/questions/compare/plan/index.js';
import { type Played, playStudy } from './played-study.js';

interface Reference {
  readonly friedman8x8: number;
  readonly cases: readonly {
    readonly levels: number;
    readonly replicates: number;
    readonly smallest: number;
    readonly enough: number;
  }[];
}

const reference = JSON.parse(readFileSync('test/reference/compare-power.json', 'utf8')) as Reference;

/** The only factor of a study with these losses by level and replicate; `trials` of each level. */
function factorOf(
  levels: number,
  trials: number,
  lossOf: (level: number, replicate: number) => Played,
  figure = 'loss',
): FactorAnalysis {
  const ids = Array.from({ length: levels }, (_, level) => `k=${level + 1}`);
  const factors = [{ name: 'k', levels: ids.map((id) => ({ candidate: id, value: id })) }];
  const failurePolicy = { retries: 0, action: 'exclude', kinds: {} } as const;
  const study = createComparison({ candidates: ids, figure, seed: 1, failurePolicy, factors, trials, sampleSize: 0 });
  const { outcomes } = playStudy(study, ({ candidate, streams }) => lossOf(ids.indexOf(candidate), streams.init));
  const told = outcomes.map((outcome) => ({ ...outcome, metrics: { accuracy: outcome.loss } }));
  return analyseComparison(study.settings, told).factors[0] as FactorAnalysis;
}

/** Levels a whole step apart, replicates a thousandth. */
const stepped = (level: number, replicate: number): number =>
  level + 1 + 0.001 * randomFrom('stepped', level, replicate).uniform();

test.each(reference.cases)(
  '$levels levels with $replicates replicates: what pairs can show',
  ({ levels, replicates, smallest, enough }) => {
    const { verdict, pairs } = factorOf(levels, replicates, stepped);
    expect(verdict.reach?.smallest).toBeCloseTo(smallest, 12);
    expect(verdict.reach).toMatchObject({ replicates, enough });
    // Where all replicates agree it is what the pairs have.
    expect(Math.min(...pairs.map(({ location }) => location.adjusted))).toBeCloseTo(smallest, 12);
    expect(verdict.separated > 0).toBe(replicates >= enough);
  },
);

describe('the verdict', () => {
  test('all levels differ where no pair can show it', () => {
    const { verdict, overall } = factorOf(8, 8, stepped);
    expect(overall?.pValue).toBeCloseTo(reference.friedman8x8, 20);
    expect(verdict).toMatchObject({ finding: 'differ', best: ['k=1'], worse: [], separated: 0 });
  });

  test('some pairs differ: only those worse than the best are told as such', () => {
    const { verdict } = factorOf(
      4,
      20,
      (level, replicate) => (level > 1 ? 2 : 1) + 0.1 * randomFrom('some', level, replicate).normal(),
    );
    expect(verdict).toMatchObject({ finding: 'differ', worse: ['k=3', 'k=4'] });
    const same = factorOf(4, 20, (level, replicate) => randomFrom('same', level, replicate).normal());
    expect(same.verdict).toMatchObject({ finding: 'not-shown', worse: [], separated: 0 });
  });

  test('of two levels their pair is the test of all', () => {
    const five = factorOf(2, 5, stepped);
    // Friedman's test of two levels is a sign test by another name, and would say that they differ (p = 0.025).
    expect(five.overall).toBeNull();
    expect(five.verdict).toMatchObject({ finding: 'out-of-reach', reach: { smallest: 0.0625, enough: 6 } });
    expect(factorOf(2, 6, stepped).verdict).toMatchObject({ finding: 'differ', worse: ['k=2'] });
  });

  test('levels with the same median are the best together; where all medians are infinite none is', () => {
    expect(factorOf(3, 8, (level) => (level === 2 ? 2 : 1)).verdict.best).toEqual(['k=1', 'k=2']);
    const all = factorOf(3, 8, () => 'diverged');
    expect(all.verdict).toMatchObject({ finding: 'not-shown', best: [] });
  });

  test('what failed is not compared: too few common replicates, or none', () => {
    const few = factorOf(3, 8, (level, replicate) =>
      level === 0 && replicate > 1 ? 'failed' : stepped(level, replicate),
    );
    expect(few.verdict.reach?.replicates).toBe(8);
    const unpaired = factorOf(2, 8, (level, replicate) => (replicate % 2 === level ? 'failed' : 1));
    expect(unpaired.verdict).toMatchObject({ finding: 'untested', reach: null });
  });

  test('a higher score is better, and a median that the paired shift contradicts beats nobody', () => {
    const scores = factorOf(2, 8, (level, replicate) => 0.1 + 0.5 * level + 0.01 * replicate, 'accuracy');
    expect(scores.verdict).toMatchObject({ best: ['k=2'], worse: ['k=1'] });
    const pair = [
      [0, 0, 0, 0, 10, 10, 10, 10, 10],
      [1, 2, 3, 4, 9, 9.1, 9.2, 9.3, 9.4],
    ];
    const crossed = factorOf(2, 9, (level, replicate) => pair[level]?.[replicate] as number);
    expect(crossed.verdict.best).toEqual(['k=2']);
    expect(crossed.verdict.worse).toEqual([]);
  });
});

test('a verdict never says less than its tests, nor more', () => {
  const made = fc.record({
    levels: fc.integer({ min: 2, max: 6 }),
    trials: fc.integer({ min: 3, max: 14 }),
    step: fc.constantFrom(0, 0.5, 5),
    digits: fc.constantFrom(0, 6),
    lost: fc.constantFrom(0, 0.3, 0.9),
    seed: fc.nat(999),
  });
  fc.assert(
    fc.property(made, ({ levels, trials, step, digits, lost, seed }) => {
      const { verdict, pairs, overall } = factorOf(levels, trials, (level, replicate) => {
        const random = randomFrom('made', seed, level, replicate);
        const chance = random.uniform();
        if (chance < lost) return chance < lost / 2 ? 'failed' : 'diverged';
        return Number((step * level + random.normal()).toFixed(digits));
      });
      const significant = pairs.filter(({ location }) => location.adjusted < ALPHA).length;
      const isOverall = overall !== null && overall.pValue < ALPHA;
      // Their pair is the test.
      if (levels === 2) expect(overall).toBeNull();
      expect(verdict.separated).toBe(significant);
      expect(verdict.finding === 'differ').toBe(significant > 0 || isOverall);
      if (verdict.finding === 'untested') expect(pairs).toEqual([]);
      for (const { location } of pairs) {
        expect(location.adjusted).toBeGreaterThanOrEqual((verdict.reach?.smallest ?? 0) * (1 - 1e-12));
      }
      for (const value of verdict.worse) expect(verdict.best).not.toContain(value);
    }),
    { numRuns: 150 },
  );
});
