/** @file Makes races of which a reliability is asked: whoever is tried passes, fails, or is still tried when a budget ends it. */
import { randomFrom } from '../../src/core/index.js';
import { FRESH_FROM, isFresh } from '../../src/questions/race/plan/index.js';
import { simulateRun } from '../report/simulated-run.js';
import { drawing, type MadeRun } from './drawing.js';

/** The same number makes the same race. */
export function makeProbation(number: number): MadeRun {
  const { draw, recipe } = drawing('probation', 'reading-probation', number);
  const share = draw('collapses', [0, 0.2, 0.9]);
  const areAllSo = draw('of all', [false, true]);
  const options = {
    candidates: draw('candidates', [2, 3, 5]),
    rule: { name: 'default', tolerance: draw('tolerance', [0.02, 1]) },
    ...{ criterion: 'median', finalTrials: 4, maxReplicates: 10 },
    reliability: draw('reliability', [0.5, 0.8]),
    loss: (candidate: number, { streams: { init } }: { readonly streams: { readonly init: number } }): number => {
      const own = randomFrom('reading-probation-loss', number, candidate, init);
      const [noise, chance] = [own.normal(), own.uniform()];
      const isCollapse = init >= FRESH_FROM && chance < share && (areAllSo || candidate === 0);
      return isCollapse ? 9 : 1 + 0.03 * candidate + 0.05 * noise;
    },
    changes: { final: null, modelFile: null, collapse: { above: 5 } },
  };
  const whole = simulateRun(options);
  if (!draw('budget', [false, true])) return { recipe: recipe(), input: whole };
  const fresh = whole.outcomes.filter(({ trial }) => isFresh(trial)).length;
  const trials = whole.outcomes.length - Math.ceil(fresh / 2);
  return { recipe: recipe(), input: simulateRun({ ...options, trials }) };
}
