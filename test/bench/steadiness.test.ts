/** @file The tables of docs/measurements.md are those of the figures that bench/steadiness keeps. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tablesOf } from '../../bench/steadiness/tables.js';

test('what retrainings predict differently: every table is made of what is kept', () => {
  const figures = JSON.parse(readFileSync('data/steadiness.json', 'utf8'));
  const page = readFileSync('docs/measurements.md', 'utf8');
  const tables = tablesOf(figures).split('\n\n');
  expect(tables).toHaveLength(3);
  for (const table of tables) expect(page).toContain(table);
});
