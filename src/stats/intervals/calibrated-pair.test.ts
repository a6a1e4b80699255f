/** @file Critical pairs: true values of the shapes against SciPy, the level on samples of their own, the committed table. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { calibratedPivot, narrowestPair, REFERENCE_SHAPES, shapesFor, simulatePivots } from './calibrated-pair.js';
import { CALIBRATED_LEVEL, CALIBRATION_TABLE } from './calibration-table.js';

const file = new URL('../../../test/reference/stats-intervals.json', import.meta.url);
const { truth } = JSON.parse(readFileSync(file, 'utf8')) as { truth: Record<string, Record<string, number>> };

/** What the reference file calls them, where that is another name. */
const SCIPY: Readonly<Record<string, string>> = { '90/10 mixture': 'mixture90/10', lognormal: 'lognormal1' };

describe('the reference shapes', () => {
  it.each(REFERENCE_SHAPES)('$name has the criteria that SciPy finds', (shape) => {
    const known = Object.entries(truth[SCIPY[shape.name] ?? shape.name] ?? {});
    expect(known.length).toBeGreaterThan(10);
    for (const [name, value] of known) {
      expect(parseCriterion(name).statistic.ofLaw(shape), name).toBeCloseTo(value, 6);
    }
  });
});

describe('a pair', () => {
  const pivots = {
    values: [Float64Array.from({ length: 100 }, (_, index) => index)],
    logarithmic: false,
    usualScale: 1,
  };
  it('holds the share that was asked for, and no more', () => {
    const [low, high] = narrowestPair(pivots, 0.9);
    expect(high - low).toBe(89);
  });
  it('holds it under every shape', () => {
    const wide = Float64Array.from({ length: 100 }, (_, index) => 3 * index - 100);
    const [low, high] = narrowestPair({ ...pivots, values: [...pivots.values, wide] }, 0.9);
    for (const own of [...pivots.values, wide]) {
      expect(own.filter((value) => value >= low && value <= high).length).toBeGreaterThanOrEqual(90);
    }
  });
});

describe('the table', () => {
  it('is what the script computes', () => {
    const [simulated] = simulatePivots([parseCriterion('q3').statistic], 5, 50_000);
    const pair = narrowestPair(simulated as NonNullable<typeof simulated>, CALIBRATED_LEVEL);
    expect(CALIBRATION_TABLE.q3?.pairs.slice(0, 2)).toEqual(pair.map((value) => Number(value.toPrecision(4))));
  });
  it.each(Object.entries(CALIBRATION_TABLE))(
    '%s: every count that has an interval up to 100',
    (name, { from, pairs }) => {
      const { least, most } = parseCriterion(name).statistic.pivot.calibrated(CALIBRATED_LEVEL);
      expect(from).toBe(least);
      expect(pairs.length / 2).toBe(Math.min(most, 100) - least + 1);
      expect(pairs.every((value, place) => (place % 2 === 0 ? value < 0 : value > 0))).toBe(true);
    },
  );
});

describe('coverage at 0.95 of 8 losses', () => {
  it.each(['mean', 'q3', 'q0.9', 'q3+iqr', 'iqr', 'std', 'es0.25'])('%s', (name) => {
    const { statistic } = parseCriterion(name);
    const { pivot, pair } = calibratedPivot(statistic, 8, 0.95);
    for (const shape of shapesFor(statistic)) {
      const random = randomFrom('test', 'coverage', name, shape.name);
      const value = statistic.ofLaw(shape);
      let hits = 0;
      for (let repeat = 0; repeat < 2000; repeat++) {
        const measured = pivot.measure(Float64Array.from({ length: 8 }, () => shape.draw(random)).sort());
        const { estimate, scale, reach = [1, 1] } = measured;
        const distance = pivot.logarithmic ? Math.log(estimate / value) : estimate - value;
        if (distance >= pair[0] * scale * reach[1] && distance <= pair[1] * scale * reach[0]) hits++;
      }
      expect(hits / 2000, shape.name).toBeGreaterThan(0.935);
    }
  });
});
