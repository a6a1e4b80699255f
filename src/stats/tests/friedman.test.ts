/** @file Friedman's test with Conover's comparisons against what irace 4.2 keeps. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { friedmanTest } from './rank-tests.js';

interface IraceCase {
  readonly alpha: number;
  readonly losses: number[][];
  readonly pValue: number;
  readonly rankSums: number[];
  readonly alive: number[];
}

const file = new URL('../../../test/reference/stats-irace.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly IraceCase[];

it(`keeps whom irace keeps, with its p-value and rank sums (${cases.length} cases)`, () => {
  let withEliminations = 0;
  for (const { alpha, losses, pValue, rankSums, alive } of cases) {
    const result = friedmanTest(losses);
    expect(Math.abs(result.pValue / pValue - 1)).toBeLessThan(1e-9);
    expect(Array.from(result.rankSums)).toEqual(rankSums);
    const best = rankSums.indexOf(Math.min(...rankSums));
    const kept = losses.flatMap((_, candidate) => {
      const stays = result.pValue >= alpha || result.compare(candidate, best, 'two-sided').pValue >= alpha;
      return stays ? [candidate] : [];
    });
    expect(kept).toEqual(alive);
    if (alive.length < losses.length) withEliminations++;
  }
  expect(withEliminations).toBeGreaterThan(20);
});
