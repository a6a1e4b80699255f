/** @file Somebody who knows none of the product's code reads what it says of generated runs, and finds nothing that disagrees. */
import { expect, test } from 'vitest';
import { readRaces, readStudies } from './read-all.js';

/** The soak reads a thousand (test/torture/reading-soak.test.ts). */
const [RACES, STUDIES] = [34, 16];

test('races say nothing that is not so, on page, terminal and in result.json', async () => {
  expect(await readRaces(RACES)).toEqual([]);
});

test('studies say nothing that is not so, on page, terminal and in study.json', async () => {
  expect(await readStudies(STUDIES)).toEqual([]);
});
