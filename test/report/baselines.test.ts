/** @file Checks that a winner which is no better than nothing is never praised: headline, notices, result, terminal, page. */
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type Baseline, type JsonValue, randomFrom, type Trial } from '../../src/core/index.js';
import { buildReportView, formatFinalTable } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { noticesIn } from '../../src/report/shown/shown.js';
import { mean } from '../../src/stats/index.js';
import { type SimulatedOptions, simulatedInstances, simulateRun } from './simulated-run.js';

const loss = (candidate: number, { streams }: Trial): number =>
  0.2 + 0.05 * candidate + 0.01 * randomFrom('baselines', candidate, streams.init).normal();

const trivial = (value: number): Baseline => ({
  ...{ name: 'mean', kind: 'trivial', loss: value, replicates: 5 },
  ...{ selection: { loss: value, rmse: value }, final: { loss: value, rmse: value } },
});
const simple = (value: number): Baseline => ({ ...trivial(value), name: 'linear', kind: 'simple' });

function viewOf(baselines: readonly Baseline[], options: Partial<SimulatedOptions> = {}) {
  return buildReportView(simulateRun({ candidates: 6, loss, changes: { baselines }, ...options }));
}

const RULES = [{ name: 'default' }, { name: 'halving', minimumSurvivors: 1 }] as const;

describe.each(RULES)('after a race by $name', (rule) => {
  it('a winner that is worse than the trivial baseline says so before anything else, and nobody calls it robust', () => {
    const view = viewOf([trivial(0.1), simple(0.05)], { rule });
    const id = view.result.winner?.candidate;
    const claim = 'Worse than predicting the mean (loss 0.1000 on the selection set).';
    expect(view.headline.startsWith(`${claim} ${view.result.winner?.label} (${id}).`)).toBe(true);
    expect(view.answer.claim).toMatchObject({ kind: 'unbeaten', tone: 'bad', level: null });
    expect(view.headline).toContain('6 candidates');
    expect(view.result.baselines).toMatchObject([
      { name: 'mean', better: 0, beaten: false },
      { name: 'linear', better: 0, beaten: false },
    ]);
    const text = formatFinalTable(view, { width: 100, colors: false });
    expect(text.split('\n')[1]).toMatch(/^Sure\? +Worse than predicting the mean/);
    expect(text).toMatch(/The winner is worse than a linear model \(loss 0\.05000 on\s+the\s+selection\s+set\)/);
    const { document } = parseHTML(renderReport(view));
    expect(document.querySelector('.answer .sentence')?.textContent.trim()).toMatch(/^Worse than predicting the mean/);
    expect(document.querySelector('.answer .notices')?.textContent).toContain('worse than a linear model');
  });

  it('a winner among whose trials some are better is not shown to be better', () => {
    const view = viewOf([trivial(0.2)], { rule });
    expect(view.headline).toMatch(
      /^Not shown to be better than predicting the mean \(loss 0\.2000 on the selection set\)\. /,
    );
    const [figures] = view.result.baselines;
    expect(figures?.better).toBeGreaterThan(0);
    expect(figures?.beaten).toBe(false);
  });

  it('a winner that is better beyond doubt is called what it is, the baselines beside it', () => {
    const view = viewOf([trivial(0.6), simple(0.4)], { rule });
    expect(view.answer.claim).toEqual(viewOf([], { rule }).answer.claim);
    expect(view.result.baselines.map(({ beaten }) => beaten)).toEqual([true, true]);
    expect(noticesIn(view.answer.shown).map(({ kind }) => kind)).not.toContain('baseline');
    expect(view.answer.details).toContainEqual({
      label: 'Baselines',
      text: 'predicting the mean: loss 0.6000 on the selection set; a linear model: loss 0.4000 on the selection set (each the mean over 5 samples or more).',
    });
  });
});

it('baselines have the metric that the winner is praised by beside their loss', () => {
  const shares = { ...trivial(0.6), name: 'class shares', final: { loss: 0.6, accuracy: 0.9 } };
  const logistic = { ...simple(0.4), name: 'logistic', final: { loss: 0.4, accuracy: 0.93 } };
  expect(viewOf([shares, logistic]).answer.details).toContainEqual({
    label: 'Baselines',
    text:
      'guessing by class frequencies: loss 0.6000 on the selection set, accuracy 0.9000 on unseen examples; ' +
      'a logistic model: loss 0.4000 on the selection set, accuracy 0.9300 on unseen examples (each the mean over 5 samples or more).',
  });
});

it('figures beside the expectation say of which set they are', () => {
  const shares = { ...trivial(0.6), name: 'class shares', final: { loss: 0.6, accuracy: 0.9 } };
  const seen = viewOf([shares], { rule: RULES[0] }).answer.expect;
  expect([seen?.metric, seen?.against]).toEqual(['loss', 'guessing by class frequencies 0.6000 (selection set)']);
  const run = simulateRun({ candidates: 6, loss, rule: RULES[0], changes: { baselines: [shares] } });
  const unseen = buildReportView({ ...run, finalInstances: simulatedInstances(run) });
  expect(unseen.answer.expect?.against).toBe('guessing by class frequencies 0.9000 (unseen)');
});

