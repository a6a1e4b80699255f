/** @file The long reading: `READ_RUNS=1000` generated races and studies, read by somebody who knows none of the product's code. */
import { expect, test } from 'vitest';
import { firstOf, readRaces, readStudies } from '../reading/read-all.js';

const RUNS = Number(process.env.READ_RUNS ?? 50);
const STUDIES = Math.floor(RUNS / 3);

test(`${RUNS} runs say nothing that is not so`, async () => {
  expect([...(await readRaces(firstOf(RUNS - STUDIES))), ...(await readStudies(firstOf(STUDIES)))]).toEqual([]);
});
