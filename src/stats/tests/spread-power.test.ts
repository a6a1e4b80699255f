/** @file How often a test of two variances tells them apart, against SciPy's. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { spreadPower } from './spread-power.js';

interface Case {
  readonly times: number;
  readonly trials: number;
  readonly error: number;
  readonly power: number;
}

const { cases } = JSON.parse(readFileSync('test/reference/stats-spread-power.json', 'utf8')) as {
  cases: readonly Case[];
};

test.each(cases)('$trials trainings, $times times, error $error', ({ times, trials, error, power }) => {
  expect(spreadPower(times, trials, error)).toBeCloseTo(power, 9);
});
