/** @file Every test against reference values: exact rational statistics, p-values from mpmath or from counting. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../core/index.js';
import { friedmanTest, kolmogorovSmirnovTest, mannWhitneyTest, wilcoxonSignedRankTest } from './rank-tests.js';
import { bartlettTest, flignerKilleenTest, leveneTest } from './spread-tests.js';
import { type Alternative, pairedTTest, type TestResult, type TwoSampleTest, welchTest } from './t-tests.js';

type Row = readonly (number | string)[];
interface Reference {
  /** results[test] = [statistic, p] two-sided, then [statistic, p] one-sided (greater). */
  readonly pairs: readonly { first: number[]; second: number[]; results: Record<string, Row> }[];
  /** posthoc[i] compares candidate i + 1 with candidate 0, laid out as above. */
  readonly blocks: readonly { rows: number[][]; friedman: Row; posthoc: readonly Row[] }[];
}

const file = new URL('../../../test/reference/stats-tests.json', import.meta.url);
const { pairs, blocks } = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const ALTERNATIVES: readonly Alternative[] = ['two-sided', 'greater'];

/** Distance to the reference; relative, except that a statistic of exactly 0 may miss it by a rounding error. */
function distance(actual: number, expected: number): number {
  if (actual === expected) return 0;
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Number.POSITIVE_INFINITY;
  return expected === 0 ? Math.abs(actual) / 1e-15 : Math.abs(actual / expected - 1);
}

const at = (row: Row, place: number): number => readNumber(row[place] as number | string);

describe.each<[string, TwoSampleTest, number]>([
  ['welch', welchTest, 1e-9],
  ['paired-t', pairedTTest, 1e-9],
  ['mann-whitney', mannWhitneyTest, 1e-12],
  ['wilcoxon', wilcoxonSignedRankTest, 1e-12],
  ['kolmogorov-smirnov', kolmogorovSmirnovTest, 1e-12],
  ['bartlett', bartlettTest, 1e-9],
  ['levene-mean', (first, second, alternative) => leveneTest(first, second, alternative, 'mean'), 1e-9],
  ['levene-median', (first, second, alternative) => leveneTest(first, second, alternative, 'median'), 1e-9],
  ['fligner-killeen', flignerKilleenTest, 1e-9],
])('%s', (name, test, tolerance) => {
  const cases = pairs.filter(({ results }) => results[name] !== undefined);

  it.each(ALTERNATIVES)(`agrees with the reference, %s (${cases.length} pairs of samples)`, (alternative) => {
    expect(cases.length).toBeGreaterThan(100);
    const offset = 2 * ALTERNATIVES.indexOf(alternative);
    for (const { first, second, results } of cases) {
      const row = results[name] as Row;
      const actual = test(first, second, alternative);
      const wrong =
        distance(actual.statistic, at(row, offset)) > tolerance ||
        distance(actual.pValue, at(row, offset + 1)) > tolerance;
      expect(wrong ? { first, second, ...actual } : 'right').toEqual(
        wrong ? { first, second, statistic: at(row, offset), pValue: at(row, offset + 1) } : 'right',
      );
    }
  });
});

describe('friedman', () => {
  it(`agrees with the reference, the comparisons with candidate 0 included (${blocks.length} blocks)`, () => {
    for (const { rows, friedman, posthoc } of blocks) {
      const { compare, ...overall } = friedmanTest(rows);
      expectClose(overall, friedman, 0);
      posthoc.forEach((row, index) => {
        ALTERNATIVES.forEach((alternative, place) => {
          expectClose(compare(index + 1, 0, alternative), row, 2 * place);
        });
      });
    }
  });

  function expectClose({ statistic, pValue }: TestResult, row: Row, offset: number): void {
    expect(distance(statistic, at(row, offset))).toBeLessThan(1e-9);
    expect(distance(pValue, at(row, offset + 1))).toBeLessThan(1e-9);
  }
});

describe('infinite losses in rank tests', () => {
  const diverged = Number.POSITIVE_INFINITY;
  it('rank as the worst, tied with one another', () => {
    expect(mannWhitneyTest([1, diverged, diverged], [0, 2, diverged], 'greater')).toEqual(
      mannWhitneyTest([1, 9, 9], [0, 2, 9], 'greater'),
    );
    expect(kolmogorovSmirnovTest([1, diverged], [0, diverged], 'two-sided')).toEqual(
      kolmogorovSmirnovTest([1, 9], [0, 9], 'two-sided'),
    );
    expect(wilcoxonSignedRankTest([1, diverged, diverged], [0, 2, diverged], 'greater')).toEqual(
      wilcoxonSignedRankTest([1, 9, 9], [0, 2, 9], 'greater'),
    );
    expect(
      friedmanTest(
        [
          [1, diverged],
          [0, 2],
          [3, diverged],
        ].map((row) => [...row]),
      ).rankSums,
    ).toEqual(
      friedmanTest(
        [
          [1, 9],
          [0, 2],
          [3, 9],
        ].map((row) => [...row]),
      ).rankSums,
    );
  });
});
