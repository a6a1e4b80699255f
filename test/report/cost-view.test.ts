/** @file What each candidate cost: nothing lost where neighbours are taken together, and the figures of the result. */
import { expect, test } from 'vitest';
import { buildReportView } from '../../src/report/index.js';
import { costFigure } from '../../src/report/race/cost.js';
import { tableData } from '../../src/report/table/table.js';
import { simulateRun } from './simulated-run.js';

test.each([12, 700])('the costs of %i candidates add up to those of the race', (candidates) => {
  const view = buildReportView(simulateRun({ candidates }));
  const { data, says = '' } = costFigure(view) ?? {};
  const rows = (data ? tableData(data).rows : []) as readonly (readonly [
    number,
    number,
    string | null,
    number,
    number,
  ])[];
  const sizes = rows.map(([first, last]) => last - first + 1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(candidates);
  const total = (column: 3 | 4) => rows.reduce((sum, row, place) => sum + row[column] * (sizes[place] as number), 0);
  expect(total(3)).toBeCloseTo(view.result.trials.race, 6);
  const seconds = view.standings.flatMap(({ outcomes }) => outcomes).reduce((sum, one) => sum + one.seconds, 0);
  expect(total(4)).toBeCloseTo(seconds, 6);
  expect(rows.length).toBeLessThanOrEqual(120);

  const half = Number(/first (\d*)/.exec(says)?.[1] || 1);
  const trials = view.result.candidates.map((candidate) => candidate.trials);
  const upTo = (count: number) => trials.slice(0, count).reduce((sum, count) => sum + count, 0);
  expect(upTo(half)).toBeGreaterThanOrEqual(view.result.trials.race / 2);
  expect(upTo(half - 1)).toBeLessThan(view.result.trials.race / 2);
});
