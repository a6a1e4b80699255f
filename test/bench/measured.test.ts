/** @file Tables of docs/measurements are those of the figures that the benches keep. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csv, readMeasured } from '../../bench/measured.js';
import { searchTables } from '../../bench/search/tables.js';
import { tablesOf } from '../../bench/steadiness/tables.js';

const tables = { ...tablesOf(JSON.parse(readFileSync('data/steadiness.json', 'utf8'))), ...searchTables() };

test.each(Object.entries(tables))('%s is made of what is kept', (name, rows) => {
  expect(readMeasured(name)).toBe(csv(rows));
});
