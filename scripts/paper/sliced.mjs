/**
 * @file What the instances of a run folder predict by slices, as `surefoot predictions` tells it, but without those that collapsed: one energy for
 * every cluster would be all that is seen. They are counted.
 */
import { keptPredictionsOf } from '../../dist/app/kept-predictions.js';
import { openPredicted } from '../../dist/app/open-predicted.js';
import { predictionRecordOf } from '../../dist/app/predictions/prediction-record-of.js';
import { askedSlices } from '../../dist/app/predictions/slice-members.js';
import { collapsedOf } from './say.mjs';
import { rounded } from './tables.mjs';

/** By its first column. Figures are { value, low, high }. */
export async function slicesOf(folder) {
  const source = await openPredicted(folder);
  const kept = keptPredictionsOf({ ...source, least: 2 });
  const counted = kept.candidates.map(({ trials, ...candidate }) => {
    const collapsed = new Set(collapsedOf(trials.map(({ loss }) => loss)));
    return { candidate, collapsed: collapsed.size, trials: trials.filter(({ loss }) => !collapsed.has(loss)) };
  });
  const { set, examples, candidates, slicings } = predictionRecordOf(
    { ...kept, candidates: counted.map(({ candidate, trials }) => ({ ...candidate, trials })) },
    {
      ...{ name: source.header.name, run: null, question: source.header.plan.kind, dataset: source.dataset },
      ...{ slices: askedSlices(source.request).slices, slicesFrom: 'slices' },
    },
  );
  const [{ column, slices, candidates: figures }] = slicings;
  return {
    ...{ set, examples, column, slices },
    candidates: candidates.map(({ label, retrainings, disagreement }, place) => ({
      ...{ name: label, retrainings, collapsed: counted[place].collapsed, disagreement: figureOf(disagreement) },
      slices: figures[place].map(({ loss, spread, systematic }) => ({
        ...{ loss: figureOf(loss), spread: figureOf(spread), systematic: figureOf(systematic) },
      })),
    })),
  };
}

function figureOf({ value, low, high }) {
  const own = (one) => (one === null ? null : rounded(one, 5));
  return { value: own(value), low: own(low), high: own(high) };
}
