/** @file The answer of a study: few lines whatever its names are, what is open, and the command that would settle it, with its price. */
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, createCurve } from '../../src/questions/curve/plan/index.js';
import { analyseMeasure, createMeasure } from '../../src/questions/measure/plan/index.js';
import { formatStudyTable, type StudyInput } from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { type Played, playStudy } from '../questions/played-study.js';
import { coupledAndCollapsed } from './simulated-coupling.js';
import { common, compared, curved, inputOf, measured, stepped } from './simulated-studies.js';

const NAMES: Readonly<Record<string, string>> = {
  '200 characters': 'setting=1 '.repeat(20),
  'from right to left': 'اختبار نموذج '.repeat(15),
  emoji: '🏳️‍🌈👩‍👩‍👧 '.repeat(25),
  'one word': 'x'.repeat(200),
};
const STUDIES: Readonly<Record<string, StudyInput>> = {
  measure: measured({ mean: 1.2 }),
  'measure where all is equal': measured({ deaf: true }),
  curve: curved(1.4),
  compare: compared(0.5),
  couple: coupledAndCollapsed(),
};

const linesOf = (input: StudyInput, folder = 'runs/a'): string[] =>
  formatStudyTable(input, { width: 80, colors: false }, folder).trimEnd().split('\n');
const flat = (input: StudyInput): string => linesOf(input).join(' ').replaceAll(/\s+/g, ' ');

describe.each(Object.entries(NAMES))('with names of %s', (_, name) => {
  test.each(Object.entries(STUDIES))('%s takes sixteen lines of 80 columns', (__, input) => {
    const candidates = input.header.candidates.map((one) => ({ ...one, label: `${name}${one.id}` }));
    const lines = linesOf({ ...input, header: { ...input.header, candidates } });
    expect(lines.length).toBeLessThanOrEqual(16);
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^Finding {2}/);
    expect(lines.at(-1)).toBe('Details  surefoot report runs/a --long');
  });
});

const failing = (played: (init: number) => Played): StudyInput => {
  const levels = common.candidates.map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({ ...common, factors: [{ name: 'width', levels }], trials: 6, sampleSize: 0 });
  const { outcomes } = playStudy(study, ({ streams }) => played(streams.init));
  return inputOf(analyseComparison(study.settings, outcomes), outcomes, study.description);
};

test('where all trainings fail, the next step is to correct what they failed with', () => {
  const input = failing(() => 'failed');
  expect(flat(input)).toMatch(/^Finding Nothing worked: all 12 trainings of 2 candidates failed\./);
  expect(flat(input)).toContain('Next surefoot study Correct what the trainings failed with, and run');
  expect(renderStudy(input)).toContain('<section class="answer bad"');
});

test('equal losses are found, and leave nothing to settle by more of them', () => {
  expect(flat(failing(() => 0.5))).toMatch(
    /^Finding All 12 trainings gave the same loss \(0\.5000\), .*apart\. Note .* Cost 12/,
  );
  expect(flat(failing(() => 0.5))).not.toMatch(/ Next /);
});

test('one training is no comparison', () => {
  const input = failing(() => 1);
  const [outcome] = input.outcomes;
  if (input.analysis.kind !== 'compare' || outcome === undefined) throw new Error('no comparison');
  const levels = common.candidates.map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({ ...common, factors: [{ name: 'width', levels }], trials: 6, sampleSize: 0 });
  const one = inputOf(analyseComparison(study.settings, [outcome]), [outcome], study.description);
  expect(flat({ ...one, status: 'budget' })).toMatch(/^Finding .*nothing can be (compared|tested)/i);
  expect(flat({ ...one, status: 'budget' })).toContain('Cost 1 training, 1.0 s');
  expect(renderStudy(one)).not.toMatch(/NaN|undefined|Infinity/);
});

