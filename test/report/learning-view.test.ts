/** @file Learning curves on the page: who is shown, how trainings ended, and what median and band are of. */
import { expect, test } from 'vitest';
import type { Outcome } from '../../src/core/index.js';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { learningFigure, learningPanels } from '../../src/report/race/learning.js';
import { simulatedLoss, simulateRun } from './simulated-run.js';

/** Three epochs halve the distance to the loss; replicate 1 stops after two, a diverging one after one. */
function withCurves(run: ReportInput): ReportInput {
  const curveOf = ({ status, loss, trial }: Outcome): readonly number[] => {
    if (status === 'failed') return [];
    if (status === 'diverged') return [9, Number.NaN];
    const whole = [loss + 4, loss + 2, loss + 1];
    return trial.streams.init === 1 ? whole.slice(0, 2) : whole;
  };
  return { ...run, outcomes: run.outcomes.map((outcome) => ({ ...outcome, lossPerEpoch: curveOf(outcome) })) };
}

test('the winner stands beside who diverges most, with the ends of all trainings', () => {
  const run = withCurves(
    simulateRun({
      candidates: 6,
      finalTrials: 0,
      loss: (candidate, trial) => {
        if (candidate === 4) return trial.streams.init % 2 === 0 ? Number.POSITIVE_INFINITY : 0.5;
        return candidate === 5 && trial.streams.init === 2 ? null : simulatedLoss(0, trial) + candidate / 10;
      },
    }),
  );
  const view = buildReportView(run);
  const [winner, fragile] = learningPanels(view);
  if (winner === undefined || fragile === undefined) throw new Error('not two panels');
  expect([winner.candidate, winner.role]).toEqual([view.result.winner?.candidate, 'choice']);
  expect([fragile.candidate, fragile.role]).toEqual([run.header.candidates[4]?.id, 'fragile']);
  const endsOf = ({ curves }: typeof winner) => curves.map(({ end }) => end);
  // The longest of its own that ended well is its whole length.
  expect(endsOf(fragile)).toEqual(['diverged', 'whole', 'diverged']);
  expect(endsOf(winner).filter((end) => end === 'stopped')).toHaveLength(1);
  expect(learningFigure(view)?.says).toMatch(/2 diverged, and most ended without a loss\.$/);

  const losses = run.outcomes.filter(({ trial }) => trial.candidate === winner.candidate);
  const third = losses.map(({ loss, trial }) => (trial.streams.init === 1 ? loss + 2 : loss + 1)).sort((a, b) => a - b);
  const middle = (third.length - 1) / 2;
  const median = ((third[Math.floor(middle)] as number) + (third[Math.ceil(middle)] as number)) / 2;
  expect(winner.band.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  expect(winner.band[2]?.middle).toBeCloseTo(median, 12);

  const page = renderReport(view);
  expect(page).toMatch(/Of \d+ trainings of [^;]* none diverged, .*; of 3 trainings of .* 2 diverged/);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

test('many trainings are thinned, and a trainer without reports has no section', () => {
  const run = simulateRun({ candidates: 3, finalTrials: 90 });
  const view = buildReportView(withCurves(run));
  const [panel] = learningPanels(view);
  expect(panel?.curves.length).toBeGreaterThan(90);
  expect(panel?.drawn).toHaveLength(40);
  expect(renderReport(view)).toContain(`Of ${panel?.curves.length} trainings of`);
  expect(learningFigure(buildReportView(run))).toBeNull();
  expect(renderReport(buildReportView(run))).not.toContain('Learning curves');
});
