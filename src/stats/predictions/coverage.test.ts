/** @file What intervals and sets of predictions promise, seen in simulations: conformal coverage, and intervals of disagreement, calibration and variance. */
import { expect, test } from 'vitest';
import { evaluatePredictions, type Random, randomFrom } from '../../core/index.js';
import {
  coverageChances,
  fewestForLevel,
  highestLevel,
  intervalCoverage,
  labelSets,
  labelThreshold,
  residualLimits,
  setCoverage,
} from './conformal.js';
import { labelDisagreement, pairwiseDisagreement } from './disagreement.js';
import { majorityLabels, nearestByLabels, nearestToMean } from './mean-prediction.js';
import { labelFlips, mostDisputed } from './per-example.js';
import { calibrationErrorInterval, expectedCalibrationError, reliabilityCurve } from './reliability.js';
import { retrainingVariance } from './retraining-variance.js';
import { sliceFigures } from './slices.js';

const REPETITIONS = 400;
const [CALIBRATION, FRESH] = [39, 60];
const LEVELS = [0.8, 0.9, 0.95];
const several = <Value>(count: number, make: (place: number) => Value): Value[] =>
  Array.from({ length: count }, (_, place) => make(place));

/** How likely hits at least so far from the law are: Kolmogorov's limit, which errs towards small chances never where the law has steps. */
function kolmogorov(hits: readonly number[], chances: Float64Array): number {
  let [seen, expected, distance] = [0, 0, 0];
  chances.forEach((chance, value) => {
    seen += hits.filter((one) => one === value).length / hits.length;
    expected += chance;
    distance = Math.max(distance, Math.abs(seen - expected));
  });
  let tail = 0;
  for (let term = 1; term < 100; term++)
    tail += 2 * (-1) ** (term - 1) * Math.exp(-2 * hits.length * (term * distance) ** 2);
  return Math.min(1, tail);
}

/** Three classes, of which no model could be sure, and their true probabilities. */
function drawClasses(count: number, random: Random): { probabilities: Float64Array; truth: Int32Array } {
  const probabilities = new Float64Array(3 * count);
  const truth = Int32Array.from({ length: count }, (_, example) => {
    const powers = several(3, () => Math.exp(random.normal()));
    const total = powers.reduce((sum, one) => sum + one, 0);
    const shares = powers.map((power) => power / total) as [number, number, number];
    probabilities.set(shares, 3 * example);
    const place = random.uniform();
    return place < shares[0] ? 0 : place < shares[0] + shares[1] ? 1 : 2;
  });
  return { probabilities, truth };
}

test.each(LEVELS)('intervals and sets at %d hold what they should, given the calibration examples', (level) => {
  const random = randomFrom('conformal coverage', String(level));
  const law = coverageChances(CALIBRATION, level, FRESH) as Float64Array;
  const none = new Float64Array(FRESH);
  const ofNumbers = several(REPETITIONS, () => {
    const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal() ** 3);
    const [limit] = residualLimits(new Float64Array(CALIBRATION), draw(CALIBRATION), 1, level) as Float64Array;
    const half = none.map(() => limit as number);
    return intervalCoverage(
      half.map((one) => -one),
      half,
      draw(FRESH),
      0.95,
    ).hits;
  });
  expect(kolmogorov(ofNumbers, law)).toBeGreaterThan(0.01);
  const ofSets = several(REPETITIONS, () => {
    const known = drawClasses(CALIBRATION, random);
    const threshold = labelThreshold(known.probabilities, 3, known.truth, level) as number;
    const { probabilities, truth } = drawClasses(FRESH, random);
    const reached = truth.filter((label, example) => (probabilities[3 * example + label] as number) >= threshold);
    const sets = labelSets(probabilities, 3, threshold);
    expect(setCoverage(sets, 3, truth, 0.95).hits).toBeGreaterThanOrEqual(reached.length);
    return reached.length;
  });
  expect(kolmogorov(ofSets, law)).toBeGreaterThan(0.01);
  // One rank less is seen at once.
  const tooLow = coverageChances(CALIBRATION, level - 0.025, FRESH) as Float64Array;
  expect(kolmogorov(ofNumbers, tooLow)).toBeLessThan(0.01);
});