test('too few trainings for pairs: how many would do, and what they cost', () => {
  // The second step has eight candidates to train three times more.
  const input = { ...stepped(8), command: 'surefoot compare step.yaml --trials 8' };
  const candidates = Array.from({ length: 8 }, (_, index) => ({ id: `k=${index + 1}`, label: '', configuration: {} }));
  const text = flat({ ...input, header: { ...input.header, candidates } });
  expect(text).toContain('Next surefoot compare step.yaml --trials 11 11 trainings of each are the fewest that can');
  expect(text).toContain('24 more trainings, about 24 s');
});

test('of two levels the spreads are told as well: which spreads farther, by how much', () => {
  const levels = ['calm', 'wild'].map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({
    ...{ ...common, candidates: ['calm', 'wild'], trials: 20, sampleSize: 0 },
    factors: [{ name: 'rate', levels }],
  });
  const headlineOf = (times: number) => {
    const { outcomes } = playStudy(study, ({ candidate, streams }) => {
      return (candidate === 'wild' ? times : 1) * randomFrom(candidate, streams.init).normal();
    });
    return flat(inputOf(analyseComparison(study.settings, outcomes), outcomes, study.description));
  };
  expect(headlineOf(5)).toMatch(
    /^Finding No difference between the two levels of rate is shown \(Wilcoxon p = \d\.\d+\); wild spreads \d\.\d times as far as calm \(Levene p < 0\.001\)\./,
  );
  expect(headlineOf(1)).toContain('; no difference in spread is shown.');
});

test('what is not shown may still be there, up to a difference that the intervals leave', () => {
  const levels = ['one', 'two', 'three'].map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({
    ...{ ...common, candidates: levels.map(({ value }) => value), trials: 12, sampleSize: 0 },
    factors: [{ name: 'width', levels }],
  });
  const { outcomes } = playStudy(study, ({ candidate, streams }) => randomFrom(candidate, streams.init).normal());
  const text = flat(inputOf(analyseComparison(study.settings, outcomes), outcomes, study.description));
  expect(text).toMatch(
    /^Finding No difference between the 3 levels of width is shown \(Friedman p = 0\.\d+\); no two spreads are shown to differ\. Open Between/,
  );
  expect(text).toMatch(/Between the 3 levels of width differences up to \d\.\d remain possible \(95 %\)\./);
  expect(text).toContain(
    'Next surefoot study --trials 24 Twice the trainings tell smaller differences: 24 more trainings',
  );
});

test('a curve that still falls names larger sizes as far as the pool goes', () => {
  const falling = (pool: number): string => {
    const study = createCurve({
      ...{ ...common, sizes: [150, 300, 600], trials: 6, criterion: 'median', spread: 'std', adaptive: false, pool },
      tolerance: { criterion: 0.1, spread: 1 },
    });
    const { outcomes } = playStudy(
      study,
      ({ streams, fidelity }) => (100 + randomFrom('falls', streams.init).normal()) / fidelity.sampleSize,
    );
    const input = inputOf(analyseCurve(study.settings, outcomes), outcomes, study.description);
    return flat({ ...input, command: 'surefoot curve e.yaml -s 150,300,600' });
  };
  expect(falling(4000)).toContain(
    'Next surefoot curve e.yaml --sizes 150,300,600,1200,2400 Larger samples show whether they',
  );
  expect(falling(1000)).toContain('--sizes 150,300,600,1000 ');
  expect(falling(600)).toContain('Next The pool holds no more than 600 examples: more data, or');
});

