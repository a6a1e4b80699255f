/** @file What the page says of retraining: rows with the figures of the result. */
import { expect, test } from 'vitest';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
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

  for (const row of rows) {
    const member = view.result.members.find(({ candidate }) => candidate === row.candidate);
    const figures = row.from === 'fresh' ? member?.fresh : member?.race;
    expect(row.mark?.value ?? null).toBe(figures?.criterion ?? null);
    expect(row.values).toHaveLength(figures?.trials ?? -1);
    if (row.from === 'choosing') expect(row.mark?.interval ?? null).toBeNull();
  }
  expect(rows.filter(({ isChoice }) => isChoice).length).toBeGreaterThan(0);

  const figure = trainingsFigure(view);
  expect(figure?.says).toMatch(/\.$/);
  expect(figure?.says).not.toMatch(/NaN|undefined|Infinity/);
  expect(figure?.data.rows.length).toBeGreaterThan(0);
});