test('too few calibration examples give no interval, and the level that they can give is said', () => {
  expect(LEVELS.map(fewestForLevel)).toEqual([4, 9, 19]);
  expect([0.5, 0.99, 0.999, 0.9999].map(fewestForLevel)).toEqual([1, 99, 999, 9999]);
  expect(highestLevel(18)).toBeCloseTo(0.947, 3);
  const numbers = several(18, (place) => place);
  expect(residualLimits(numbers, numbers, 1, 0.95)).toBeNull();
  expect(residualLimits(numbers, numbers, 1, highestLevel(18))).toEqual(Float64Array.of(0));
  expect(labelThreshold(numbers, 1, numbers.fill(0), 0.95)).toBeNull();
  expect(coverageChances(18, 0.95, 10)).toBeNull();
});

test('a set is never empty, and the first of the most likely classes is in it', () => {
  expect([...labelSets([0.4, 0.4, 0.2, 0.1, 0.2, 0.7], 3, 0.9)]).toEqual([1, 0, 0, 0, 0, 1]);
  expect(setCoverage(Uint8Array.of(1, 0, 1, 1), 2, [1, 1], 0.95)).toMatchObject({
    hits: 1,
    meanSize: 1.5,
    single: 0.5,
  });
});

/** Labels of 0 and 1 of 100 examples, some of them easy; retrainings differ in how noisy they are. */
function drawLabels(retrainings: number, ease: Float64Array, random: Random): Int8Array[] {
  return several(retrainings, () => {
    const noise = Math.exp(0.5 * random.normal());
    return Int8Array.from(ease, (one) => (one + noise * random.normal() > 0 ? 1 : 0));
  });
}

test('the interval of a disagreement holds that of further retrainings', () => {
  const random = randomFrom('disagreement coverage');
  const ease = Float64Array.from({ length: 100 }, () => 3 * random.normal());
  const disagreement = (labels: readonly Int8Array[]) =>
    pairwiseDisagreement(
      labels.length,
      (a, b) => labelDisagreement(labels[a] as Int8Array, labels[b] as Int8Array),
      0.95,
      1,
    );
  const truth = disagreement(drawLabels(200, ease, random)).value;
  const held = several(300, () => disagreement(drawLabels(5, ease, random))).filter(
    ({ low, high }) => (low ?? 1) <= truth && truth <= (high ?? 0),
  );
  expect(held.length / 300).toBeGreaterThan(0.93);
});

test('two retrainings, and retrainings that are alike, have a disagreement without an interval', () => {
  expect(pairwiseDisagreement(2, () => 0.1, 0.95)).toMatchObject({ value: 0.1, low: null, high: null });
  expect(pairwiseDisagreement(5, () => 0, 0.95).reason).toBe('no two of these retrainings differ');
  expect(() => pairwiseDisagreement(1, () => 0, 0.95)).toThrow(RangeError);
});

test.each([0, 0.06])('the interval of a calibration error of about %d holds it', (surplus) => {
  const random = randomFrom('calibration coverage', String(surplus));
  const held = several(100, () => {
    const confidences = several(300, () => 0.55 + surplus + (0.4 - surplus) * random.uniform());
    const truth = confidences.map((confidence) => (random.uniform() < confidence - surplus ? 0 : 1));
    const probabilities = confidences.flatMap((confidence) => [confidence, 1 - confidence]);
    return calibrationErrorInterval({ probabilities, classes: 2, truth }, { level: 0.95, resamples: 100, random });
  }).filter(({ low, high }) => (low ?? 1) <= surplus && surplus <= (high ?? 0));
  expect(held.length).toBeGreaterThanOrEqual(92);
});

