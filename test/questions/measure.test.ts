/** @file Measuring randomness: which trials it asks for, what it makes of losses with known sources, what it refuses. */
import { describe, expect, test } from 'vitest';
import { InputError, randomFrom, type Trial, trialKey } from '../../src/core/index.js';
import { analyseMeasure, createMeasure, type MeasureRequest } from '../../src/questions/measure/plan/index.js';
import { playStudy } from './played-study.js';

const request = (changes: Partial<MeasureRequest> = {}): MeasureRequest => ({
  candidates: ['a'],
  figure: 'loss',
  seed: 3,
  vary: ['init', 'sample'],
  trials: 20,
  crossed: 'auto',
  repeats: 1,
  sampleSize: 100,
  pool: 400,
  ...changes,
});

/** 5 + N(0, 0.1) by initial weights + N(0, 0.3) by sample. */
function additive({ streams: { init, sample } }: Trial): number {
  return 5 + 0.1 * randomFrom('init', init).normal() + 0.3 * randomFrom('sample', sample).normal();
}

describe('the trials', () => {
  test('each source alone, both together, everything else at 0, equal seeds three times, a crossed square', () => {
    const study = createMeasure(request());
    const { rounds } = playStudy(study, additive);
    expect(rounds).toHaveLength(1);
    const trials = rounds[0] ?? [];
    expect(new Set(trials.map(trialKey)).size).toBe(trials.length);
    const count = (choose: (trial: Trial) => boolean) => trials.filter(choose).length;
    expect(trials.every(({ streams }) => streams.order === 0 && streams.noise === 0)).toBe(true);
    expect(trials.every(({ fidelity }) => fidelity.sampleSize === 100)).toBe(true);
    // 20 of each arm beside the crossed 4 x 4, with whose border the arms share 3 trials each, and one trial the controls.
    expect(study.description.arms).toEqual(['init', 'sample', 'init+sample']);
    expect(study.description.crossed).toEqual([4, 4]);
    expect(count(({ streams }) => streams.init === streams.sample && streams.init > 3)).toBe(17);
    expect(count(({ repeat }) => repeat > 0)).toBe(2);
    expect(trials).toHaveLength(3 * 20 + 3 + 16 - 1 - 3 - 3 - 3);
  });

  test('sets written with + are taken as they are; one source is not crossed', () => {
    expect(createMeasure(request({ vary: ['init', 'order+init'] })).description.arms).toEqual(['init', 'init+order']);
    const one = createMeasure(request({ vary: ['order'] }));
    expect(one.description).toMatchObject({ arms: ['order'], crossed: null });
  });

  test('more trials keep the ones there were', () => {
    const keys = (trials: number) =>
      new Set((playStudy(createMeasure(request({ trials, crossed: [4] })), additive).rounds[0] ?? []).map(trialKey));
    const many = keys(30);
    for (const key of keys(20)) expect(many.has(key)).toBe(true);
  });
});

describe('the analysis', () => {
  test('finds the parts of the variance', () => {
    const study = createMeasure(request({ crossed: [12, 12], repeats: 2 }));
    const { outcomes } = playStudy(study, additive);
    const { candidates, finitePool } = analyseMeasure(study.settings, outcomes);
    const measured = candidates[0];
    expect(measured?.controls.identical).toBe(true);
    const decomposition = measured?.decomposition;
    if (decomposition === undefined || 'reason' in decomposition) throw new Error('no decomposition');
    const shares = Object.fromEntries(decomposition.components.map(({ source, share }) => [source, share]));
    expect(shares.sample).toBeGreaterThan(0.7);
    expect(shares.init).toBeLessThan(0.3);
    expect(shares['init x sample']).toBeCloseTo(0, 6);
    expect(shares.repeats).toBeCloseTo(0, 6);
    expect(finitePool).toEqual({ sampleSize: 100, pool: 400, seen: 0.75 });
    const spreads = measured?.arms.map(({ distribution }) => distribution.criteria.find(({ name }) => name === 'std'));
    expect(spreads?.[0]?.value).toBeLessThan(spreads?.[1]?.value as number);
    expect(spreads?.every((spread) => spread !== undefined && 'low' in spread.interval)).toBe(true);
  });

  test('says which seeds do nothing, and what no seed controls', () => {
    const deaf = createMeasure(request());
    const ignoring = analyseMeasure(deaf.settings, playStudy(deaf, () => 0.5).outcomes).candidates[0];
    expect(ignoring?.arms.map(({ distribution }) => distribution.identical)).toEqual([true, true, true]);
    let calls = 0;
    const wild = analyseMeasure(deaf.settings, playStudy(deaf, () => calls++).outcomes).candidates[0];
    expect(wild?.controls.identical).toBe(false);
  });

  test('diverged and failed trials are kept apart, and their levels leave the crossed design', () => {
    const study = createMeasure(request({ crossed: [5] }));
    const { outcomes } = playStudy(study, (trial) =>
      trial.streams.init === 2 ? 'diverged' : trial.streams.sample === 4 ? 'failed' : additive(trial),
    );
    const measured = analyseMeasure(study.settings, outcomes).candidates[0];
    const [init, sample] = measured?.arms ?? [];
    expect(init?.distribution).toMatchObject({ diverged: 1, failed: 0 });
    expect(sample?.distribution).toMatchObject({ diverged: 0, failed: 1 });
    expect(init?.distribution.criteria.find(({ name }) => name === 'max')?.value).toBe(Number.POSITIVE_INFINITY);
    expect(measured?.decomposition).toMatchObject({ levels: { init: 4, sample: 4 }, leftOut: { init: 1, sample: 1 } });
  });

  test('is the same whatever was measured beside it, and studies metrics too', () => {
    const alone = createMeasure(request());
    const beside = createMeasure(request({ candidates: ['b', 'a'] }));
    const first = analyseMeasure(alone.settings, playStudy(alone, additive).outcomes).candidates[0];
    const second = analyseMeasure(beside.settings, playStudy(beside, additive).outcomes).candidates[1];
    expect(second).toEqual(first);
    const doubled = createMeasure(request({ figure: 'double' }));
    const { outcomes } = playStudy(doubled, additive);
    const median = analyseMeasure(doubled.settings, outcomes).candidates[0]?.arms[0]?.distribution.criteria[1];
    expect(median?.value).toBeCloseTo(2 * (first?.arms[0]?.distribution.criteria[1]?.value as number), 10);
    expect(() => analyseMeasure({ ...doubled.settings, figure: 'triple' }, outcomes)).toThrow(/no metric "triple"/);
  });
});

test.each([
  [{ vary: ['inti'] }, /did you mean "init"/],
  [{ vary: ['init+weights'] }, /no source of randomness "weights"/],
  [{ trials: 1 }, /trials is 1/],
  [{ crossed: [4, 4, 4] as const }, /3 numbers of levels for 2 sources/],
  [{ crossed: [1] as const }, /crossed is 1/],
  [{ sampleSize: 0 }, /whole pool of 400/],
  [{ sampleSize: 400 }, /whole pool of 400/],
])('%j is refused', (changes, message) => {
  expect(() => createMeasure(request(changes))).toThrow(InputError);
  expect(() => createMeasure(request(changes))).toThrow(message);
});
