/** @file Somebody who knows none of the product's code reads what it says of generated runs, and finds nothing that disagrees. */
import { expect, test } from 'vitest';
import {
  firstOf,
  readProbations,
  readRaces,
  readReplays,
  readRequirements,
  readSearches,
  readStudies,
} from './read-all.js';

/** `npm run test:torture` reads 70 and the soak a thousand (test/torture/reading-soak.test.ts). */
const [RACES, STUDIES] = [10, 6];
/** Beside those that the reader is tried on (reader.test.ts): none has passed; one rule over random orders. */
const [PROBATIONS, REPLAYS] = [[1], [15]];
/** Few rivals share replicates with the winner; some look better with few trainings; all losses are equal. */
const SEARCHES = [4, 19, 29];
/** Nobody meets it; a budget ends it; the winner does, after others were refused; a look in the middle has no leader. */
const REQUIREMENTS = [2, 5, 18, 26];

test('races say nothing that is not so, on page, terminal and in result.json', async () => {
  expect(await readRaces(firstOf(RACES))).toEqual([]);
});

test('studies say nothing that is not so, on page, terminal and in study.json', async () => {
  expect(await readStudies(firstOf(STUDIES))).toEqual([]);
});

test('searches say nothing that is not so', async () => {
  expect(await readSearches(SEARCHES)).toEqual([]);
});

test('races that require something of a metric say nothing that is not so', async () => {
  expect(await readRequirements(REQUIREMENTS)).toEqual([]);
});

test('probations and replays say nothing that is not so', async () => {
  expect([...(await readProbations(PROBATIONS)), ...(await readReplays(REPLAYS))]).toEqual([]);
});

/** A failed training that was said to have diverged; a value without the digits of its interval; a count of candidates that are not all; two orders of rivals that are equal. */
const DISAGREED_RACES = [34, 73, 595, 43];
/** Stable sizes where nothing differs; another test in the headline than in the figures. */
const DISAGREED_STUDIES = [37, 74];

test('runs that had said two things', async () => {
  expect([...(await readRaces(DISAGREED_RACES)), ...(await readStudies(DISAGREED_STUDIES))]).toEqual([]);
});
