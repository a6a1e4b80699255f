/** @file What the page says of how a race went: differences on common replicates, decisions with their evidence, a map of all trainings. */
import { describe, expect, test } from 'vitest';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { viewDecisions } from '../../src/report/race/decisions.js';
import { viewDifference } from '../../src/report/race/difference.js';
import { heatClass, viewHeatMap } from '../../src/report/race/heat-map.js';
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
    const choice = lossesOf(run, difference.choice);
    let counted = 0;
    for (const [candidate, points] of difference.points) {
      const own = [...lossesOf(run, candidate)]
        .filter(([replicate]) => choice.has(replicate))
        .sort(([a], [b]) => a - b);
      expect(points.map(({ round }) => round)).toEqual(own.map((_pair, index) => index + 1));
      let [sum, infinite] = [0, false];
      own.forEach(([replicate, loss], index) => {
        infinite ||= !Number.isFinite(loss);
        sum += loss - (choice.get(replicate) as number);
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
    const view = buildReportView(run);
    expect(viewDifference(view)).toBeNull();
    expect(viewHeatMap(view)?.diverged).toBe(run.outcomes.length);
  });
});

describe('decisions in words', () => {
  test('every one that changes somebody says who, and on what evidence', () => {
    const rounds = buildReportView(simulateRun({ candidates: 12, rule: { name: 'welch' }, maxReplicates: 12 }));
    const left = rounds.result.decisions.filter(({ eliminated }) => eliminated.length > 0);
    const told = viewDecisions(rounds.result, rounds.names);
    expect(told.told).toHaveLength(left.length);
    expect(told.quiet).toBe(rounds.result.decisions.length - left.length);
    const tested = left.findIndex(({ evidence, eliminated }) =>
      evidence.some(({ candidate, pValue, reason }) => candidate === eliminated[0] && pValue && reason === undefined),
    );
    expect(told.told[tested]?.text).toMatch(
      /^After \d+ trainings each, .*\(statistic [−\d.]+, p (= [\d.e-]+|< 0\.001)( after [a-z-]+)?, n = \d+\).* eliminated; \d+ in the running\. In the lead: .*, [\d.]+\.$/,
    );
    const adaptive = buildReportView(simulateRun({ candidates: 12, rule: { name: 'default' } }));
    const changes = adaptive.result.decisions.flatMap(({ idle = [], woken = [] }) => [...idle, ...woken]);
    const looks = viewDecisions(adaptive.result, adaptive.names);
    expect(looks.told.flatMap(({ changed }) => changed.map(({ candidate }) => candidate)).sort()).toEqual(
      changes.sort(),
    );
    expect(looks.told[0]?.text).toMatch(/^Look \d+: .*behind by [\d.e-]+, chance of being better [\d.a-z %]+, n = \d+/);
  });
});

describe('the heat map', () => {
  const loss: SimulatedOptions['loss'] = (candidate, trial) => {
    if (candidate === 1) return Number.POSITIVE_INFINITY;
    return candidate === 2 ? null : simulatedLoss(candidate, trial);
  };

  test('has a cell for every training, and tells how it ended', () => {
    const run = simulateRun({ candidates: 9, loss });
    const heatMap = viewHeatMap(buildReportView(run));
    if (heatMap === null) throw new Error('no map');
    const cells = heatMap.rows.flatMap((row) =>
      row.cells.map((cell, column) => ({ candidate: row.candidate, replicate: heatMap.replicates[column], cell })),
    );
    const raced = run.outcomes.filter(({ trial }) => trial.streams.init < 1e6);
    expect(cells.filter(({ cell }) => cell !== null)).toHaveLength(raced.length);
    for (const { trial, status, loss: figure } of raced) {
      const found = cells.find((one) => one.candidate === trial.candidate && one.replicate === trial.streams.init);
      expect(found?.cell).toBe(status === 'completed' ? figure : status);
    }
    expect(heatMap.rows.map(({ rank }) => rank)).toEqual(heatMap.rows.map((_, index) => index + 1));
  });

  test('has classes of as many trainings each, the best first, in either direction', () => {
    for (const direction of ['minimize', 'maximize'] as const) {
      const heatMap = viewHeatMap(buildReportView(simulateRun({ candidates: 60, changes: { direction } })));
      if (heatMap === null) throw new Error('no map');
      const values = heatMap.rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number'));
      const counts = new Array<number>(7).fill(0);
      for (const value of values) counts[heatClass(heatMap, value)] = (counts[heatClass(heatMap, value)] ?? 0) + 1;
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
      const best = direction === 'minimize' ? Math.min(...values) : Math.max(...values);
      expect(heatClass(heatMap, best)).toBe(0);
    }
  });

  test('of many candidates shows some, and says so', () => {
    const view = buildReportView(simulateRun({ candidates: 400 }));
    expect(viewHeatMap(view)?.rows).toHaveLength(120);
    expect(
      viewHeatMap(view)
        ?.rows.slice(0, 60)
        .map(({ rank }) => rank),
    ).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(renderReport(view)).toContain('Of 400 candidates 120 are drawn');
  });
});
