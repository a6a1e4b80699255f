/** @file Shares, savings and collapses of complete tables against NumPy and SciPy (scripts/reference/couple-shares.py). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCriterion } from '../../../stats/index.js';
import { analyseCollapses } from './collapses.js';
import type { CoupledTable, CoupledValue } from './coupled-table.js';
import { analyseSavings } from './savings.js';
import { analyseShares } from './shares.js';

type Losses = readonly (readonly number[])[];

const reference = JSON.parse(readFileSync('test/reference/couple-shares.json', 'utf8')) as {
  shares: { losses: Losses; size: number; pool: number; variances: number[]; shares: number[] }[];
  rates: { collapsed: Losses; effective: number; low: number; high: number }[];
  saving: { sizes: number[]; losses: Losses[][]; needs: (number | null)[] };
};

function tableOf(
  levels: readonly (readonly (readonly (readonly CoupledValue[])[])[])[],
  sizes: readonly number[],
  pool: number | null = null,
): CoupledTable {
  return {
    factors: [{ name: 'layers.join', levels: levels.map((_, level) => String(level)) }],
    sizes,
    streams: ['init', 'sample'],
    cells: levels.flatMap((own, level) =>
      own.map((values, place) => ({ levels: [level], size: sizes[place] as number, values, diagonal: [] })),
    ),
    ...{ pool, nested: false, logarithmic: true, seed: 1 },
  };
}

test.each(reference.shares)(
  'shares of a table, the sample of $size of $pool',
  ({ losses, size, pool, variances, shares }) => {
    const [cell] = analyseShares(tableOf([[losses]], [size], pool), 0.95).cells;
    cell?.parts.forEach(({ variance, share }, place) => {
      expect(variance / (variances[place] as number)).toBeCloseTo(1, 9);
      expect(share / (shares[place] as number)).toBeCloseTo(1, 9);
    });
    expect(cell?.parts).toHaveLength(3);
  },
);

test.each(reference.rates)('a rate of collapse worth $effective trainings', ({ collapsed, effective, low, high }) => {
  const values = collapsed.map((line) => line.map((own): CoupledValue => (own === 1 ? 'collapsed' : 0.5)));
  const [cell] = analyseCollapses(tableOf([[values]], [100]), 0.95).cells;
  expect(cell?.effective).toBeCloseTo(effective, 9);
  expect(cell?.interval).toEqual({ low: expect.closeTo(low, 9), high: expect.closeTo(high, 9) });
});

test('examples that the other level needs', () => {
  const { sizes, losses, needs } = reference.saving;
  const { savings } = analyseSavings(tableOf(losses, sizes), parseCriterion('mean'), 0.95).rows[0] ?? { savings: [] };
  expect(needs.filter((own) => own !== null).length).toBeGreaterThan(1);
  needs.forEach((own, place) => {
    if (own === null) expect(savings[place]?.needs).toBeNull();
    // Read off by halving, to 1/32768 of the way between two sizes.
    else expect((savings[place]?.needs as number) / own).toBeCloseTo(1, 4);
  });
});