it('a spread says nothing about being better, so that a steady winner is judged by its trials', () => {
  const steady = { criterion: 'std', rule: RULES[1] };
  expect(viewOf([trivial(0.01)], steady).headline).toMatch(/^Worse than predicting the mean/);
  expect(viewOf([trivial(2)], steady).result.baselines[0]?.beaten).toBe(true);
});

it('of few trials without an interval all have to be better', () => {
  const few = { rule: RULES[1], finalTrials: 3, maxReplicates: 3 };
  expect(viewOf([trivial(0.6)], few).result.baselines[0]?.beaten).toBe(true);
  const worst = viewOf([], few).result.members[0]?.fresh?.worst as number;
  expect(viewOf([trivial(worst)], few).result.baselines[0]).toMatchObject({ better: 2, beaten: false });
});

it('nothing is compared where nobody is chosen, and nothing is said where there is no baseline', () => {
  const nobody = viewOf([trivial(0.1)], { loss: () => null });
  expect(nobody.result.winner).toBeNull();
  expect(nobody.result.baselines).toEqual([]);
  expect(viewOf([]).answer.details.map(({ label }) => label)).not.toContain('Baselines');
});

describe('the simple model on the unseen examples that are printed', () => {
  const run = simulateRun({ candidates: 6, loss, rule: RULES[0] });
  const finalInstances = simulatedInstances(run);
  const [{ configuration: settings } = { configuration: {} }] = run.header.candidates;
  const own = mean(finalInstances.instances.map(({ figures }) => figures?.loss ?? Number.NaN));
  const beside = (value: number, accuracy: number, selection = 2, trainer: JsonValue = 'network') => {
    const finalLeftOut = { loss: [-2, 1, 0, 2, -1, 1, -1, 0, 2, -2].map((off) => value + off * 0.0006) };
    const linear = { ...simple(selection), final: { loss: value, accuracy }, finalLeftOut };
    const header = { ...run.header, experiment: { ...run.header.experiment, trainer } };
    return buildReportView({ ...run, header, finalInstances, baselines: [trivial(3), linear] });
  };

  it('is not beaten where the winner is not shown to be better, whatever the selection set says', () => {
    for (const [value, said] of [
      [
        own + 1e-5,
        /^A linear model is as good, and simpler: loss 0\.\d+ on the same 2,000 unseen examples, the winner 0\.\d+ \(better by .* 95 %\)\.$/,
      ],
      [
        own / 2,
        /^A linear model is better, and simpler: loss 0\.\d+ on the same 2,000 unseen examples, the winner 0\.\d+ \(worse by 0\.\d+ \[0\.\d+, 0\.\d+\], 95 %\)\.$/,
      ],
    ] as const) {
      const { answer, result } = beside(value, 0.5);
      expect(result.simplest).toMatchObject({ name: 'linear', metric: 'loss', examples: 2000, value, beaten: false });
      expect(result.simplest?.winner).toBeCloseTo(own, 12);
      const [note] = answer.shown.facts.filter(({ label, text }) => label === 'Note' && text.includes('simpler'));
      expect(note?.text).toMatch(said);
      // It is never left out for room.
      expect(note?.rank).toBeUndefined();
    }
  });

  it('is beaten where the winner is shown to be better, also where it was not on the selection set', () => {
    const { answer, result } = beside(own * 2, 0.5, 0.01);
    expect(result.simplest).toMatchObject({ beaten: true });
    expect(answer.shown.facts.map(({ text }) => text).join()).not.toContain('simpler');
  });

  it.each([
    ['by itself', 'linear'],
    ['among models', { models: Object.fromEntries(Object.keys(settings).map((name) => [name, 'linear'])) }],
  ])('stands beside no winner that is one, %s', (_, trainer) => {
    const { answer, result } = beside(own / 2, 0.5, 0.01, trainer);
    expect(result.simplest).toBeNull();
    expect(answer.shown.facts.map(({ text }) => text).join()).not.toContain('simpler');
  });

  it('is named where it was in the race: the best of those that are one', () => {
    const plain = buildReportView(run).result;
    const candidates = run.header.candidates.map((one) => ({
      ...one,
      configuration: { [one.id === plain.winner?.candidate ? 'net' : 'line']: one.configuration },
    }));
    const trainer = { models: { net: 'network', line: 'linear' } };
    const experiment = { ...run.header.experiment, trainer };
    const final = { loss: own, accuracy: 0.5 };
    const baselines = [{ ...simple(2), final, finalLeftOut: { loss: Array(10).fill(own) } }];
    const header = { ...run.header, candidates, experiment };
    const { answer, result } = buildReportView({ ...run, header, finalInstances, baselines });
    const [, second] = plain.candidates;
    expect(result.simplest?.raced).toEqual({ candidate: second?.id, label: second?.label });
    const [note] = answer.shown.facts.filter(({ text }) => text.includes('simpler'));
    expect(note?.text.endsWith(` In the race: ${second?.label} (${second?.id}).`)).toBe(true);
  });

  it('is not beaten by a winner whose printed figure is no better', () => {
    const { answer, result } = beside(own * 2, 0.999);
    expect(result.simplest?.beaten).toBe(false);
    expect(answer.shown.facts.map(({ text }) => text).join()).toContain('is as good by what is printed, and simpler');
  });
});
