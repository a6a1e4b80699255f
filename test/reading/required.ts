/** @file Makes races in which a metric is bounded by their number: some, all or none of the candidates keep the bound, to the end or to a budget. */
import { type Outcome, randomFrom } from '../../src/core/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { simulateRun } from '../report/simulated-run.js';
import { drawing, type MadeRun } from './drawing.js';

/** The same number makes the same race. */
export function makeRequired(number: number): MadeRun {
  const { draw, recipe } = drawing('required', 'reading-required', number);
  const candidates = draw('candidates', [3, 6, 8]);
  const [noise, slope, bound] = [
    draw('noise', [1, 1, 0]),
    draw('slope', [4, 1, 0]),
    draw<{ below?: number; above?: number }>('bound', [{ below: 20 }, { above: 20 }, { below: 2 }, { below: 60 }]),
  ];
  const criterion = parseCriterion(draw('required', ['q3', 'mean', 'median']));
  const budget = draw<number | undefined>('budget', [undefined, undefined, 1.5]);
  const input = simulateRun({
    candidates,
    rule: {
      name: draw('rule', ['default', 'default', 'fast']),
      tolerance: draw<number | string>('tolerance', ['auto', 0]),
    },
    ...{ criterion: 'mean', finalTrials: draw('fresh', [0, 4]), maxReplicates: 10 },
    ...(budget === undefined ? {} : { trials: Math.ceil(budget * candidates) }),
    loss: (candidate, { streams: { init } }) =>
      1 + 0.1 * candidate + 0.05 * randomFrom('reading-required-loss', number, candidate, init).normal(),
    required: {
      bounds: [{ metric: 'ms', criterion, ...bound, valueOf: ({ metrics }: Outcome) => metrics.ms ?? Number.NaN }],
      metricsOf: (candidate, { streams: { init } }) => ({
        ms: 24 - slope * candidate + noise * randomFrom('reading-required-ms', number, candidate, init).normal(),
      }),
    },
    changes: { final: null, modelFile: null },
  });
  return { recipe: recipe(), input };
}