test('sources that are not told apart: about how many trainings would, and the command for them', () => {
  const study = createMeasure({
    ...{ ...common, candidates: ['one'], vary: ['init', 'sample'], trials: 10, crossed: 'none', repeats: 1 },
    ...{ sampleSize: 100, pool: null },
  });
  const { outcomes } = playStudy(study, ({ streams: { init, sample } }) => {
    return 9 + 0.7 * randomFrom('a', init).normal() + randomFrom('b', sample).normal();
  });
  const input = inputOf(analyseMeasure(study.settings, outcomes), outcomes, study.description);
  const { analysis } = input;
  const enough = analysis.kind === 'measure' ? (analysis.candidates[0]?.leading.enough ?? null) : null;
  if (enough === null) throw new Error('the estimates do not say');
  const header = { ...input.header, candidates: input.header.candidates.slice(0, 1) };
  const text = flat({ ...input, header, command: 'surefoot measure e.yaml --trials 10' });
  expect(text).toMatch(
    /^Finding \d+ trainings cannot tell which source spreads the loss of .* most: .* or .*\. Open About/,
  );
  expect(text).toContain(
    `About ${Number((outcomes.length + enough.trainings).toPrecision(2))} trainings would show it (an estimate).`,
  );
  expect(text).toContain(
    `surefoot measure e.yaml --trials ${enough.trials} --crossed none ${3 * (enough.trials - 10)} more`,
  );
});

/** Of one candidate, whose losses vary with one source far more than with the other. */
const led = (by: 'init' | 'sample', pool = 300): StudyInput => {
  const study = createMeasure({
    ...{ ...common, candidates: ['one'], vary: ['init', 'sample'], trials: 12, crossed: [4], repeats: 1 },
    ...{ sampleSize: 100, pool },
  });
  const { outcomes } = playStudy(study, ({ streams: { init, sample } }) => {
    const [large, small] = by === 'init' ? [init, sample] : [sample, init];
    return 9 + randomFrom('large', large).normal() + 0.01 * randomFrom('small', small).normal();
  });
  const input = inputOf(analyseMeasure(study.settings, outcomes), outcomes, study.description);
  const header = { ...input.header, candidates: input.header.candidates.slice(0, 1) };
  return { ...input, header, command: "surefoot measure 'my e.yaml' --trials 12 -c one --out runs/m" };
};

test('a source that leads is followed by the question that it asks', () => {
  expect(flat(led('sample'))).toMatch(
    / Next surefoot curve 'my e\.yaml' -c one --out runs\/m --sizes 100,200,300 Shows whether larger samples/,
  );
  expect(flat(led('init'))).toMatch(
    / Next surefoot assure 'my e\.yaml' -c one --out runs\/m --loss-below 1\d Whether 95 % /,
  );
});

test('samples that share most of their examples are made smaller before more of them are trained', () => {
  const asked = 'Next Set `sample` of the experiment to 60 or less, half of the pool, and measure again';
  expect(flat(led('init', 120))).toContain(asked);
  expect(flat(led('init', 200))).not.toContain('Set `sample`');
});

test('trainings that stand in no row of the table are told beside it', () => {
  const input = led('init');
  const rows = input.analysis.kind === 'measure' ? (input.analysis.candidates[0]?.arms ?? []) : [];
  const shown = rows.reduce((sum, { distribution }) => sum + distribution.losses.length, 3);
  const alone = input.outcomes.length - shown;
  expect(alone).toBeGreaterThan(0);
  const told = `Trainings of the crossed design that are in no other set, and in no row of the table: ${alone}.`;
  const long = formatStudyTable(input, { width: 80, colors: false, long: true }, 'runs/a').replaceAll(/\s+/g, ' ');
  expect(long).toContain(told);
  expect(renderStudy(input)).toContain(told);
});

test('levels that differ are followed by a race, and those not shown to by more trainings', () => {
  const differ = { ...compared(), command: 'surefoot compare e.yaml --factor width --out runs/c' };
  expect(flat(differ)).toMatch(
    /^Finding The two levels of width differ .* Next surefoot select e\.yaml --out runs\/c Races/,
  );
  expect(flat({ ...differ, command: 'surefoot compare e.yaml --factor width=1,2' })).toContain(
    'Next surefoot select e.yaml With these levels of width in the experiment: races',
  );
});
