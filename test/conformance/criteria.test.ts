/**
 * @file Every criterion that is listed is what it says; and each false one is seen, by its name: the suite that sees nothing would
 * pass them all.
 */
import { describe, expect, it } from 'vitest';
import { known, named, type WrittenCriterion } from '../../src/stats/criteria/known.js';
import { CRITERION_FAMILIES, type KnownCriterion, parseCriterion } from '../../src/stats/index.js';
import { quantileWeights } from '../../src/stats/quantile.js';
import { trimmedMean } from '../questions/race/trimmed-mean.js';
import { criterionFaults } from './criterion-suite.js';
import { listFaults } from './list-suite.js';

const listed = CRITERION_FAMILIES.map(({ sample }) => sample);
const isListed = listed.some(({ name }) => name === trimmedMean.sample.name);
const samples = [...listed, ...(isListed ? [] : [trimmedMean.sample])];

it.each([...samples, ...['q0.9', 'q0.05', 'es0.1', 'es1'].map((name) => parseCriterion(name))])(
  '$name is what it says',
  (criterion) => expect(criterionFaults(criterion)).toEqual([]),
);

it('no two have a name, a way to write it or an identity alike', () => {
  expect(
    listFaults(
      'criterion',
      CRITERION_FAMILIES.map(({ written }) => written),
    ),
  ).toEqual([]);
  expect(
    listFaults(
      'criterion',
      samples.map(({ name }) => name),
    ),
  ).toEqual([]);
  expect(
    listFaults(
      'criterion',
      samples.map(({ statistic }) => statistic.id),
    ),
  ).toEqual([]);
  for (const { name } of listed) expect(parseCriterion(name).name).toBe(name);
});

/** The middle of the quartiles. */
const midhinge: WrittenCriterion = {
  name: 'midhinge',
  weights: (n) => {
    const upper = quantileWeights(n, 0.75);
    return quantileWeights(n, 0.25).map((weight, rank) => (weight + (upper[rank] as number)) / 2);
  },
  ofLaw: ({ quantile }) => (quantile(0.25) + quantile(0.75)) / 2,
  words: ({ word }) => ({ figure: `midhinge of the ${word}`, meaning: 'The middle between the two quartiles' }),
};

describe('of a criterion that is written', () => {
  const right = known(midhinge);
  it('all else follows', () => {
    expect(criterionFaults(right)).toEqual([]);
    const { kind, minimumTrials, divergence, statistic } = right;
    expect({ kind, minimumTrials, divergence }).toEqual({ kind: 'location', minimumTrials: 1, divergence: 'share' });
    expect(statistic).toMatchObject({ error: 'resampling', isBounded: true, bears: 0.25 });
    expect(statistic.race).toMatchObject({ as: 'location', normal: 0, diverging: { bears: 0.25 } });
  });

  const withStatistic = (facts: object): KnownCriterion =>
    ({ ...right, statistic: { ...right.statistic, ...facts } }) as KnownCriterion;
  const withRace = (facts: object) => withStatistic({ race: { ...right.statistic.race, ...facts } });
  const wrongSlope = {
    bears: 0.25,
    among: (quantileOf: (probability: number) => number, diverged: number) => {
      const { race } = right.statistic;
      const { value, slope } = (race.as === 'location' && race.diverging?.among(quantileOf, diverged)) || {};
      return { value, slope: 1.05 * (slope as number) };
    },
  };
  it.each<[string, KnownCriterion]>([
    ['scoreName: banana', known({ ...midhinge, scoreName: 'banana' })],
    ['scoreName: q1', known({ ...midhinge, scoreName: 'q1' })],
    ['a law of another', known({ ...midhinge, ofLaw: ({ mean }) => mean })],
    ['weights of another', known({ ...midhinge, evaluate: parseCriterion('median').evaluate })],
    [
      'weights of scores',
      known({ ...midhinge, weights: (n) => midhinge.weights?.(n).map((weight) => 1.1 * weight) as Float64Array }),
    ],
    ['words of nothing', known({ ...midhinge, words: () => ({ figure: 'midhinge', meaning: 'the middle.' }) })],
    ['order', known({ ...midhinge, evaluate: (losses) => losses[0] as number })],
    ['error: student', withStatistic({ error: 'student' })],
    ['isMean', withRace({ isMean: true })],
    ['keepsOnScales', withRace({ keepsOnScales: true })],
    ['a slope off by 5 %', withRace({ diverging: wrongSlope })],
    ['normal', withRace({ normal: 0.1 })],
    ['as: spread', withRace({ as: 'spread' })],
    ['probability', withStatistic({ probability: 0.5 })],
    ['isBounded', withStatistic({ isBounded: false })],
    ['bears', withStatistic({ bears: 0.3 })],
    ['kind', { ...right, kind: 'tail' }],
    ['minimumTrials', { ...right, minimumTrials: 2 }],
    ['divergence', { ...right, divergence: 'infinite' }],
  ])('%s is seen where it is false', (_, criterion) => {
    expect(criterionFaults(criterion)).not.toEqual([]);
    expect(criterionFaults(criterion).join()).toMatch(/^midhinge: /);
  });

  it('what follows cannot be written', () => {
    // @ts-expect-error how an error is had follows from the weights
    named({ ...midhinge, error: 'student' });
    // @ts-expect-error so does whether it is the mean
    named({ ...midhinge, isMean: true });
    // @ts-expect-error and of which kind it is
    named({ ...midhinge, kind: 'tail' });
    // @ts-expect-error a score name is a text
    named({ ...midhinge, scoreName: 3 });
    // @ts-expect-error its words are missing
    const missing: WrittenCriterion = { name: 'midhinge', weights: midhinge.weights, ofLaw: midhinge.ofLaw };
    expect(missing.words).toBeUndefined();
  });
});
