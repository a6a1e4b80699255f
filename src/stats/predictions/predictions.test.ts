/** @file Figures of predictions against NumPy's, SciPy's and scikit-learn's, each computed there in another way. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labelsOf } from '../../core/index.js';
import type { BoundedFigure } from './bounded-figure.js';
import { coverageChances, labelThreshold, promisedCoverage, residualLimits, setResolution } from './conformal.js';
import {
  labelDisagreement,
  numberDisagreement,
  pairwiseDisagreement,
  predictiveMultiplicity,
  targetSpread,
} from './disagreement.js';
import { type JudgedTrainings, leadOf, lostLead } from './lead.js';
import { meanPrediction, nearestToMean } from './mean-prediction.js';
import { labelFlips, numberSpreads } from './per-example.js';
import { expectedCalibrationError, reliabilityCurve } from './reliability.js';
import { type RetrainingVariance, retrainingVariance } from './retraining-variance.js';
import { rootOf, sliceFigures } from './slices.js';

const LEVEL = 0.95;

interface Disagreement {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly withOthers: number[];
}
type Variance = Omit<RetrainingVariance, 'share' | 'retrainings' | 'examples'> & { readonly share: number[] };
interface ClassesCase {
  readonly classes: number;
  readonly truth: number[];
  readonly probabilities: number[][];
  readonly mean: number[];
  readonly distances: number[];
  readonly labels: number[][];
  readonly disagreement: Disagreement;
  readonly flipRate: number[];
  readonly losses: number[];
  readonly epsilon: number;
  readonly ambiguity: number;
  readonly discrepancy: number;
  readonly competing: number;
  readonly calibrationErrors: number[];
  readonly curveOfMean: [share: number[], said: number[], counts: number[]];
  readonly thresholds: Record<string, number>;
  readonly variance: Variance;
}
interface NumbersCase {
  readonly outputs: number;
  readonly targets: number[];
  readonly numbers: number[][];
  readonly spreads: number[];
  readonly disagreement: Disagreement;
  readonly spread: number[];
  readonly intervalWidth: number[];
  readonly slices: number[];
  readonly sliceFigures: { examples: number; mean: number[]; spread: number }[];
  readonly limits: Record<string, number[]>;
  readonly variance: Variance;
  readonly resolution: { difference: number; error: number; tells: number; needed: number };
}
interface LeadCase {
  readonly own: JudgedTrainings;
  readonly other: JudgedTrainings;
  readonly lead: number[];
}
interface CoverageCase {
  readonly calibration: number;
  readonly level: number;
  readonly examples: number;
  readonly chances: number[];
  readonly low: number;
  readonly high: number;
}
const reference = JSON.parse(
  readFileSync(new URL('../../../test/reference/predictions.json', import.meta.url), 'utf8'),
) as {
  readonly classes: ClassesCase[];
  readonly numbers: NumbersCase[];
  readonly coverage: CoverageCase[];
  readonly leads: LeadCase[];
};

/** To 1e-9, of whatever shape. */
function same(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  for (let place = 0; place < expected.length; place++) {
    expect(Math.abs((found[place] as number) - (expected[place] as number))).toBeLessThan(1e-9);
  }
}

const ends = ({ value, low, high }: BoundedFigure): number[] => [value, low ?? Number.NaN, high ?? Number.NaN];

function sameDisagreement(found: ReturnType<typeof pairwiseDisagreement>, expected: Disagreement): void {
  same(ends(found), [expected.value, expected.low, expected.high]);
  same(found.withOthers, expected.withOthers);
}

function sameVariance(found: RetrainingVariance, expected: Variance): void {
  const { observed, model, testSet, freshSets } = found;
  same(
    [observed, model, testSet, freshSets],
    [expected.observed, expected.model, expected.testSet, expected.freshSets],
  );
  same(ends(found.share), expected.share);
}

