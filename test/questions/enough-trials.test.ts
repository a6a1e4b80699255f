/** @file What would tell sources apart: by hand, where nothing does, and that so many trials do, in simulated studies. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { analyseMeasure, createMeasure } from '../../src/questions/measure/plan/index.js';
import { enoughLevels, enoughTrials } from '../../src/questions/measure/plan/leading-source.js';
import { decompose, expectedShares } from '../../src/questions/measure/plan/variance/decompose.js';
import { playStudy } from './played-study.js';

test('the widths of two intervals say how many trials, and nothing where estimates are alike', () => {
  // (0.2877 + 0.4055 + 0.4294 x 0.4972) / 0.3567 = 2.542; 1 + 19 x 2.542^2 = 123.8.
  expect(enoughTrials({ value: 2, low: 1.5, high: 2.9 }, [{ value: 1.4, low: 1, high: 2.1 }], 20)).toBe(130);
  expect(enoughTrials({ value: 2, low: 1.5, high: 2.9 }, [{ value: 2, low: 1.4, high: 2.9 }], 20)).toBeNull();
  expect(
    enoughTrials({ value: 2, low: 1, high: 9 }, [{ value: 1, low: 0, high: Number.POSITIVE_INFINITY }], 5),
  ).toBeNull();
  expect(enoughTrials({ value: 2, low: 1.5, high: 2.9 }, [{ value: 1.99, low: 1, high: 3 }], 20)).toBeNull();
});

test('a step beyond the first wider design that tells, as far as 10,000 trainings go', () => {
  const size = ([a = 1, b = 1]: readonly number[]) => a * b;
  expect(enoughLevels([3, 4], size, ([a = 0]) => a >= 6)).toEqual([8, 10]);
  expect(enoughLevels([3, 4], size, () => false)).toBeNull();
  expect(enoughLevels([3, 4], size, ([a = 0]) => a > 100)).toBeNull();
});

test('mean squares that are what is expected have the same shares, and about the same intervals, as a table', () => {
  const draw = (name: string, ...at: readonly number[]) => randomFrom(name, ...at).normal();
  const levels = [12, 12];
  const losses: number[] = [];
  for (let row = 0; row < 12; row++) {
    for (let column = 0; column < 12; column++) {
      losses.push(draw('row', row) + 0.5 * draw('column', column) + 0.7 * draw('cell', row, column));
    }
  }
  const sources = ['init', 'sample'];
  const { components } = decompose({ sources, levels, repeats: 1, losses }, 0.95, randomFrom('test'));
  const expected = expectedShares(components, { sources, levels, repeats: 1 }, 0.95, randomFrom('test'));
  for (const [place, { source, share, shareLow, shareHigh }] of expected.entries()) {
    const own = components[place];
    expect(source).toBe(own?.source);
    expect(share).toBeCloseTo(own?.share ?? 0, 12);
    expect(Math.abs(shareLow - (own?.shareLow ?? 0))).toBeLessThan(0.05);
    expect(Math.abs(shareHigh - (own?.shareHigh ?? 0))).toBeLessThan(0.05);
  }
});

test.each([
  ['trials of each source', [0.6, 1, 0], 'none'],
  ['levels of the crossed design', [0.3, 0, 1], [5]],
] as const)('so many %s tell in most studies like it, and the few did not', (_, [a, b, both], crossed) => {
  const studied = (seed: number, trials: number, design: 'none' | readonly number[]) => {
    const study = createMeasure({
      ...{ candidates: ['one'], figure: 'loss', seed: 3, sampleSize: 100, pool: null, repeats: 1 },
      ...{ vary: ['init', 'sample'], trials, crossed: design },
    });
    const { outcomes } = playStudy(study, ({ streams: { init, sample } }) => {
      const draw = (name: string, ...at: readonly number[]) => randomFrom(name, seed, ...at).normal();
      return 9 + a * draw('a', init) + b * draw('b', sample) + both * draw('c', init, sample);
    });
    return analyseMeasure(study.settings, outcomes).candidates[0]?.leading;
  };
  const asked = Array.from({ length: 9 }, (__, seed) => studied(seed, 10, crossed)?.enough ?? null)
    .filter((one) => one !== null)
    .sort((one, other) => one.trainings - other.trainings);
  const middle = asked[Math.floor(asked.length / 2)];
  const { trials, crossed: wider, trainings } = middle ?? { trials: 0, crossed: null, trainings: 0 };
  expect(trials > 10 || (wider?.[0] ?? 0) > 5).toBe(true);
  expect(trainings).toBeGreaterThan(0);
  const told = Array.from({ length: 6 }, (__, seed) => studied(100 + seed, trials, wider ?? 'none'));
  expect(told.filter((one) => one?.finding === 'leads').length).toBeGreaterThanOrEqual(3);
});
