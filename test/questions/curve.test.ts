/** @file Robustness against sample size: sizes, adaptive trials, and the smallest stable size of curves that are known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError, randomFrom, type Trial } from '../../src/core/index.js';
import { parseSizes } from '../../src/questions/common/plan/index.js';
import { analyseCurve, type CurveRequest, createCurve } from '../../src/questions/curve/plan/index.js';
import { fitNonIncreasing, judgeStability } from '../../src/questions/curve/plan/stability.js';
import { parseCriterion } from '../../src/stats/index.js';
import { playStudy } from './played-study.js';

const request = (changes: Partial<CurveRequest> = {}): CurveRequest => ({
  candidates: ['a'],
  figure: 'loss',
  seed: 3,
  sizes: [100, 200, 400, 800, 1600],
  trials: 20,
  criterion: 'median',
  spread: 'std',
  tolerance: { criterion: 0.1, spread: 1 },
  adaptive: true,
  pool: 3200,
  ...changes,
});

/** Flat from 400 on, twice as large and ten times as wide below. */
function kinked({ streams, fidelity: { sampleSize } }: Trial): number {
  const noise = randomFrom('noise', streams.init, sampleSize).normal();
  return sampleSize >= 400 ? 1 + 0.01 * noise : 2 + 0.1 * noise;
}

describe('the smallest stable size', () => {
  test('is found with its interval', () => {
    const study = createCurve(request());
    const { stability, sizes } = analyseCurve(study.settings, playStudy(study, kinked).outcomes).candidates[0] ?? {};
    expect(stability).toMatchObject({ size: 400, sizeLow: 400, reached: true });
    expect(sizes?.map(({ size }) => size)).toEqual([100, 200, 400, 800, 1600]);
  });

  test('is not reached where only the largest is good', () => {
    const study = createCurve(request());
    const { outcomes } = playStudy(study, ({ fidelity, streams }) => 1000 / fidelity.sampleSize + 0.001 * streams.init);
    const { stability } = analyseCurve(study.settings, outcomes).candidates[0] ?? {};
    expect(stability).toMatchObject({ size: 1600, reached: false });
  });

  test('waits for the spread as well as for the criterion', () => {
    const study = createCurve(request({ trials: 40, adaptive: false }));
    const { outcomes } = playStudy(study, ({ fidelity, streams }) => {
      const noise = randomFrom('wide', streams.init, fidelity.sampleSize).normal();
      return 1 + (fidelity.sampleSize < 800 ? 0.05 : 0.005) * noise;
    });
    const { stability } = analyseCurve(study.settings, outcomes).candidates[0] ?? {};
    expect(stability).toMatchObject({ size: 800, reached: true });
  });

  test('is not told of a trainer that does not use the size', () => {
    const study = createCurve(request());
    const { outcomes } = playStudy(study, ({ streams }) => randomFrom('deaf', streams.init).normal());
    const { stability } = analyseCurve(study.settings, outcomes).candidates[0] ?? {};
    expect(stability).toEqual({ reason: expect.stringMatching(/^each training has the same loss at all sizes: /) });
  });

  test('is not known where trainings diverge at the largest size', () => {
    const study = createCurve(request());
    const { outcomes } = playStudy(study, (trial) =>
      trial.fidelity.sampleSize === 1600 && trial.streams.init === 1 ? 'diverged' : kinked(trial),
    );
    const { stability } = analyseCurve(study.settings, outcomes).candidates[0] ?? {};
    expect(stability).toMatchObject({ size: 1600, reached: false });
  });

  test('is not where trainings still diverge', () => {
    const study = createCurve(request());
    const { outcomes } = playStudy(study, (trial) =>
      trial.fidelity.sampleSize === 400 && trial.streams.init % 2 === 0 ? 'diverged' : kinked(trial),
    );
    const { stability } = analyseCurve(study.settings, outcomes).candidates[0] ?? {};
    expect(stability).toMatchObject({ size: 800 });
  });
});

