/** @file Studies on paper: the page, study.json, study.csv and the terminal, from studies with made-up losses. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { analyseComparison, createComparison } from '../../src/questions/compare/plan/index.js';
import { analyseCurve, createCurve } from '../../src/questions/curve/plan/index.js';
import {
  buildStudyRecord,
  formatEstimate,
  formatStudyTable,
  renderStudyCsv,
  type StudyInput,
  stringifyRecord,
} from '../../src/report/index.js';
import { renderStudy } from '../../src/report/pages.js';
import { studyBaselineNotices } from '../../src/report/studies/beside-baselines.js';
import { playStudy } from '../questions/played-study.js';
import { common, compared, curved, inputOf, measured, stepped } from './simulated-studies.js';

describe.each([
  ['measure', measured()],
  ['measure without spread', measured({ deaf: true })],
  ['measure with accidents', measured({ bad: true })],
  ['curve', curved()],
  ['compare', compared()],
])('%s', (_, input) => {
  const page = renderStudy(input);

  test('is one page that needs nothing else and shows foreign names as text', () => {
    expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)|NaN|undefined|\[object/);
    expect(page).not.toContain('<one>');
    expect(page).toContain('&lt;one&gt; &amp; co');
    expect(page).toContain('are simulated');
  });

  test('describes every figure, each under a name of its own, every number at a place', () => {
    const { document } = parseHTML(page);
    const figures = [...document.querySelectorAll('svg.plot')];
    expect(figures.length).toBeGreaterThanOrEqual(1);
    const ids = figures.map((svg) => svg.getAttribute('aria-labelledby'));
    expect(new Set(ids).size).toBe(ids.length);
    for (const svg of figures) {
      expect(svg.querySelector('title')?.textContent).toBeTruthy();
      expect(document.getElementById(svg.getAttribute('aria-describedby') ?? '')?.textContent).toBeTruthy();
    }
    expect(
      [...document.querySelectorAll('[data-part="y-axis tick label"] text')].every((text) => text.textContent !== ''),
    ).toBe(true);
    expect(
      [...document.querySelectorAll('[data-part="x-axis tick label"] text')].every((text) => text.textContent !== ''),
    ).toBe(true);
  });

  test('says the same in study.json, study.csv and on the terminal', () => {
    const record = buildStudyRecord(input);
    expect(JSON.parse(stringifyRecord(record))).toMatchObject({ format: 'surefoot-study', kind: input.analysis.kind });
    const rows = renderStudyCsv(input).trim().split('\r\n');
    const cells = (rows[0] ?? '').split(',').length;
    for (const row of rows) expect(row.replaceAll(/"[^"]*"/g, '').split(',').length).toBe(cells);
    const terminal = formatStudyTable(input, { width: 80, colors: false });
    expect(terminal.replace(/\s+/g, ' ')).toContain(record.headline.replace(/\s+/g, ' '));
    for (const line of terminal.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

test('what must not be overlooked is said', () => {
  const texts = (input: StudyInput) =>
    buildStudyRecord(input)
      .notices.map(({ kind, text }) => `${kind}: ${text}`)
      .join('\n');
  expect(texts(measured())).toMatch(/pool: Samples of 100 .* pool of 400: .* about 75 % .* understated by about 13 %/);
  expect(texts(measured())).not.toMatch(/seeds:|unstable:/);
  expect(texts(measured({ deaf: true }))).toMatch(/seeds: Different seeds gave exactly the same loss/);
  expect(texts(measured({ bad: true }))).toMatch(/unstable: What failed counts as the worst there is/);
  expect(texts(curved())).toMatch(/pool: At the largest size .* every sample is the same/);
  expect(texts({ ...compared(), status: 'budget' })).toMatch(/unfinished: /);
});

test('what rounding leaves is no difference in a table', () => {
  const table = formatStudyTable(stepped(4), { width: 80, colors: false });
  expect(table).not.toMatch(/\d\.\d{9}/);
});

test('headlines say what was found', () => {
  expect(buildStudyRecord(measured()).headline).toMatch(
    /^\d+ trainings each of 2 candidates cannot tell which source spreads the loss most$/,
  );
  expect(buildStudyRecord(curved()).headline).toMatch(
    /<one> .* not yet stable at 400 examples, the largest size; try more/,
  );
  expect(buildStudyRecord(compared()).headline).toMatch(
    /^The two levels of width differ \(Wilcoxon p < 0.001\); best median: width one \(/,
  );
});

test('where all losses are equal nothing is called stable, steady or no different', () => {
  const curve = createCurve({
    ...{ ...common, sizes: [100, 200], trials: 6, criterion: 'median', spread: 'std', adaptive: false, pool: 400 },
    tolerance: { criterion: 0.1, spread: 1 },
  });
  const levels = common.candidates.map((candidate) => ({ candidate, value: candidate }));
  const comparison = createComparison({ ...common, factors: [{ name: 'width', levels }], trials: 12, sampleSize: 0 });
  const curveOutcomes = playStudy(curve, () => 0.5).outcomes;
  const comparisonOutcomes = playStudy(comparison, () => 0.5).outcomes;
  for (const input of [
    measured({ deaf: true }),
    inputOf(analyseCurve(curve.settings, curveOutcomes), curveOutcomes, curve.description),
    inputOf(analyseComparison(comparison.settings, comparisonOutcomes), comparisonOutcomes, comparison.description),
  ]) {
    const wanted = /^All \d+ trainings gave the same loss \(0\.5000\), so that nothing can be told apart$/;
    expect(buildStudyRecord(input).headline).toMatch(wanted);
    expect(renderStudy(input)).toContain('gave the same loss (0.5000), so that nothing can be told apart');
  }
});

test('a curve that still falls at the largest size is not yet stable, and what to do is said', () => {
  const study = createCurve({
    ...{ ...common, candidates: ['one'], sizes: [150, 300, 600], trials: 6, criterion: 'median', spread: 'std' },
    ...{ adaptive: false, pool: 4000, tolerance: { criterion: 0.1, spread: 1 } },
  });
  const { outcomes } = playStudy(
    study,
    ({ streams, fidelity }) => (100 + randomFrom('falls', streams.init).normal()) / fidelity.sampleSize,
  );
  const input = inputOf(analyseCurve(study.settings, outcomes), outcomes, study.description);
  const text = 'not yet stable at 600 examples, the largest size; try more';
  expect(buildStudyRecord(input).headline).toMatch(new RegExp(`^<one> & co is ${text}$`));
  expect(renderStudy(input)).toContain('>not stable up to 600<');
});

describe('eight levels a step apart, in too few trials for single pairs', () => {
  const input = stepped(8);

  test('differ, says every sentence, and the pairs could not show it', () => {
    const { headline, notices } = buildStudyRecord(input);
    expect(headline).toBe(
      'The 8 levels of k differ (Friedman p < 0.001); best median: k=1 (1.000); no two spreads are shown to differ',
    );
    const page = renderStudy(input).replaceAll(/\s+/g, ' ');
    const terminal = formatStudyTable(input, { width: 80, colors: false });
    for (const text of [headline, page, terminal]) expect(text).not.toMatch(/no (single )?difference/i);
    expect(page).toContain(
      '8 trainings of each cannot separate single pairs (smallest possible p after correction: 0.22).',
    );
    const open = '8 trainings of each cannot separate single pairs (smallest possible p after correction: 0.22).';
    expect(notices[0]?.text).toMatch(`${open} 11 trainings of each are the fewest that can separate pairs: 6 more`);
    expect(terminal.replaceAll(/\s+/g, ' ')).toContain(`Open ${open}`);
  });

  test('what would do is the command itself, with the smallest number of trials that can', () => {
    const textOf = (command: string | null) => buildStudyRecord({ ...input, command }).notices[0]?.text;
    expect(textOf('surefoot compare step.yaml -o x --trials 8')).toMatch(
      /Run: surefoot compare step.yaml -o x --trials 11$/,
    );
    expect(textOf('surefoot compare step.yaml --trials=8 -f k')).toMatch(
      /Run: surefoot compare step.yaml -f k --trials 11$/,
    );
    expect(textOf(null)).toMatch(/ 11 trainings of each are the fewest that can .*\.$/);
    expect(buildStudyRecord({ ...input, status: 'budget' }).notices.map(({ kind }) => kind)).not.toContain('power');
    expect(buildStudyRecord(stepped(11)).notices.map(({ kind }) => kind)).not.toContain('power');
    expect(buildStudyRecord(stepped(11)).headline).toMatch(
      /, shown to be better than each of the others; no two spreads are shown to differ$/,
    );
  });
});

describe('beside the trivial baseline', () => {
  /** Behind how many collapsed. */
  const first = (input: StudyInput) =>
    buildStudyRecord(input)
      .headline.replace(/^\d+ of \d+ trainings collapsed.*?\. (?=<|No)/, '')
      .split(/; |(?<=\))\. /)[0];
  const baselineNotices = (input: StudyInput) =>
    buildStudyRecord(input).notices.flatMap(({ kind, text }) => (kind === 'baseline' ? [text] : []));

  test('who is no better comes first in the headline', () => {
    expect(first(measured({ mean: 1.2 }))).toBe(
      '<two> & co is not shown to be better than predicting the mean (loss 1.200 on the selection set)',
    );
    expect(first(measured({ mean: 0.5 }))).toBe(
      '<one> & co is worse than predicting the mean (loss 0.5000 on the selection set)',
    );
    expect(first(curved(0.5))).toBe(
      '<one> & co and <two> & co are worse than predicting the mean (loss 0.5000 on the selection set), even with 400 examples, the most there are',
    );
    expect(first(compared(0.5))).toBe(
      'No level of width is shown to be better than predicting the mean (loss 0.5000 on the selection set)',
    );
  });

  test('who is better from some size on is not called stable before', () => {
    expect(first(curved(1.4))).toMatch(
      /^<two> .* is not shown to be better than predicting the mean \(loss 1.400 on the selection set\), even/,
    );
    expect(buildStudyRecord(curved(1.4)).headline).toMatch(
      /; <one> .* better than predicting the mean from 400 examples on/,
    );
  });

  test('what the headline has no room for is a notice, and its figures a statement', () => {
    expect(baselineNotices(compared(1.15))).toEqual(['May be no better than predicting the mean (loss): <two> & co.']);
    // Names may have commas of their own.
    expect(studyBaselineNotices(compared(0.5)).map(({ text }) => text)).toEqual([
      'May be no better than predicting the mean (loss): <one> & co; <two> & co.',
    ]);
    expect(baselineNotices(measured({ mean: 9 }))).toEqual([]);
    const page = renderStudy(compared(1.15)).replaceAll(/\s+/g, ' ');
    const statement = 'For comparison on the selection set, predicting the mean has a loss of 1.150.';
    expect(page).toContain(statement);
    expect(formatStudyTable(compared(1.15), { width: 120, colors: false })).toContain(statement);
  });
});

