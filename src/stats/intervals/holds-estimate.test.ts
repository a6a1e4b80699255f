/** @file Every estimate lies in its interval, whatever its losses are: some infinite, some equal, some far above the others. */
import { expect, test } from 'vitest';
import { examples } from '../../../test/examples.js';
import { type Random, randomFrom } from '../../core/index.js';
import { parseCriterion } from '../criteria/criteria.js';
import { criterionInterval } from './criterion-interval.js';

const CRITERIA = [
  'mean',
  'median',
  'q3',
  'q0.9',
  'q0.25',
  'q0.05',
  'q3+iqr',
  'iqr',
  'std',
  'es0.25',
  'es0.1',
  'max',
  'min',
];

/** Each count has a calibration of its own, which takes time. */
const COUNTS = [1, 2, 3, 5, 8, 12, 20];

function lossesOf(random: Random): number[] {
  const n = COUNTS[Math.floor(COUNTS.length * random.uniform())] as number;
  const [failing, collapsing] = [random.uniform() ** 2, random.uniform() ** 3];
  const digits = random.uniform() < 0.3 ? 1 : 12;
  return Array.from({ length: n }, () => {
    if (random.uniform() < failing) return Number.POSITIVE_INFINITY;
    const loss = Math.exp(0.3 * random.normal()) + (random.uniform() < collapsing ? 20 : 0);
    return Number(loss.toFixed(digits));
  });
}

test('an estimate lies in the interval of the same losses, and counts what it counts', () => {
  const random = randomFrom('test', 'holds-estimate');
  for (let example = 0; example < examples(300, 20_000); example++) {
    const losses = lossesOf(random);
    for (const name of CRITERIA) {
      const criterion = parseCriterion(name);
      if (losses.length < criterion.minimumTrials) continue;
      const value = criterion.evaluate(losses);
      const collapse = example % 2 === 0 ? { above: 5 } : undefined;
      const interval = criterionInterval(losses, criterion, 0.95, { collapse, range: [0, 30] });
      const told = `${name} of ${JSON.stringify(losses.map(String))}`;
      expect(interval.n, told).toBe(losses.length);
      if ('reason' in interval) continue;
      expect(interval.low, told).toBeLessThanOrEqual(value);
      expect(interval.high, told).toBeGreaterThanOrEqual(value);
    }
  }
});