describe('nobody is called stable', () => {
  const curveOf = (lossOf: (trial: Trial) => number, value = Number.POSITIVE_INFINITY) => {
    const study = createCurve(request({ trials: 12, adaptive: false }));
    const baselines = study.settings.sizes.map((sampleSize) => {
      return { name: 'class shares', kind: 'trivial', replicates: 5, candidates: ['a'], sampleSize, value } as const;
    });
    return analyseCurve(study.settings, playStudy(study, lossOf).outcomes, baselines).candidates[0];
  };
  const noise = ({ streams, fidelity }: Trial) => randomFrom('still', streams.init, fidelity.sampleSize).normal();

  test('who never learns, however flat its curve is', () => {
    const still = (trial: Trial) => Math.LN10 + 0.001 * noise(trial);
    expect(curveOf(still)).toMatchObject({ stability: { reached: true }, betterFrom: 100 });
    expect(curveOf(still, Math.LN10)).toMatchObject({
      stability: { reason: expect.stringContaining('not shown to be better than guessing by class frequencies') },
      betterFrom: null,
    });
  });

  test('before it is better than nothing', () => {
    const learning = (trial: Trial) => (trial.fidelity.sampleSize < 400 ? 2.4 : 1) + 0.001 * noise(trial);
    const curve = curveOf(learning, Math.LN10);
    expect(curve).toMatchObject({ stability: { size: 400 }, betterFrom: 400 });
    expect(curve?.sizes.map(({ distribution }) => distribution.baselines)).toMatchObject(
      [0, 0, 12, 12, 12].map((better) => [{ value: Math.LN10, better, beaten: better > 0 }]),
    );
  });

  test('whose spread rises with the sample size', () => {
    const rising = (trial: Trial) => 1 + (trial.fidelity.sampleSize / 4000) * noise(trial);
    expect(curveOf(rising)).toMatchObject({ stability: { reason: 'the std rises with the sample size' } });
    const worsening = (trial: Trial) => 1 + trial.fidelity.sampleSize / 1000 + 0.01 * noise(trial);
    expect(curveOf(worsening)).toMatchObject({ stability: { reason: 'the median rises with the sample size' } });
  });
});

describe('trials', () => {
  test('go where nothing is settled yet', () => {
    const clear = playStudy(createCurve(request()), kinked);
    expect(clear.rounds[0]).toHaveLength(25);
    expect(clear.outcomes.length).toBeLessThan(70);
    expect(clear.outcomes.filter(({ trial }) => trial.fidelity.sampleSize < 400)).toHaveLength(10);
    const unclear = playStudy(createCurve(request()), ({ streams, fidelity }) => {
      const noise = randomFrom('unclear', streams.init, fidelity.sampleSize).normal();
      return (fidelity.sampleSize === 100 ? 3 : fidelity.sampleSize === 200 ? 1.12 : 1) + 0.15 * noise;
    });
    const at = (size: number) => unclear.outcomes.filter(({ trial }) => trial.fidelity.sampleSize === size).length;
    expect(at(100)).toBe(5);
    expect(at(200)).toBeGreaterThan(5);
    expect(at(1600)).toBeGreaterThanOrEqual(at(200));
    expect(at(1600)).toBeLessThanOrEqual(20);
  });

  test('are all trained when nothing is adaptive, replicate by replicate', () => {
    const { rounds, outcomes } = playStudy(createCurve(request({ adaptive: false, trials: 6 })), kinked);
    expect(rounds).toHaveLength(1);
    expect(outcomes).toHaveLength(30);
    expect(outcomes.slice(0, 5).map(({ trial }) => trial.streams.init)).toEqual([0, 0, 0, 0, 0]);
  });

  test('every candidate is settled by itself', () => {
    const { outcomes } = playStudy(createCurve(request({ candidates: ['a', 'b'] })), (trial) =>
      trial.candidate === 'a'
        ? kinked(trial)
        : kinked(trial) + 0.3 * randomFrom(trial.streams.init, trial.fidelity.sampleSize).normal(),
    );
    const of = (id: string) => outcomes.filter(({ trial }) => trial.candidate === id).length;
    expect(of('a')).toBe(playStudy(createCurve(request()), kinked).outcomes.length);
    expect(of('b')).not.toBe(of('a'));
  });
});