test('every tick of a logarithmic axis is labelled', () => {
  const levels = common.candidates.map((candidate) => ({ candidate, value: candidate }));
  const study = createComparison({ ...common, factors: [{ name: 'width', levels }], trials: 12, sampleSize: 0 });
  const { outcomes } = playStudy(study, ({ streams: { init } }) => 0.01 * 1.5 ** init);
  const input = inputOf(analyseComparison(study.settings, outcomes), outcomes, study.description);
  const { document } = parseHTML(renderStudy(input));
  const chart = document.querySelector('svg[aria-labelledby^="factor-0-title"]');
  const labels = [...(chart?.querySelectorAll('[data-part="x-axis tick label"] text') ?? [])].map(
    (text) => text.textContent,
  );
  expect(labels).toEqual(['0.01', '0.02', '0.05', '0.1', '0.2', '0.5']);
});

describe('figures of studies', () => {
  const textOf = (input: StudyInput) => renderStudy(input).replaceAll(/\s+/g, ' ');

  test('measure opens with candidates by sources, curve with chance level, compare with its levels', () => {
    const measure = textOf(measured());
    expect(measure).toMatch(/id="answer".*data-figure="source-spreads".*<section class="fold" id="all-figures">/);
    // In the description and on the first screen.
    expect(measure.match(/candidates cannot tell which source spreads the loss most/g)).toHaveLength(2);
    const curve = textOf(curved(1.4));
    expect(curve).toContain('dashed: chance level; dotted: the size from which it is stable.');
    expect(textOf(curved())).not.toContain('chance level');
    const compare = textOf(compared());
    expect(compare).toMatch(/id="answer".*data-figure="factor-0".*<section id="factors">/);
    expect(compare).toContain('1 of 1 difference between the levels of width are significant');
  });

  test('a difference has one interval, which agrees with its test', () => {
    const { analysis } = compared();
    if (analysis.kind !== 'compare') throw new Error(analysis.kind);
    const [pair] = analysis.factors[0]?.pairs ?? [];
    const interval = pair?.shift.interval;
    if (pair === undefined || interval === undefined || 'reason' in interval) throw new Error('no interval');
    expect(interval.high).toBeLessThan(0);
    expect(pair.location.adjusted).toBeLessThan(0.05);
    const { text, ends } = formatEstimate(pair.shift.value, interval);
    expect(textOf(compared())).toContain(
      `<td class="number" data-heading="difference">${text}<small class="detail">${ends}</small></td>`,
    );
  });

  test('of one factor the levels with their medians stand open, the row of the factor behind a fold', () => {
    const [open = '', folded = ''] = textOf(compared()).split('id="all-figures"');
    expect(open).toMatch(/>width = width one<[^\n]* data-heading="median">[\d.]+<small class="detail">\[/);
    expect(open).not.toContain('id="factors"');
    expect(folded).toContain('id="factors"');
  });

  test('the same trials have the same intervals in every factor', () => {
    const levels = common.candidates.map((candidate) => ({ candidate, value: candidate }));
    const factors = [
      { name: 'width', levels },
      { name: 'candidate', levels: levels.toReversed() },
    ];
    const study = createComparison({ ...common, factors, trials: 12, sampleSize: 0 });
    const { outcomes } = playStudy(study, ({ streams: { init } }) => 1 + (init % 5) / 7);
    const [first, second] = analyseComparison(study.settings, outcomes).factors;
    expect(first?.levels[0]?.distribution).toEqual(second?.levels[1]?.distribution);
    const shift = first?.pairs[0]?.shift;
    expect(second?.pairs[0]?.shift.value).toBeCloseTo(0 - (shift?.value ?? Number.NaN), 12);
  });
});
