/** @file What each candidate cost: nothing lost where neighbours are taken together, and the figures of the result. */
import { expect, test } from 'vitest';
import { buildReportView } from '../../src/report/index.js';
import { viewCosts } from '../../src/report/race/cost-each.js';
import { costSection } from '../../src/report/race/sections.js';
import { simulateRun } from './simulated-run.js';

test.each([12, 700])('the costs of %i candidates add up to those of the race', (candidates) => {
  const view = buildReportView(simulateRun({ candidates }));
  const { costs, seconds, halfOfTrials } = viewCosts(view.standings);
  const sizes = costs.map(({ firstRank, lastRank }) => lastRank - firstRank + 1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(candidates);
  const total = (of: 'trials' | 'seconds') =>
    costs.reduce((sum, cost, place) => sum + cost[of] * (sizes[place] as number), 0);
  expect(total('trials')).toBeCloseTo(view.result.trials.race, 6);
  expect(total('seconds')).toBeCloseTo(seconds, 6);
  expect(costs.length).toBeLessThanOrEqual(120);

  const trials = view.result.candidates.map((candidate) => candidate.trials);
  const upTo = (count: number) => trials.slice(0, count).reduce((sum, count) => sum + count, 0);
  expect(upTo(halfOfTrials)).toBeGreaterThanOrEqual(view.result.trials.race / 2);
  expect(upTo(halfOfTrials - 1)).toBeLessThan(view.result.trials.race / 2);
  for (const { says } of costSection(view)?.figures ?? []) expect(says).not.toMatch(/NaN|undefined/);
});
