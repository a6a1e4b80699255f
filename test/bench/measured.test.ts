/** @file Tables of docs/measurements are those of the figures that the benches keep. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csv, readMeasured } from '../../bench/measured.js';
import { fieldTable, keptRows, QUOTED_IN, taskRows } from '../../bench/real/table.js';
import { searchTables } from '../../bench/search/tables.js';
import { tablesOf } from '../../bench/steadiness/tables.js';

const tables = {
  ...tablesOf(JSON.parse(readFileSync('data/steadiness.json', 'utf8'))),
  ...searchTables(),
  'field-tasks': taskRows(keptRows()),
};

test.each(Object.entries(tables))('%s is made of what is kept', (name, rows) => {
  expect(readMeasured(name)).toBe(csv(rows));
});

test.each(Object.entries(QUOTED_IN))('%s quotes the table of the field', (page, budgets) => {
  expect(readFileSync(page, 'utf8')).toContain(fieldTable(keptRows(), budgets));
});
