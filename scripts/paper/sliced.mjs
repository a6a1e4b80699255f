/**
 * @file What the instances of a run folder predict by slices, as `surefoot predictions` tells it, but without those that collapsed: one energy for
 * every cluster would be all that is seen. They are counted.
 */

import { openPredicted } from '../../dist/app/models/run-predictions.js';
import { predictionRecordOf } from '../../dist/app/questions/find-predictions.js';
import { keptPredictionsOf } from '../../dist/app/questions/kept-predictions.js';
import { trialKey } from '../../dist/core/index.js';
import { collapsedOf } from './say.mjs';
import { rounded } from './tables.mjs';

/** By its first column. Figures are { value, low, high }. */
export async function slicesOf(folder) {
  const source = await openPredicted(folder);
  const kept = keptPredictionsOf({ ...source, least: 2 });
  const { set, examples, candidates, slicings } = predictionRecordOf(
    { ...kept, candidates: kept.candidates.map(withCollapses) },
    {
      ...{ name: source.header.name, run: null, question: source.header.plan.kind, dataset: source.dataset },
      ...{ slices: source.request.slices, slicesFrom: 'slices' },
    },
  );
  const [{ column, slices, candidates: figures }] = slicings;
  return {
    ...{ set, examples, column, slices },
    candidates: candidates.map(({ label, retrainings, collapses, disagreement }, place) => ({
      ...{ name: label, retrainings, collapsed: collapses?.collapsed ?? 0, disagreement: figureOf(disagreement) },
      slices: figures[place].map(({ loss, spread, systematic }) => ({
        ...{ loss: figureOf(loss), spread: figureOf(spread), systematic: figureOf(systematic) },
      })),
    })),
  };
}

/** As a race tells them apart; a study does not. */
function withCollapses(candidate) {
  const { trials } = candidate;
  const losses = new Set(collapsedOf(trials.map(({ loss }) => loss)));
  const keys = new Set(trials.filter(({ loss }) => losses.has(loss)).map(({ trial }) => trialKey(trial)));
  return keys.size === 0 ? candidate : { ...candidate, collapses: { keys, trials: trials.length } };
}

function figureOf({ value, low, high }) {
  const own = (one) => (one === null ? null : rounded(one, 5));
  return { value: own(value), low: own(low), high: own(high) };
}
