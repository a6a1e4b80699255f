/** @file What a data set says of its columns: roles, units, encodings, and what is made of missing cells. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dataContentsOf, dataSpecSchema, loadDataset, unitOf } from '../../../src/engine/datasets/index.js';

test.each([
  ['petal width (cm)', 'cm'],
  ['speed [km/h]', 'km/h'],
  ['density (kg/m^3)', 'kg/m^3'],
  ['area (m²)', 'm²'],
  ['price (EUR)', 'EUR'],
  ['temperature [°C]', '°C'],
  ['share (%)', '%'],
  ['width_mm', 'mm'],
  ['age (old)', null],
  ['city (name)', null],
  ['x_max', null],
  ['in', null],
  ['rate (1/s)', '1/s'],
  ['value (1)', null],
])('unit of %s', (name, unit) => {
  expect(unitOf(name)).toBe(unit);
});

test('every column of a table with what is made of it, and why some are left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-describe-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rows = Array.from({ length: 120 }, (_, row) =>
    [
      row % 5 === 0 ? '' : row / 4,
      ['a', 'b', ''][row % 3],
      row % 7,
      'x'.repeat(row + 1),
      1 + (row % 2),
      row % 2 ? 'q' : 'p',
    ].join(','),
  );
  writeFileSync(join(folder, 'd.csv'), ['size (cm),town,age,text,weight,kind', ...rows].join('\n'));
  const weighted = { file: 'd.csv', target: 'kind', weights: 'weight' };
  const dataset = await loadDataset(dataSpecSchema.parse(weighted), { baseFolder: folder });
  const { columns, ...others } = dataContentsOf(dataset, { weights: 'weight' });
  expect(others).toEqual({ task: 'classification', inputShape: [6], classes: ['p', 'q'] });
  const none = {
    encoding: null,
    width: 0,
    missing: null,
    fill: null,
    categoryCount: null,
    categories: null,
    reason: null,
  };
  const number = { ...none, role: 'input', type: 'number', encoding: 'number', unit: null };
  expect(columns).toEqual([
    { ...number, name: 'size (cm)', unit: 'cm', width: 2, missing: 'mean and indicator', fill: expect.any(Number) },
    {
      ...number,
      name: 'town',
      type: 'category',
      encoding: 'one-hot',
      width: 3,
      missing: 'own category',
      categoryCount: 3,
      categories: ['', 'a', 'b'],
    },
    { ...number, name: 'age', width: 1, missing: 'mean', fill: expect.any(Number) },
    {
      ...number,
      name: 'kind',
      role: 'target',
      type: 'category',
      encoding: 'class',
      width: 1,
      missing: 'refused',
      categoryCount: 2,
      categories: ['p', 'q'],
    },
    { ...none, name: 'weight', role: 'weights', type: null, unit: null },
    {
      ...none,
      name: 'text',
      role: 'left out',
      type: null,
      unit: null,
      reason: expect.stringContaining('text, or an identifier'),
    },
  ]);
  const pictures = await loadDataset(dataSpecSchema.parse({ source: 'bumps' }), { baseFolder: folder });
  expect(dataContentsOf(pictures)).toMatchObject({ task: 'regression', classes: [], columns: null });
});