describe('sizes', () => {
  test('the paper has 41, evenly spaced in their logarithm, from 100 to 32,000', () => {
    const sizes = parseSizes('paper');
    expect(sizes).toHaveLength(41);
    expect([sizes[0], sizes[40]]).toEqual([100, 32_000]);
    const ratios = sizes.slice(1).map((size, index) => size / (sizes[index] as number));
    for (const ratio of ratios) expect(ratio).toBeCloseTo(320 ** (1 / 40), 1);
    expect(parseSizes('300, 100,300')).toEqual([100, 300]);
    expect(parseSizes('1..4/10')).toEqual([1, 2, 3, 4]);
  });

  test.each(['', '100', '0,100', '100,x', '100..10', '10..20/1', '1.5,3', '5..9/9999'])('"%s" is refused', (text) => {
    expect(() => parseSizes(text)).toThrow(InputError);
  });
});

test('a non-increasing fit is non-increasing, keeps the sum, and keeps what is sorted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (values) => {
        const weights = values.map(() => 1);
        const fit = fitNonIncreasing(values, weights);
        expect(fit).toHaveLength(values.length);
        for (let index = 1; index < fit.length; index++) {
          expect(fit[index] as number).toBeLessThanOrEqual((fit[index - 1] as number) + 1e-9);
        }
        expect(fit.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
          values.reduce((sum, value) => sum + value, 0),
          6,
        );
        const sorted = values.toSorted((a, b) => b - a);
        expect(fitNonIncreasing(sorted, weights)).toEqual(sorted);
      },
    ),
  );
  expect(fitNonIncreasing([1, 3, 2], [3, 1, 1])).toEqual([1.6, 1.6, 1.6]);
  expect(fitNonIncreasing([3, 1, Number.POSITIVE_INFINITY, 0], [1, 1, 1, 1])).toEqual([
    ...[Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    0,
  ]);
});

test.each([
  [{ sizes: [100, 6400] }, /6400 examples is more than the pool's 3200/],
  [{ trials: 1 }, /trials is 1/],
  [{ spread: 'median' }, /does not measure a spread/],
  [{ criterion: 'medain' }, /median/],
  [{ tolerance: { criterion: 0, spread: 1 } }, /tolerance of the criterion is 0/],
])('%j is refused', (changes, message) => {
  expect(() => createCurve(request(changes))).toThrow(InputError);
  expect(() => createCurve(request(changes))).toThrow(message);
});

test('the interval of the smallest stable size leaves out its share of the resampled curves at either end, and no more', () => {
  const rule = { criterion: parseCriterion('median'), spread: parseCriterion('std') };
  const tolerance = { criterion: 0.1, spread: 1 };
  let wider = 0;
  for (let draw = 0; draw < 5; draw++) {
    const random = randomFrom('stable interval', draw);
    const losses = Array.from({ length: 12 }, (_, size) =>
      Float64Array.from({ length: 8 }, () => 1 + 1 / (size + 1) + 0.2 * random.normal()),
    );
    const judge = (level: number) => judgeStability(losses, { ...rule, tolerance }, level, 400, randomFrom(draw));
    const { low, high, probabilities } = judge(0.8);
    // One curve of 400 for a quantile that lies between two.
    expect(probabilities[low - 1] ?? 0).toBeLessThanOrEqual(0.1 + 1 / 400);
    expect(1 - (probabilities[high] as number)).toBeLessThanOrEqual(0.1 + 1 / 400);
    if (high - low > judge(0.6).high - judge(0.6).low) wider++;
  }
  expect(wider).toBeGreaterThan(0);
});
