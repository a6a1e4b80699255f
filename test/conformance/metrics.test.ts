/** @file Every metric that is listed is what it says, and false ones are seen by their names. */
import { expect, it } from 'vitest';
import { CLASS_METRICS, knownScores, NUMBER_METRICS } from '../../src/core/index.js';
import type { Judged, Metric } from '../../src/core/metrics/metric.js';
import { listFaults } from './list-suite.js';
import { classMetricFaults, numberMetricFaults } from './metric-suite.js';

it.each(CLASS_METRICS)('$name of classes is what it says', (metric) => expect(classMetricFaults(metric)).toEqual([]));
it.each(NUMBER_METRICS)('$name of numbers is what it says', (metric) => expect(numberMetricFaults(metric)).toEqual([]));
it('no two have a name alike, and none is called as a loss', () =>
  expect(listFaults('metric', knownScores())).toEqual([]));

const accuracy = CLASS_METRICS.find(({ name }) => name === 'accuracy') as (typeof CLASS_METRICS)[number];
const mae = NUMBER_METRICS.find(({ name }) => name === 'mae') as Metric<Judged>;

it.each<[string, readonly string[], RegExp]>([
  ['better', classMetricFaults({ ...accuracy, better: 'low' }), /more wrong do not make it worse/],
  ['a range too wide', classMetricFaults({ ...accuracy, range: [-1, 1] }), /wider than what it can be/],
  ['a range too narrow', classMetricFaults({ ...accuracy, range: [0.5, 1] }), /beyond its range/],
  [
    'another best',
    numberMetricFaults({ ...mae, range: [-1, Number.POSITIVE_INFINITY] }),
    /not the best that its range/,
  ],
  [
    'the way to 0',
    numberMetricFaults({ ...mae, of: (given) => 1 + (mae.of(given) as number), better: 'zero' }),
    /not the best that its range/,
  ],
  ['no weights', numberMetricFaults({ ...mae, of: ({ weights: _, ...given }) => mae.of(given) }), /of weight 3 is not/],
  [
    'weights as numbers of examples',
    numberMetricFaults({ ...mae, of: (given) => (mae.of(given) as number) * (given.weights?.[0] ?? 1) }),
    /all alike change it/,
  ],
  ['order', numberMetricFaults({ ...mae, of: ({ outputs }) => outputs[0] }), /order of examples/],
  ['no value', numberMetricFaults({ ...mae, of: () => Number.NaN }), /no number/],
  ['meaning', numberMetricFaults({ ...mae, meaning: 'Mean size of the error.' }), /ends with a full stop/],
])('false %s is seen', (_, faults, says) => {
  expect(faults.join('\n')).toMatch(says);
  for (const fault of faults) expect(fault).toMatch(/^the metric (?:accuracy|mae): /);
});

it('what is missing, or of the wrong kind, does not compile', () => {
  // @ts-expect-error its range is missing
  const missing: Metric<Judged> = { name: 'other', better: 'low', meaning: 'other', of: () => 1 };
  // @ts-expect-error there is no such way to be better
  const wrong: Metric<Judged> = { ...mae, better: 'lower' };
  expect([missing.range, wrong.better]).toEqual([undefined, 'lower']);
});
