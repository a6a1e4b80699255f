/** @file The authors' own races on their own table, step for step. */
import { describe, expect, it } from 'vitest';
import { parseRule, replayRace } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { hasPublishedTable, PUBLISHED, readPublishedTable, readTraces } from './published-table.js';

describe.skipIf(!hasPublishedTable)(`the authors' traces on ${PUBLISHED}`, () => {
  it.each(readTraces())('%s', (_, trace) => {
    const table = readPublishedTable();
    const spread = trace.selection_metric === 'std';
    const { decisions, standings, answer, end } = replayRace(
      {
        criterion: parseCriterion(spread ? 'std' : 'mean'),
        rule: parseRule({ name: trace.criterion, alpha: trace.alpha }),
        warmup: trace.start_step,
      },
      { ...table, columns: trace.experiment_order.map((place) => table.columns[place] as Float64Array) },
    );
    const indicesOf = (ids: readonly string[]) => ids.map((id) => table.candidates.indexOf(id)).sort((a, b) => a - b);
    expect(decisions.length).toBe(trace.steps.length);
    trace.steps.forEach((step, place) => {
      const { round, survivors, eliminated, incumbent, incumbentValue } = decisions[place] as (typeof decisions)[0];
      const told = { step: round, n_before: survivors.length + eliminated.length, n_kept: survivors.length };
      expect(told).toEqual({ step: step.step, n_before: step.n_before, n_kept: step.n_kept });
      expect(table.candidates[step.best]).toBe(incumbent);
      expect(Math.abs((spread ? incumbentValue : -incumbentValue) - step.best_value)).toBeLessThan(1e-6);
      if (step.kept !== undefined) expect(indicesOf(survivors)).toEqual([...step.kept].sort((a, b) => a - b));
      if (step.removed !== undefined) expect(indicesOf(eliminated)).toEqual([...step.removed].sort((a, b) => a - b));
    });
    const remaining = standings()
      .filter(({ eliminatedAt }) => eliminatedAt === null)
      .map(({ candidate }) => candidate);
    expect(indicesOf(remaining)).toEqual([...trace.remaining_models].sort((a, b) => a - b));
    expect(table.candidates.indexOf(answer()?.winner as string)).toBe(trace.final_model);
    expect(end).toBe(trace.remaining_models.length === 1 ? 'decided' : 'exhausted');
  });
});
