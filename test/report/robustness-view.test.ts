/** @file What the page says of retraining: rows with the figures of the result, distributions on replicates that all have. */
import { expect, test } from 'vitest';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { comparisonOf } from '../../src/report/race/comparison.js';
import { improvementFigure } from '../../src/report/race/improvement.js';
import { profileFigure } from '../../src/report/race/profiles.js';
import { trainingRows, trainingsFigure } from '../../src/report/race/trainings.js';
import { simulatedLoss, simulateRun } from './simulated-run.js';

const runs: Readonly<Record<string, ReportInput>> = {
  'an adaptive race that ends tied': simulateRun({ candidates: 24, rule: { name: 'default' } }),
  'scores that diverge now and then': simulateRun({
    candidates: 6,
    rule: { name: 'default' },
    loss: (candidate, trial) =>
      trial.streams.init % 5 === candidate ? Number.POSITIVE_INFINITY : simulatedLoss(0, trial) - 1,
    changes: { direction: 'maximize' },
  }),
  'a race in rounds with one left': simulateRun({ candidates: 12, finalTrials: 0, rule: { name: 'welch' } }),
};

test.each(Object.entries(runs))('%s', (_, run) => {
  const view = buildReportView(run);
  const rows = trainingRows(view);
  const comparison = comparisonOf(view);
  const sign = run.direction === 'maximize' ? -1 : 1;

  for (const row of rows) {
    const member = view.result.members.find(({ candidate }) => candidate === row.candidate);
    const figures = row.from === 'fresh' ? member?.fresh : member?.race;
    expect(row.mark?.value ?? null).toBe(figures?.criterion ?? null);
    expect(row.values).toHaveLength(figures?.trials ?? -1);
    if (row.from === 'choosing') expect(row.mark?.interval ?? null).toBeNull();
  }
  expect(rows.filter(({ isChoice }) => isChoice).length).toBeGreaterThan(0);

  if (comparison === null) throw new Error('nobody to compare');
  const isFresh = comparison.from === 'fresh';
  const lossesOf = (candidate: string): ReadonlyMap<number, number> => {
    const own = run.outcomes.filter(({ trial }) => trial.candidate === candidate);
    const kind = own.filter(({ trial }) => trial.streams.init >= 1e6 === isFresh);
    return new Map(kind.map(({ trial, loss }) => [trial.streams.init, loss]));
  };
  const all = comparison.profiles.map(({ candidate }) => lossesOf(candidate));
  const common = [...(all[0] as ReadonlyMap<number, number>).keys()].filter((replicate) =>
    all.every((losses) => losses.has(replicate)),
  );
  expect(comparison.n).toBe(common.length);
  comparison.profiles.forEach(({ values, steps }, place) => {
    const losses = common.map((replicate) => all[place]?.get(replicate) as number);
    expect([...values].sort()).toEqual(losses.map((loss) => sign * loss).sort());
    for (const { at, value } of steps) {
      expect(value).toBeCloseTo(losses.filter((one) => one <= sign * at).length / losses.length, 12);
    }
  });
  const own = common.map((replicate) => all[0]?.get(replicate) as number);
  for (const { candidate, chance } of comparison.chances) {
    const rival = common.map((replicate) => lossesOf(candidate).get(replicate) as number);
    const wins = own.flatMap((loss) => rival.map((other) => (loss < other ? 1 : loss === other ? 0.5 : 0)));
    expect(chance.value).toBeCloseTo(wins.reduce<number>((sum, win) => sum + win, 0) / wins.length, 12);
  }

  for (const figure of [trainingsFigure(view), profileFigure(view), improvementFigure(view)]) {
    expect(figure?.conclusion).toMatch(/\.$/);
    expect(figure?.conclusion).not.toMatch(/NaN|undefined|Infinity/);
    expect(figure?.data.rows.length).toBeGreaterThan(0);
  }
});
