/** @file Split conformal prediction of a model: calibrated on the part of the data for that, and checked on the final set. */
import { takeColumn } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import type { Conformal } from '../../report/index.js';
import {
  type Coverage,
  intervalCoverage,
  labelThreshold,
  promisedCoverage,
  residualLimits,
  setCoverage,
} from '../../stats/index.js';
import type { Intervals, ModelRun } from '../../trainers/index.js';

/** Of the interval of a coverage, and of where it should lie. */
const COVERAGE_LEVEL = 0.95;

/** Undefined where the examples are too few for this level. `run`: the model on the calibration set. */
export function calibrateIntervals(
  { task, classes, targetNames }: Dataset,
  run: ModelRun,
  level: number,
): Intervals | undefined {
  const { told, targets } = run;
  if (task === 'classification') {
    const threshold = labelThreshold(told.probabilities as Float32Array, classes.length, targets, level);
    return threshold === null ? undefined : { kind: 'sets', threshold };
  }
  const widths = residualLimits(told.output as Float32Array, targets, targetNames.length, level);
  return widths === null ? undefined : { kind: 'intervals', widths: [...widths] };
}

/** What the intervals of a model come to; `run`: the model with them on the final set. */
export function describeConformal(
  { classes, targetNames, calibration }: Dataset,
  intervals: Intervals,
  run: ModelRun,
  level: number,
): Conformal {
  const { told, targets } = run;
  const count = calibration?.count ?? 0;
  const examples = intervals.kind === 'sets' ? targets.length : targets.length / targetNames.length;
  const [low, high] = promisedCoverage(count, level, examples, COVERAGE_LEVEL) ?? [0, 1];
  const common = { level, calibration: count, examples, promised: { low, high } };
  if (intervals.kind === 'sets') {
    const sets = Uint8Array.from(told.set as Float32Array);
    const found = setCoverage(sets, classes.length, targets, COVERAGE_LEVEL);
    const { meanSize } = found;
    return { ...common, kind: 'sets', threshold: intervals.threshold, meanSize, coverage: shownCoverage(found) };
  }
  const width = targetNames.length;
  const ofTarget = targetNames.map((name, target) => ({
    name,
    halfWidth: intervals.widths[target] as number,
    coverage: shownCoverage(
      intervalCoverage(
        takeColumn(told.low as Float32Array, width, target),
        takeColumn(told.high as Float32Array, width, target),
        takeColumn(targets, width, target),
        COVERAGE_LEVEL,
      ),
    ),
  }));
  return { ...common, kind: 'intervals', targets: ofTarget };
}

function shownCoverage({ hits, examples, value, low, high, level }: Coverage) {
  return { hits, examples, value, low, high, level };
}

/** The intervals that were found before, so that nothing is calibrated again. */
export function intervalsOf(conformal: Conformal): Intervals {
  if (conformal.kind === 'sets') return { kind: 'sets', threshold: conformal.threshold };
  return { kind: 'intervals', widths: conformal.targets.map(({ halfWidth }) => halfWidth) };
}
