/** @file Studies of a metric that is better where it is higher: the mirror image of the same study of its negative. */
import { expect, test } from 'vitest';
import { type Outcome, randomFrom, type Trial } from '../../src/core/index.js';
import type { StudyBaseline } from '../../src/questions/common/plan/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, type CurveRequest, createCurve } from '../../src/questions/curve/plan/index.js';
import { formatStudyTable, type StudyInput } from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { inputOf } from '../report/simulated-studies.js';
import { type Played, playStudy } from './played-study.js';

/** Losses below 0, whose negatives are accuracies. */
const lossOf = ({ candidate, streams, fidelity: { sampleSize } }: Trial): Played => {
  if (candidate === 'two' && streams.init === 3) return 'diverged';
  const noise = randomFrom('direction', candidate, streams.init, sampleSize).normal();
  return -0.9 + (candidate === 'one' ? 0 : 0.05) + 20 / (sampleSize + 100) + 0.01 * noise;
};

const mirrored = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.map((outcome) => ({
    ...outcome,
    metrics: outcome.status === 'completed' ? { accuracy: -outcome.loss } : {},
  }));

const trivial = (value: number, sizes: readonly number[]): readonly StudyBaseline[] =>
  sizes.map((sampleSize) => {
    return { candidates: ['one', 'two'], name: 'mean', kind: 'trivial', replicates: 5, sampleSize, value } as const;
  });

const SIZES = [100, 200, 400, 800, 1600];
const request = (figure: string): CurveRequest => ({
  ...{ candidates: ['one', 'two'], figure, seed: 3, sizes: SIZES, trials: 20, criterion: 'q3', spread: 'std' },
  ...{ tolerance: { criterion: 0.05, spread: 1 }, adaptive: false, pool: 3200 },
});

/** Of a page: its text without tags. */
const textOf = (input: StudyInput): string => `${renderStudy(input)}`.replaceAll(/<[^>]*>/g, ' ');

test('a learning curve: q1 in place of q3, stable from the same size, better than the same baselines', () => {
  const { settings, description } = createCurve(request('loss'));
  const { outcomes } = playStudy(createCurve(request('loss')), lossOf);
  const losses = analyseCurve(settings, outcomes, trivial(-0.81, SIZES));
  const own = mirrored(outcomes);
  const baselines = trivial(0.81, SIZES);
  const scores = analyseCurve(createCurve(request('accuracy')).settings, own, baselines);
  const [loss, score] = [losses, scores].map(({ candidates: [first] }) => first as NonNullable<typeof first>);
  expect(loss?.betterFrom).toBe(200);
  expect(score?.betterFrom).toBe(200);
  if (loss === undefined || score === undefined || 'reason' in loss.stability || 'reason' in score.stability) {
    throw new Error('It should be stable.');
  }
  const { criterion, ...rest } = loss.stability;
  expect(score.stability).toEqual({ ...rest, criterion: criterion.map((value) => -value) });
  const told = score.sizes[4]?.distribution.criteria ?? [];
  expect(told.map(({ name }) => name)).toEqual(['mean', 'median', 'q1', 'q1-iqr', 'min', 'max', 'std', 'iqr']);
  for (const [place, { value, interval }] of (loss.sizes[4]?.distribution.criteria ?? []).entries()) {
    const sign = place < 6 ? -1 : 1;
    expect(told[place]?.value).toBe(sign * value);
    if ('reason' in interval) continue;
    const ends = [sign * interval.low, sign * interval.high].sort((a, b) => a - b);
    expect(told[place]?.interval).toMatchObject({ low: ends[0], high: ends[1] });
  }
  expect(scores.candidates[1]?.sizes[0]?.distribution).toMatchObject({ diverged: 1 });
  const input = { ...inputOf(scores, own, description, baselines), figure: 'accuracy' };
  expect(formatStudyTable(input, { width: 100, colors: false, long: true })).toMatch(
    /candidate +set +trainings +collapsed +median +q1 +std +iqr/,
  );
  const text = textOf(input);
  expect(text).toMatch(/the q1 of the accuracy is at most 5.*% below its value at the largest size/);
  expect(text).not.toMatch(/NaN|[Ll]ower is better. n = 2 candidates/);
});

test('a comparison: the level with the highest median is the best, differences turn round', () => {
  const levels = ['one', 'two'].map((candidate) => ({ candidate, value: `width ${candidate}` }));
  const common = {
    candidates: ['one', 'two'],
    seed: 3,
    factors: [{ name: 'width', levels }],
    trials: 20,
    sampleSize: 0,
  };
  const study = createComparison({ ...common, figure: 'loss' });
  const { outcomes } = playStudy(study, lossOf);
  const own = mirrored(outcomes);
  const baselines = trivial(0.5, [0]);
  const losses = analyseComparison(study.settings, outcomes);
  const scores = analyseComparison({ ...study.settings, figure: 'accuracy' }, own, baselines);
  const [loss, score] = [losses, scores].map(({ factors: [first] }) => first?.pairs[0]);
  expect(score).toMatchObject({ location: loss?.location, spread: loss?.spread, spreadRatio: loss?.spreadRatio });
  expect([score?.shift.value, score?.effect]).toEqual([-(loss?.shift.value ?? 0), -(loss?.effect ?? 0)]);
  const input = { ...inputOf(scores, own, study.description, baselines), figure: 'accuracy' };
  expect(formatStudyTable(input, { width: 100, colors: false, long: true })).toContain('best median: width one');
  const text = textOf(input);
  expect(text).toContain('best median');
  expect(text).toContain('above 0 the first is better');
  expect(text).not.toContain('NaN');
});
