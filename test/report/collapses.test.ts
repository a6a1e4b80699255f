/** @file What every answer says of collapses: the winner's in words, everybody's in the table, in the result and on the page. */
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { type Baseline, randomFrom, type Trial } from '../../src/core/index.js';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import { buildReportView, formatFinalTable, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { noticesIn } from '../../src/report/shown/shown.js';
import { parseCriterion } from '../../src/stats/index.js';
import { simulateRun } from './simulated-run.js';

const isFresh = ({ streams }: Trial): boolean => streams.init >= FRESH_FROM;
const plain = (candidate: number, { streams }: Trial): number =>
  0.2 + 0.0005 * candidate + 0.01 * randomFrom('collapse-words', candidate, streams.init).normal();
/** The first fresh training of everybody collapses. */
const once = (candidate: number, trial: Trial): number =>
  plain(candidate, trial) + (trial.streams.init === FRESH_FROM ? 0.5 : 0);

const run = (loss: (candidate: number, trial: Trial) => number, changes: Partial<ReportInput> = {}, finalTrials = 20) =>
  buildReportView(simulateRun({ candidates: 4, rule: { name: 'default', tolerance: 0 }, loss, finalTrials, changes }));
const said = (view: ReturnType<typeof run>): string | undefined =>
  view.answer.details.find(({ label }) => label === 'Collapses')?.text;

test('fresh trainings without a collapse, and what may be missed', () => {
  const view = run(plain);
  expect(said(view)).toMatch(
    /^0 of 20 fresh trainings collapsed: at most 14 % do \(95 %\)\. Collapsed means loss above 0\.\d+: ten typical spreads of retraining above its median\.$/,
  );
  expect(view.result.winner?.collapses).toMatchObject({
    by: 'spread',
    collapsed: 0,
    begun: 20,
    failed: 0,
    from: 'fresh',
  });
  expect(view.result.winner?.collapses?.atMost).toBeCloseTo(1 - 0.05 ** (1 / 20), 12);
});

test('everybody has a count of its own, in the result and on the page', () => {
  const view = run(once);
  expect(said(view)).toMatch(/^1 of 20 fresh trainings collapsed: at most 22 % do/);
  const { members } = view.result;
  expect(members.length).toBeGreaterThan(1);
  const fresh = members.filter((member) => member.fresh !== null);
  for (const member of fresh) expect(member.collapses).toMatchObject({ collapsed: 1, begun: 20 });
  const { document } = parseHTML(renderReport(view));
  const cells = Array.from(document.querySelectorAll('td'), ({ textContent }) => textContent ?? '');
  expect(cells.filter((text) => text === '22\u00a0%')).toHaveLength(fresh.length);
  expect(view.answer.expect?.endings).toMatch(/^1 of 20 fresh trainings collapsed \(loss 0\.[67]\d*\)\.$/);
});

test('the interval counts what the estimate counts: a collapse is in that of a mean', () => {
  const mean = run(once, { criterion: parseCriterion('mean') });
  expect(mean.headline).toMatch(/1 of 20 fresh trainings collapsed/);
  const { interval, value = 0 } = mean.result.winner?.criterion ?? {};
  expect(interval).toMatchObject({ n: 20, holdsUnder: { collapsed: 1, of: 20, confidence: 0.95 } });
  expect(interval).toHaveProperty('high', expect.closeTo(0.37, 1));
  expect((interval as { low: number }).low).toBeLessThan(value);
  const text = formatFinalTable(mean, { width: 200, colors: false, long: true });
  expect(text).toMatch(/for trainings no worse than the worst of these: after 20 up to 14 % may be worse/);
  expect(renderReport(mean)).toContain('if none is worse than these');
  const quartile = run(once);
  expect(quartile.result.winner?.criterion.interval).not.toHaveProperty('holdsUnder');
});

test('the bar comes from the race alone: fresh trainings that all collapse do not move it', () => {
  const view = run((candidate, trial) => plain(candidate, trial) + (isFresh(trial) ? 0.5 : 0));
  expect(view.result.winner?.collapses).toMatchObject({ collapsed: 20, begun: 20, atMost: 1 });
});

test('without fresh trainings those of the race are counted, and labelled', () => {
  const view = run(plain, {}, 0);
  expect(said(view)).toMatch(
    /^No fresh trainings: 0 of the \d+ trainings that chose it collapsed, which flatters it\./,
  );
  expect(view.result.winner?.collapses).toMatchObject({ from: 'race', atMost: null });
});

const baseline: Baseline = {
  name: 'mean',
  kind: 'trivial',
  loss: 0.6,
  replicates: 5,
  selection: { loss: 0.6 },
  final: null,
};

test('the trivial baseline is the bar where there is one, and the setting before it', () => {
  const beside = run(once, { baselines: [baseline] });
  expect(said(beside)).toMatch(/Collapsed means loss above 0\.59\d+: no better than predicting the mean\.$/);
  const set = run(once, { baselines: [baseline], collapse: { above: 0.9 } });
  expect(said(set)).toMatch(/^0 of 20 .* Collapsed means loss above 0\.9000: as it was set\.$/);
});

test('a bar below everything is named, with both values', () => {
  const view = run(plain, { collapse: { above: 0.01 } });
  expect(noticesIn(view.answer.shown).map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^Every training counts as a collapse: `race\.collapse` says above 0\.01000, and the best loss is 0\.1\d+\./,
    ),
  );
});

test('scores collapse below', () => {
  const scores = (candidate: number, trial: Trial): number => once(candidate, trial) - 1;
  const view = run(scores, { direction: 'maximize', metric: 'accuracy', collapse: { above: -0.5 } });
  expect(said(view)).toMatch(/^1 of 20 .* Collapsed means accuracy below 0\.5000: as it was set\.$/);
  expect(view.result.winner?.collapses?.bar).toBe(0.5);
});

test('losses without a spread: only what has no finite loss collapses', () => {
  const view = run((candidate) => candidate);
  expect(said(view)).toMatch(/^0 of 20 .* Collapsed means diverged here/);
  expect(view.result.winner?.collapses).toMatchObject({ by: 'divergence', bar: null });
});
