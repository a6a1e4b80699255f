/** @file What the page says of how a race went: differences on common replicates. */
import { describe, expect, test } from 'vitest';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { viewDifference } from '../../src/report/race/difference.js';
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
    const [difference, { result }] = [viewDifference(view), view];
    if (difference === null) throw new Error('nobody to compare');
    const sign = run.direction === 'maximize' ? -1 : 1;
    const winner = lossesOf(run, difference.winner);
    let counted = 0;
    for (const [candidate, points] of difference.points) {
      const own = [...lossesOf(run, candidate)]
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
    expect(difference.points.size).toBe(result.candidates.length - 1);
    expect(difference.contenders.map(({ candidate }) => candidate)).toEqual(
      view.answer.rivals
        .map(({ id }) => id)
        .filter((id) => difference.points.has(id))
        .slice(0, 7),
    );
  });

  test('of a large field is drawn by seven rivals and a density that counts all others', () => {
    const difference = viewDifference(buildReportView(simulateRun({ candidates: 200 })));
    if (difference === null) throw new Error('nobody to compare');
    expect(difference.contenders).toHaveLength(7);
    expect(difference.others).toEqual([]);
    const first = difference.density.filter(({ round }) => round === 1).reduce((sum, { count }) => sum + count, 0);
    const beyond = difference.beyond.find(({ round }) => round === 1);
    const drawn = difference.contenders.filter(({ points }) => points[0]?.round === 1).length;
    const contendersBeyond = (beyond?.infinite ?? 0) + (beyond?.finite ?? 0);
    expect(first + contendersBeyond + drawn).toBeGreaterThanOrEqual(199);
    expect(first + contendersBeyond).toBeLessThanOrEqual(199);
  });

  test('is absent where nobody is chosen', () => {
    const run = simulateRun({ candidates: 3, rounds: 1, loss: () => Number.POSITIVE_INFINITY, changes: NO_MODEL });
    expect(viewDifference(buildReportView(run))).toBeNull();
  });
});