test.each(reference.classes)('$classes classes', (one) => {
  const { classes, truth, probabilities, labels, losses } = one;
  const mean = meanPrediction(probabilities);
  same(mean, one.mean);
  same(nearestToMean(probabilities).distances, one.distances);
  expect(probabilities.map((own) => [...labelsOf(own, classes)])).toEqual(labels);
  const apart = (a: number, b: number) => labelDisagreement(labels[a] as number[], labels[b] as number[]);
  sameDisagreement(pairwiseDisagreement(labels.length, apart, LEVEL, 1), one.disagreement);
  same(labelFlips(labels, classes), one.flipRate);
  const { ambiguity, discrepancy, competing } = predictiveMultiplicity(labels, losses, 0, one.epsilon);
  same([ambiguity, discrepancy, competing], [one.ambiguity, one.discrepancy, one.competing]);
  const curves = [...probabilities, mean].map((given) => reliabilityCurve({ probabilities: given, classes, truth }));
  same(curves.map(expectedCalibrationError), one.calibrationErrors);
  const filled = (curves.at(-1) ?? []).filter(({ count }) => count > 0);
  const [shares, said, counts] = one.curveOfMean;
  same(
    filled.map(({ accuracy }) => accuracy as number),
    shares,
  );
  same(
    filled.map(({ confidence }) => confidence as number),
    said,
  );
  expect(filled.map(({ count }) => count)).toEqual(counts);
  for (const level of [0.5, 0.8, 0.9, 0.95]) {
    const threshold = labelThreshold(probabilities[0] as number[], classes, truth, level);
    const expected = one.thresholds[level];
    if (expected === undefined) expect(threshold).toBeNull();
    else same([threshold as number], [expected]);
  }
  const right = labels.map((own) => own.map((label, example) => Number(label !== truth[example])));
  sameVariance(retrainingVariance(right, LEVEL), one.variance);
});

test.each(reference.numbers)('numbers of $outputs outputs', (one) => {
  const { outputs, targets, numbers } = one;
  const spreads = targetSpread(targets, outputs);
  same(spreads, one.spreads);
  const apart = (a: number, b: number) => numberDisagreement(numbers[a] as number[], numbers[b] as number[], spreads);
  sameDisagreement(pairwiseDisagreement(numbers.length, apart, LEVEL), one.disagreement);
  const { spread, intervalWidth } = numberSpreads(numbers);
  same(spread, one.spread);
  same(intervalWidth, one.intervalWidth);
  const examples = targets.length / outputs;
  const rows = Array.from({ length: examples }, (_, row) => row);
  const errors = numbers.map((own) =>
    rows.map((row) => (own[row * outputs] as number) - (targets[row * outputs] as number)),
  );
  const figures = sliceFigures(errors, one.slices, 3, LEVEL);
  figures.forEach(({ examples: count, mean, spread: between }, slice) => {
    const expected = one.sliceFigures[slice] as NumbersCase['sliceFigures'][number];
    expect(count).toBe(expected.examples);
    same(ends(mean), expected.mean);
    same([between?.value as number], [expected.spread]);
  });
  for (const level of [0.5, 0.8, 0.9, 0.95]) {
    const limits = residualLimits(numbers[0] as number[], targets, outputs, level);
    const expected = one.limits[level];
    if (expected === undefined) expect(limits).toBeNull();
    else same(limits as Float64Array, expected);
  }
  const squares = numbers.map((own) =>
    rows.map((row) => {
      let sum = 0;
      for (let output = 0; output < outputs; output++) {
        const entry = row * outputs + output;
        sum += ((own[entry] as number) - (targets[entry] as number)) ** 2;
      }
      return sum / outputs;
    }),
  );
  sameVariance(retrainingVariance(squares, LEVEL), one.variance);
  const half = numbers.length / 2;
  const { difference, error, tells, needed } = setResolution(squares.slice(0, half), squares.slice(half), LEVEL);
  const { resolution } = one;
  same([difference, error, tells], [resolution.difference, resolution.error, resolution.tells]);
  expect(needed).toBe(resolution.needed);
  const [whole] = sliceFigures(squares, rows.fill(0), 1, LEVEL);
  const { mean: root, spread: ofRoots } = rootOf(whole as NonNullable<typeof whole>);
  expect(root.value).toBeCloseTo(Math.sqrt(whole?.mean.value ?? Number.NaN), 12);
  expect(ofRoots?.value).toBeCloseTo((whole?.spread?.value ?? Number.NaN) / (2 * root.value), 12);
});

test.each(reference.coverage)('coverage of $calibration calibration examples at $level', (one) => {
  const { calibration, level, examples } = one;
  same(coverageChances(calibration, level, examples) as Float64Array, one.chances);
  expect(promisedCoverage(calibration, level, examples, LEVEL)).toEqual([one.low, one.high]);
});

test.each(reference.leads)('a lead over another candidate', ({ own, other, lead }) => {
  same(ends(leadOf(own, other, LEVEL)), lead);
  const [value, low, high] = lead as [number, number, number];
  same(ends(lostLead(3, leadOf(own, other, LEVEL))), [3 - value, 3 - high, 3 - low]);
  const single = leadOf({ ...own, costs: own.costs.slice(0, 1) }, other, LEVEL);
  expect(single).toMatchObject({
    low: null,
    high: null,
    reason: 'one training tells nothing of how much trainings vary',
  });
});