test('a probability at the end of a bin lies below it, as in the metric', () => {
  const probabilities = [0.6, 0.4, 0.8, 0.2, 0.1, 0.9];
  const curve = reliabilityCurve({ probabilities, classes: 2, truth: [0, 1, 1] }, 5);
  expect(curve.map(({ count }) => count)).toEqual([0, 0, 1, 1, 1]);
  const logits = Float32Array.from(probabilities, Math.log);
  const judged = { count: 3, width: 2, outputs: logits, targetWidth: 1, targets: Float32Array.of(0, 1, 1) };
  const whole = reliabilityCurve({ probabilities, classes: 2, truth: [0, 1, 1] });
  const { calibrationError } = evaluatePredictions('classification', judged);
  expect(expectedCalibrationError(whole)).toBeCloseTo(calibrationError as number, 6);
});

test('the share of the variance that is the model is found without bias, and its interval holds it', () => {
  const random = randomFrom('variance');
  // A retraining's own 0.1, and 1 on each of 100 examples: half of the observed variance of 0.02 is the model's.
  const found = several(200, () => {
    const values = several(6, () => {
      const own = 0.1 * random.normal();
      return Float64Array.from({ length: 100 }, () => own + random.normal());
    });
    return retrainingVariance(values, 0.95);
  });
  expect(found.reduce((sum, { model }) => sum + model, 0) / 200).toBeCloseTo(0.01, 2);
  const held = found.filter(({ share: { low, high } }) => (low ?? 1) <= 0.5 && 0.5 <= (high ?? 0));
  expect(held.length / 200).toBeGreaterThan(0.91);
  expect(found.every(({ share }) => share.value >= 0 && share.value <= 1)).toBe(true);
});

test('retrainings more alike than their examples allow have a share of nothing, not of less', () => {
  // Wrong on other examples, and on as many: far less varied than by chance.
  const { share } = retrainingVariance(
    several(3, (retraining) =>
      Float64Array.from({ length: 300 }, (_, example) =>
        example % 3 === retraining ? 1 : 0.001 * (example % (2 + retraining)),
      ),
    ),
    0.95,
  );
  expect(share).toMatchObject({ value: 0, low: 0, high: 0 });
});

test('a slice without examples, with one, and of one retraining says what it can', () => {
  const [none, one, two] = sliceFigures([[1, 2, 4]], [1, 2, 2], 3, 0.95);
  expect(none).toMatchObject({ examples: 0, mean: { low: null, reason: 'no example is in this slice' }, spread: null });
  expect(one).toMatchObject({ examples: 1, mean: { value: 1, low: null }, spread: null });
  expect(two).toMatchObject({ examples: 2, mean: { value: 3 }, spread: null });
  expect(two?.mean.high).toBeGreaterThan(4);
  const [few] = sliceFigures(
    several(3, () => [1, 2]),
    [0, 0],
    1,
    0.95,
  );
  expect(few?.spread).toMatchObject({ value: 0, low: null });
});

test('the nearest retraining, the majority and the most disputed examples', () => {
  const labels = [
    [0, 1, 2, 0],
    [0, 1, 1, 0],
    [0, 2, 1, 1],
  ];
  // Of four examples the second differs from the first in one and from the third in two.
  const { index, distances } = nearestByLabels(labels);
  expect([index, ...distances]).toEqual([1, 0.5, 0.375, 0.625]);
  expect([...majorityLabels(labels, 3)]).toEqual([0, 1, 1, 0]);
  expect(mostDisputed(labelFlips(labels, 3), 2)).toEqual([1, 2]);
  expect(mostDisputed([0, 0], 2)).toEqual([]);
  // In the unit of each output the far one would decide: the second output varies a hundred times as much.
  const numbers = [
    [0, 0],
    [1, 100],
    [4, 60],
  ];
  expect([nearestToMean(numbers).index, nearestToMean(numbers, [1, 100]).index]).toEqual([2, 1]);
});

test('predictions of differing lengths are a mistake of the caller', () => {
  expect(() => labelDisagreement([0, 1], [0])).toThrow(RangeError);
  expect(() => sliceFigures([[1, 2]], [0], 1, 0.95)).toThrow(RangeError);
  expect(() => residualLimits([1, 2], [1], 1, 0.9)).toThrow(RangeError);
});
