/**
 * @file How wide split conformal answers are for the winner of a race and for its runner-up: each retraining is calibrated on the calibration set, and
 * told of the final set. Intervals are those of further retrainings on the same examples.
 */

import { exportNetwork, runModel } from '../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../src/engine/datasets/index.js';
import { type Estimate, estimateMean, labelSets, labelThreshold, mean, residualLimits } from '../../src/stats/index.js';
import type { Retraining } from './retrain.js';

export interface Widths {
  /** `half width` in the unit of the target, or `classes` in a set. */
  readonly unit: string;
  readonly winner: Estimate;
  readonly runnerUp: Estimate;
  /** Runner-up less winner, replicate by replicate. */
  readonly difference: Estimate;
  /** Share of the final examples that are covered: the mean of each. */
  readonly covered: readonly [number, number];
}

const COVERAGE = 0.9;
const LEVEL = 0.95;

export async function measureWidths(
  dataset: Dataset,
  candidates: readonly [object, object],
  retrainings: readonly [readonly Retraining[], readonly Retraining[]],
): Promise<Widths> {
  const [first, second] = [
    await widthsOf(dataset, candidates[0], retrainings[0]),
    await widthsOf(dataset, candidates[1], retrainings[1]),
  ];
  const widths = [first, second].map((found) => found.map(({ width }) => width)) as [number[], number[]];
  const told = (values: readonly number[]) => estimateMean(values, LEVEL);
  return {
    unit: dataset.task === 'classification' ? 'classes' : 'half width',
    winner: told(widths[0]),
    runnerUp: told(widths[1]),
    difference: told(widths[1].map((width, place) => width - (widths[0][place] as number))),
    covered: [mean(first.map(({ covered }) => covered)), mean(second.map(({ covered }) => covered))],
  };
}

async function widthsOf(dataset: Dataset, configuration: object, retrainings: readonly Retraining[]) {
  const found: { readonly width: number; readonly covered: number }[] = [];
  for (const { weights } of retrainings) {
    const model = exportNetwork({ candidate: { configuration: configuration as never }, dataset, weights });
    const told = async (samples: Samples) => {
      const run = await runModel(model, dataset, samples, configuration as never);
      return { targets: run.targets, said: run.told.probabilities ?? (run.told.output as Float32Array) };
    };
    const [calibration, final] = [await told(dataset.calibration as Samples), await told(dataset.final)];
    const classes = dataset.classes.length;
    found.push(classes > 0 ? ofSets(calibration, final, classes) : ofIntervals(calibration, final));
  }
  return found;
}

interface Told {
  readonly said: Float32Array;
  readonly targets: Float32Array;
}

function ofIntervals(calibration: Told, final: Told) {
  const [width = Number.NaN] = residualLimits(calibration.said, calibration.targets, 1, COVERAGE) ?? [];
  const isIn = Array.from(final.said, (said, row) => Math.abs(said - (final.targets[row] as number)) <= width);
  return { width, covered: mean(isIn.map(Number)) };
}

function ofSets(calibration: Told, final: Told, classes: number) {
  const threshold = labelThreshold(calibration.said, classes, calibration.targets, COVERAGE) ?? 0;
  const sets = labelSets(final.said, classes, threshold);
  const isIn = Array.from(final.targets, (truth, row) => sets[row * classes + truth] as number);
  return { width: sets.reduce((sum, one) => sum + one, 0) / final.targets.length, covered: mean(isIn) };
}
