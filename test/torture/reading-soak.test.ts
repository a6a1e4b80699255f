/** @file The long reading: `READ_RUNS=1000` generated races (a tenth of them on probation, a tenth that search), replays and studies, read by somebody who knows none of the product's code. */
import { expect, test } from 'vitest';
import { firstOf, readProbations, readRaces, readReplays, readSearches, readStudies } from '../reading/read-all.js';

const RUNS = Number(process.env.READ_RUNS ?? 70);
const [STUDIES, TENTH] = [Math.floor(RUNS / 3), Math.floor(RUNS / 10)];

test(`${RUNS} runs say nothing that is not so`, async () => {
  const found = [
    ...(await readRaces(firstOf(RUNS - STUDIES - 3 * TENTH))),
    ...(await readProbations(firstOf(TENTH))),
    ...(await readSearches(firstOf(TENTH))),
    ...(await readReplays(firstOf(TENTH))),
    ...(await readStudies(firstOf(STUDIES))),
  ];
  expect(found).toEqual([]);
});
