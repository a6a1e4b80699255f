/** @file The models of a surrogate: units change nothing but units, and of two models the one that predicts better has the say. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import type { KnownValues } from './gaussian-process.js';
import { mixOf, processModel, treesModel, type ValueModel } from './models.js';
import type { SettingAxis, SettingPlaces } from './places.js';
import { roughProcess } from './rough-process.js';

const ROWS = 60;
const AXES: readonly SettingAxis[] = ['a', 'b'].map((name) => ({ name, kind: 'ordered' }));

/** Values in some unit, of which one trial has a standard deviation of a fifth. */
function known(unit: number): KnownValues {
  const random = randomFrom('models');
  const values = Float64Array.from({ length: 2 * ROWS }, (_, at) => (at % 2 === 0 ? (at / 2) % 6 : (at * 31) % 5));
  return {
    places: { axes: AXES, rows: ROWS, values },
    values: Float64Array.from({ length: ROWS }, (_, row) => unit * ((row % 6) + 0.5 * random.normal())),
    trials: new Float64Array(ROWS).fill(1),
    noises: new Float64Array(ROWS).fill((0.2 * unit) ** 2),
  };
}

test.each<[string, (values: KnownValues, unit: number) => ValueModel]>([
  ['trees', (values, unit) => treesModel(values, (0.2 * unit) ** 2, 'units')],
  ['process', (values, unit) => processModel(values, roughProcess(values, 1e-4 * unit ** 2, undefined, 'units'))],
])('%s: a thousandth of the values has a thousandth of the means and a millionth of the variances', (_, model) => {
  const [whole, part] = [1, 0.001].map((unit) => model(known(unit), unit).leftOut);
  whole?.means.forEach((mean, row) => {
    expect((part?.means[row] as number) / 0.001).toBeCloseTo(mean, 8);
    expect((part?.variances[row] as number) / 1e-6).toBeCloseTo(whole.variances[row] as number, 8);
  });
  // What settings leave open is half a unit here.
  expect(whole?.variances[0]).toBeGreaterThan(0.05);
  expect(whole?.variances[0]).toBeLessThan(1);
});

test('the model that predicts what it has not seen has the say', () => {
  const values = known(1);
  const ones = new Float64Array(ROWS).fill(1);
  const model = (means: Float64Array): ValueModel => ({
    leftOut: { means, variances: ones },
    predict: ({ rows }: SettingPlaces) => ({ means: means.slice(0, rows), variances: ones.slice(0, rows) }),
  });
  const [right, wrong] = [values.values, values.values.map((value) => -value)].map(model) as [ValueModel, ValueModel];
  expect(mixOf(right, wrong, values).leftOut.means).toEqual(values.values);
  expect(mixOf(wrong, right, values).predict(values.places).means).toEqual(values.values);
});
