/** @file Comparing one factor at a time: which candidates are levels, what the tests find, what is refused. */
import { describe, expect, test } from 'vitest';
import { type Candidate, InputError, type JsonObject, randomFrom, type Trial } from '../../src/core/index.js';
import { type Factor, factorAmong, findFactor, replaceFactor } from '../../src/questions/common/plan/index.js';
import { analyseComparison, type CompareSettings, createComparison } from '../../src/questions/compare/plan/index.js';
import type { Interval } from '../../src/stats/index.js';
import { playStudy } from './played-study.js';

const network = (first: string, second: string, rate = 0.1): JsonObject => ({
  layers: [{ conv: { activation: first, filters: 4 } }, { dense: { activation: second } }],
  optimizer: { name: 'sgd', rate },
});

const candidates: Candidate[] = [
  { id: 'a', label: 'A', configuration: network('relu', 'relu') },
  { id: 'b', label: 'B', configuration: network('tanh', 'relu') },
  { id: 'c', label: 'C', configuration: network('tanh', 'tanh') },
  { id: 'd', label: 'D', configuration: network('relu', 'relu', 0.2) },
];

describe('a factor', () => {
  test('is every setting of that name inside the named place', () => {
    expect(findFactor(network('relu', 'relu'), 'layers.activation')).toHaveLength(2);
    expect(findFactor(network('relu', 'relu'), 'conv.activation')).toEqual([['layers', 0, 'conv', 'activation']]);
    expect(findFactor(network('relu', 'relu'), 'layers.1.activation')).toEqual([['layers', 1, 'dense', 'activation']]);
    expect(findFactor(network('relu', 'relu'), 'optimizer')).toEqual([['optimizer']]);
    expect(findFactor(network('relu', 'relu'), 'optimizer.activation')).toEqual([]);
    expect(replaceFactor(network('relu', 'relu'), 'activation', 'elu')).toEqual(network('elu', 'elu'));
  });

  test('has the candidates that differ from the base in nothing else for levels', () => {
    const base = candidates[0] as Candidate;
    expect(factorAmong('layers.activation', candidates, base).levels).toEqual([
      { candidate: 'a', value: 'relu' },
      { candidate: 'b', value: '[tanh, relu]' },
      { candidate: 'c', value: 'tanh' },
    ]);
    expect(factorAmong('rate', candidates, base).levels.map(({ candidate }) => candidate)).toEqual(['a', 'd']);
    expect(factorAmong('candidate', candidates, candidates[1] as Candidate).levels[0]).toEqual({
      candidate: 'b',
      value: 'B',
    });
  });

  test('is told by the names of its levels where they have distinct ones', () => {
    const optimizer = (id: string, settings: JsonObject) => ({ id, label: id, configuration: { optimizer: settings } });
    const three = [optimizer('a', { name: 'sgd', rate: 1 }), optimizer('b', { name: 'adam', rate: 1 })];
    const base = three[0] as Candidate;
    expect(factorAmong('optimizer', three, base).levels.map(({ value }) => value)).toEqual(['sgd', 'adam']);
    const start = (id: string, first: string) => {
      const layers = [first, 'zero'].map((name) => ({ dense: { start: { name, gain: 1 } } }));
      return { id, label: id, configuration: { layers } };
    };
    const two = [start('a', 'wide'), start('b', 'narrow')];
    const texts = factorAmong('start', two, two[0] as Candidate).levels.map(({ value }) => value);
    expect(texts).toEqual(['[wide, zero]', '[narrow, zero]']);
    const twice = [...three, optimizer('c', { name: 'sgd', rate: 2 })];
    expect(factorAmong('optimizer', twice, base).levels[2]?.value).toBe('{name:sgd, rate:2}');
  });

  test('may be something that only some candidates have', () => {
    const with_ = { id: 'w', label: 'with', configuration: { layers: [{ dense: { units: 9, join: 'sum' } }] } };
    const without = { id: 'o', label: 'without', configuration: { layers: [{ dense: { units: 9 } }] } };
    expect(factorAmong('join', [without, with_], without).levels.map(({ value }) => value)).toEqual(['none', 'sum']);
  });

  test.each([
    ['layers.activatoin', /did you mean "layers/],
    ['filters', /only one level/],
  ])('%s is refused', (name, message) => {
    const ask = () => factorAmong(name, candidates, candidates[0] as Candidate);
    expect(ask).toThrow(InputError);
    expect(ask).toThrow(message);
  });
});

const factor: Factor = {
  name: 'activation',
  levels: ['good', 'same', 'wide', 'worse'].map((value) => ({ candidate: value, value })),
};

const settings = (changes: Partial<CompareSettings> = {}): CompareSettings => ({
  candidates: factor.levels.map(({ candidate }) => candidate),
  figure: 'loss',
  seed: 5,
  factors: [factor],
  trials: 30,
  sampleSize: 0,
  ...changes,
});

/** All share their replicate's part; `same` is `good` with other noise. */
function lossOf({ candidate, streams }: Trial): number {
  const shared = 0.2 * randomFrom('shared', streams.init).normal();
  const own = randomFrom(candidate, streams.init).normal();
  return 1 + shared + (candidate === 'worse' ? 0.3 : 0) + (candidate === 'wide' ? 2 : 0.05) * own;
}

describe('the analysis', () => {
  test('tells location from spread, and equal from different', () => {
    const study = createComparison(settings());
    const { outcomes, rounds } = playStudy(study, lossOf);
    expect(rounds[0]?.every(({ streams }) => streams.init === streams.noise)).toBe(true);
    const found = analyseComparison(settings(), outcomes).factors[0];
    const pair = (first: string, second: string) =>
      found?.pairs.find((one) => one.first === first && one.second === second);
    expect(found?.pairs).toHaveLength(6);
    expect(pair('good', 'same')?.location.adjusted).toBeGreaterThan(0.05);
    expect(pair('good', 'same')?.spread.adjusted).toBeGreaterThan(0.05);
    expect(pair('good', 'worse')?.location.adjusted).toBeLessThan(0.001);
    expect(pair('good', 'worse')?.effect).toBeLessThan(-0.4);
    expect(pair('good', 'wide')?.spread.adjusted).toBeLessThan(0.001);
    expect(pair('good', 'wide')?.spreadRatio).toBeLessThan(0.5);
    expect(pair('good', 'wide')?.spreadEffect).toBeLessThan(-0.5);
    expect(found?.overall?.pValue).toBeLessThan(0.01);
    for (const which of ['location', 'spread'] as const) {
      const tested = (found?.pairs ?? []).map((pair) => pair[which]).sort((a, b) => a.pValue - b.pValue);
      // Holm: the smallest of six counts six times, the next five times.
      expect(tested[0]?.adjusted).toBeCloseTo(6 * (tested[0]?.pValue as number), 12);
      expect(tested[1]?.adjusted).toBeGreaterThanOrEqual(5 * (tested[1]?.pValue as number) * 0.999999);
    }
  });

  test('counts diverged trials as the worst, and compares only replicates that both have', () => {
    const failurePolicy = { retries: 0, action: 'exclude', kinds: {} } as const;
    const study = createComparison(settings({ failurePolicy }));
    const { outcomes } = playStudy(study, (trial) => {
      if (trial.candidate === 'worse' && trial.streams.init < 20) return 'diverged';
      return trial.candidate === 'same' && trial.streams.init >= 25 ? 'failed' : lossOf(trial);
    });
    const found = analyseComparison(settings({ failurePolicy }), outcomes).factors[0];
    const pair = (second: string) => found?.pairs.find((one) => one.first === 'good' && one.second === second);
    expect(pair('worse')).toMatchObject({ difference: null, pairs: 30 });
    expect(pair('worse')?.location.adjusted).toBeLessThan(0.001);
    expect(pair('same')?.pairs).toBe(25);
    expect(found?.overall?.replicates).toBe(25);
  });
});

test('one trial and no factor are refused', () => {
  expect(() => createComparison(settings({ trials: 1 }))).toThrow(/trials is 1/);
  expect(() => createComparison(settings({ factors: [] }))).toThrow(/no factor/);
});

test('intervals of the shifts of a factor hold for all of its pairs at once', () => {
  const three: Factor = { ...factor, levels: factor.levels.slice(0, 3) };
  const shiftAmong = (compared: Factor) => {
    const asked = settings({ factors: [compared], candidates: compared.levels.map(({ candidate }) => candidate) });
    const { outcomes } = playStudy(createComparison(asked), ({ candidate, streams }) =>
      randomFrom('together', candidate, streams.init).normal(),
    );
    return analyseComparison(asked, outcomes).factors[0]?.pairs[0]?.shift.interval as Interval;
  };
  const [alone, together] = [{ ...three, levels: three.levels.slice(0, 2) }, three].map(shiftAmong) as [
    Interval,
    Interval,
  ];
  // The same losses of the same two.
  expect(together.low).toBeLessThan(alone.low);
  expect(together.high).toBeGreaterThan(alone.high);
  expect(together.basis).toContain('all 3 at once');
});
