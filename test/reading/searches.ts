/** @file Makes races that search by their number: over all of a space or some that were drawn from it, to the end or to a budget. */
import { randomFrom } from '../../src/core/index.js';
import { simulateRun } from '../report/simulated-run.js';
import { drawing, type MadeRun } from './drawing.js';

/** The same number makes the same race. */
export function makeSearch(number: number): MadeRun {
  const { draw, recipe } = drawing('search', 'reading-search', number);
  const candidates = draw('candidates', [6, 16, 32]);
  const isFull = draw('full', [true, false, true]);
  const apart = draw('apart', [0, 0.02, 0.3]);
  const noise = draw('noise', [0.1, 0.1, 0.1, 0]);
  const budget = draw<number | undefined>('budget', [undefined, undefined, 1.2, 4]);
  const input = simulateRun({
    candidates,
    rule: { name: 'default', tolerance: draw<number | string>('tolerance', ['auto', 0.05, 0]) },
    ...{ criterion: draw('criterion', ['q3', 'mean']), finalTrials: draw('fresh', [0, 4]), maxReplicates: 8 },
    search: {
      prior: isFull ? 'full' : 'guarded',
      isDrawn: draw('drawn', [false, true]),
      audit: isFull ? draw('audit', [0, 3, 6]) : 0,
    },
    ...(budget === undefined ? {} : { trials: Math.ceil(budget * candidates) }),
    loss: (candidate, { streams: { init } }) =>
      1 + apart * (candidate % 4) + noise * randomFrom('reading-search-loss', number, candidate, init).normal(),
    changes: { final: null, modelFile: null },
  });
  return { recipe: recipe(), input };
}
