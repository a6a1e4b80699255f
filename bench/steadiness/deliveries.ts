/**
 * @file How far two deliveries lie apart that share no retraining: one training, the nearest of ten, and the graphs of three and of ten. Each group of ten
 * retrainings makes its own deliveries, so the interval of what is left is by the jackknife over groups.
 */
import { labelsOf } from '../../src/core/index.js';
import { exportNetwork, runModel } from '../../src/engine/built-in.js';
import type { Dataset } from '../../src/engine/datasets/index.js';
import {
  jackknifeError,
  labelDisagreement,
  mean,
  meanPrediction,
  nearestToMean,
  numberDisagreement,
  type Outputs,
  studentTwoSidedQuantile,
  targetSpread,
} from '../../src/stats/index.js';
import type { Retraining } from './retrain.js';

export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Deliveries {
  readonly groups: number;
  /** By what is delivered: disagreement of two, and its share of that of two single trainings. */
  readonly left: Readonly<Record<string, { readonly apart: Interval; readonly share: Interval }>>;
  /**
   * Ensembles that were run, and the largest difference of what their graph says in one call from the mean of their trainings: of probabilities; of
   * numbers as a share of the number, or of the target's standard deviation where that is larger.
   */
  readonly graphs: { readonly count: number; readonly off: number };
}

export const GROUP = 10;
const LEVEL = 0.95;

/** Of labels the share of examples that differ, of numbers the median distance in spreads of the target. */
export function distanceOf(dataset: Dataset, outputs: number): (one: Outputs, other: Outputs) => number {
  if (dataset.task === 'classification') {
    return (one, other) => labelDisagreement(labelsOf(one, outputs), labelsOf(other, outputs));
  }
  const spreads = targetSpread(dataset.final.targets, outputs);
  return (one, other) => numberDisagreement(one, other, spreads);
}

/** Retrainings of one candidate, in groups of ten as they come. */
export async function measureDeliveries(
  dataset: Dataset,
  configuration: object,
  retrainings: readonly Retraining[],
): Promise<Deliveries> {
  const outputs = (retrainings[0] as Retraining).final.outputs;
  const spreads = dataset.task === 'classification' ? [1] : targetSpread(dataset.final.targets, outputs);
  const graphs = { count: 0, off: 0 };
  const ensemble = async (members: readonly Retraining[]): Promise<Outputs> => {
    const weights = members.map((one) => one.weights);
    const model = exportNetwork({ candidate: { configuration: configuration as never }, dataset, weights });
    const { told } = await runModel(model, dataset, dataset.final, configuration as never);
    const said = told.probabilities ?? (told.output as Float32Array);
    const expected = meanPrediction(members.map(({ final }) => final.values));
    graphs.count++;
    for (const [entry, value] of said.entries()) {
      const exact = expected[entry] as number;
      const size = Math.max(Math.abs(exact), spreads[entry % spreads.length] as number);
      graphs.off = Math.max(graphs.off, Math.abs(value - exact) / size);
    }
    return said;
  };
  const groups: Record<string, Outputs[]>[] = [];
  for (let start = 0; start + GROUP <= retrainings.length; start += GROUP) {
    const own = retrainings.slice(start, start + GROUP);
    // Chosen on the selection set.
    const nearest = nearestToMean(
      own.map(({ selection }) => selection.values),
      spreads,
    );
    const threes = [own.slice(0, 3), own.slice(3, 6), own.slice(6, 9)];
    groups.push({
      'one training': own.map(({ final }) => final.values),
      'nearest of 10': [(own[nearest.index] as Retraining).final.values],
      'ensemble of 3': await Promise.all(threes.map(ensemble)),
      'ensemble of 10': [await ensemble(own)],
    });
  }
  return { groups: groups.length, left: leftOf(groups, distanceOf(dataset, outputs)), graphs };
}

function leftOf(groups: readonly Record<string, Outputs[]>[], apart: (one: Outputs, other: Outputs) => number) {
  const all = groups.map((_, place) => place);
  const means = Object.fromEntries(
    Object.keys(groups[0] ?? {}).map((name) => [
      name,
      meanWithout(
        groups.map((group) => group[name] ?? []),
        apart,
      ),
    ]),
  );
  const one = means['one training'] as (without?: number) => number;
  return Object.fromEntries(
    Object.entries(means).map(([name, own]) => [
      name,
      {
        apart: jackknifed(own(), all.map(own)),
        share: jackknifed(
          own() / one(),
          all.map((without) => own(without) / one(without)),
        ),
      },
    ]),
  );
}

/** The mean distance of two deliveries of different groups, also without one group. */
function meanWithout(groups: readonly Outputs[][], apart: (one: Outputs, other: Outputs) => number) {
  const between = groups.map((own, a) =>
    groups.slice(0, a).map((others) => mean(own.flatMap((one) => others.map((other) => apart(one, other))))),
  );
  return (without?: number): number =>
    mean(between.flatMap((row, a) => row.filter((_, b) => a !== without && b !== without)));
}

/** An interval of the logarithm, so that it stays above 0. */
function jackknifed(value: number, leftOut: readonly number[]): Interval {
  const error = jackknifeError(leftOut.map(Math.log));
  if (!Number.isFinite(error)) return { value, low: null, high: null };
  const reach = studentTwoSidedQuantile(1 - LEVEL, leftOut.length - 1) * error;
  return { value, low: value * Math.exp(-reach), high: value * Math.exp(reach) };
}
