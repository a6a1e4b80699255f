/** @file What the page says of how a race went: differences on common replicates. */
import { describe, expect, test } from 'vitest';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { differenceFigure, runningDifferences } from '../../src/report/race/difference.js';
import { tableData } from '../../src/report/table/table.js';
import { type SimulatedOptions, simulatedLoss, simulateRun } from './simulated-run.js';

const NO_MODEL = { final: null, modelFile: null };

function lossesOf(run: ReportInput, candidate: string): ReadonlyMap<number, number> {
  const own = run.outcomes.filter(({ trial }) => trial.candidate === candidate && trial.streams.init < 1e6);
  return new Map(own.map(({ trial, loss }) => [trial.streams.init, loss]));
}

describe('the running difference to the choice', () => {
  test.each([
    ['a race in rounds', { candidates: 40 }],
    ['an adaptive race', { candidates: 40, rule: { name: 'default' } }],
    ['scores', { candidates: 12, loss: (i, trial) => simulatedLoss(i, trial) - 1, changes: { direction: 'maximize' } }],
  ] satisfies [string, SimulatedOptions][])('is that of the means so far on common replicates: %s', (_, options) => {
    const run = simulateRun({ criterion: 'mean', ...options });
    const view = buildReportView(run);
    const tracks = runningDifferences(view);
    const sign = run.direction === 'maximize' ? -1 : 1;
    const winner = lossesOf(run, view.result.winner?.candidate ?? '');
    let counted = 0;
    for (const { standing, points } of tracks) {
      const own = [...lossesOf(run, standing.id)]
        .filter(([replicate]) => winner.has(replicate))
        .sort(([a], [b]) => a - b);
      expect(points.map(({ round }) => round)).toEqual(own.map((_pair, index) => index + 1));
      let [sum, infinite] = [0, false];
      own.forEach(([replicate, loss], index) => {
        infinite ||= !Number.isFinite(loss);
        sum += loss - (winner.get(replicate) as number);
        const value = (points[index] as { value: number }).value;
        if (infinite) expect(value).toBe(sign * Number.POSITIVE_INFINITY);
        else expect(value).toBeCloseTo((sign * sum) / (index + 1), 10);
        counted++;
      });
    }
    expect(counted).toBeGreaterThan(10);
    const ids = tracks.map(({ standing }) => standing.id);
    expect(ids).toHaveLength(view.result.candidates.length - 1);
    expect(ids).toEqual(view.answer.rivals.map(({ id }) => id).filter((id) => ids.includes(id)));
  });

  test('of a large field is drawn by the nearest, and the others are counted', () => {
    const view = buildReportView(simulateRun({ candidates: 200 }));
    const figure = differenceFigure(view);
    expect(figure?.keys).toHaveLength(1 + 7);
    expect(new Set(figure && tableData(figure.data).rows.map(([candidate]) => candidate)).size).toBe(7 + 40);
    expect(figure?.reads).toContain('Grey: the next 40; 152 more are not drawn.');
  });

  test('is absent where nobody is chosen', () => {
    const run = simulateRun({ candidates: 3, rounds: 1, loss: () => Number.POSITIVE_INFINITY, changes: NO_MODEL });
    expect(differenceFigure(buildReportView(run))).toBeNull();
  });
});
