/** @file Savings: known ones lie in their intervals, and "at least" and "never" stand where they belong. */
import { expect, test } from 'vitest';
import { permutation, randomFrom } from '../../../core/index.js';
import { parseCriterion } from '../../../stats/index.js';
import type { CoupledTable, CoupledValue } from './coupled-table.js';
import { analyseSavings, type Saving } from './savings.js';

const SIZES = [100, 200, 400, 800, 1600];

type Level = (size: number) => { readonly loss: number; readonly spread: number };

/** A setting with these levels. Weights have one effect at all sizes, samples one at each; both levels share them. */
function tableOf(levels: readonly Level[], count: number, seed: number): CoupledTable {
  const random = randomFrom('savings test', seed);
  const normals = () => Array.from({ length: count }, () => random.normal());
  const rows = normals();
  const columns = SIZES.map(normals);
  return {
    factors: [{ name: 'layers.join', levels: levels.map((_, place) => `level ${place}`) }],
    sizes: SIZES,
    streams: ['init', 'sample'],
    cells: levels.flatMap((level, place) =>
      SIZES.map((size, at) => {
        const { loss, spread } = level(size);
        const values = rows.map((row) =>
          (columns[at] as number[]).map((column) =>
            Math.exp(Math.log(loss) + spread * (0.6 * row + 0.6 * column + Math.sqrt(0.28) * random.normal())),
          ),
        );
        return { levels: [place], size, values, diagonal: [] };
      }),
    ),
    ...{ pool: null, nested: false, logarithmic: true, seed },
  };
}

/** A power law in the examples, of which one is worth `worth`; loss and spread fall alike. */
const worth =
  (factor: number): Level =>
  (size) => ({ loss: (size * factor) ** -0.5, spread: 0.1 * ((size * factor) / 100) ** -0.5 });

const MEAN = parseCriterion('mean');

function savingsOf(levels: readonly Level[], of: 'criterion' | 'spread', seed = 1, count = 6): readonly Saving[] {
  const { rows } = analyseSavings(tableOf(levels, count, seed), MEAN, 0.95);
  return rows.find((row) => row.of === of)?.savings ?? [];
}

test.each(['criterion', 'spread'] as const)(
  'a level that needs half the examples gives 2 within its interval: %s',
  (of) => {
    let [held, all] = [0, 0];
    const found: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      for (const { size, value, interval } of savingsOf([worth(1), worth(2)], of, seed)) {
        if (size === 100) continue;
        if (typeof value === 'number') found.push(value);
        if ('reason' in interval) throw new Error(interval.reason);
        const { low, high } = interval;
        all++;
        if ((low === 'never' || low <= 2) && (high === 'open' || (high !== 'never' && high >= 2))) held++;
      }
    }
    // Those of one table stand and fall together.
    expect(held / all).toBeGreaterThan(0.88);
    const ordered = found.sort((a, b) => a - b);
    const middle = ordered[ordered.length >> 1] as number;
    expect(middle).toBeGreaterThan(1.7);
    expect(middle).toBeLessThan(2.3);
  },
);

test('what the smallest size has already is "at least", and open', () => {
  const [first, second] = savingsOf([worth(1), worth(8)], 'criterion');
  expect(first).toMatchObject({ size: 100, needs: null, value: 'at-least', bound: 1, finding: 'fewer' });
  expect(first?.interval).toEqual({ low: 1, high: 'open' });
  expect(second).toMatchObject({ size: 200, value: 'at-least', bound: 2, interval: { low: 2, high: 'open' } });
});

test('what is not reached within the sizes is "never", not 0', () => {
  const worse: Level = (size) => ({ loss: 1 + size ** -0.5, spread: 0.02 });
  const found = savingsOf([worth(1), worse], 'criterion');
  for (const { size, needs, value, bound, interval, finding } of found) {
    expect({ needs, value, interval, finding }).toEqual({
      needs: null,
      value: 'never',
      interval: { low: 'never', high: 'never' },
      finding: 'never',
    });
    expect(bound).toBe(size / 1600);
  }
});

test('what the largest size may reach may never be reached', () => {
  // With 1600 examples the other is as good as the first with 800.
  const last = savingsOf([worth(1), worth(0.5)], 'criterion')[3];
  expect(last?.interval).toMatchObject({ low: 'never' });
  const second = savingsOf([worth(1), worth(0.5)], 'criterion')[1];
  expect(second?.finding).toBe('more');
  expect(second?.interval).toMatchObject({ high: expect.any(Number) });
});

test('levels that are the same need the same, with certainty', () => {
  const [cells] = [tableOf([worth(1)], 5, 1).cells];
  const table = {
    ...tableOf([worth(1), worth(1)], 5, 1),
    cells: [...cells, ...cells.map((cell) => ({ ...cell, levels: [1] }))],
  };
  const savings = analyseSavings(table, MEAN, 0.95).rows[0]?.savings ?? [];
  expect(savings.map(({ finding }) => finding)).toEqual(SIZES.map(() => 'not-shown'));
  for (const { size, value, interval } of savings.slice(1)) {
    expect(value, String(size)).toBeCloseTo(1, 3);
    expect((interval as { low: number }).low).toBeLessThanOrEqual(1 + 1e-3);
    expect((interval as { high: number }).high).toBeGreaterThanOrEqual(1 - 1e-3);
  }
});

test('other indices for the same weights and samples change nothing; a size without trainings says so', () => {
  const table = tableOf([worth(1), worth(2)], 6, 2);
  const random = randomFrom('permute savings');
  const [rows, columns] = [permutation(6, random), permutation(6, random)];
  const cells = table.cells.map((cell) => ({
    ...cell,
    values: Array.from(rows, (row) => Array.from(columns, (column) => cell.values[row]?.[column])),
  }));
  const [one, other] = [table, { ...table, cells }].map((own) => analyseSavings(own, MEAN, 0.95).rows[1]?.savings);
  one?.forEach(({ value, interval }, place) => {
    expect(numbers(other?.[place]?.value, other?.[place]?.interval)).toEqual(numbers(value, interval));
  });
  const broken = table.cells.map((cell, place) =>
    place === 7 ? { ...cell, values: cell.values.map((line) => line.map((): CoupledValue => 'collapsed')) } : cell,
  );
  const [saving] = analyseSavings({ ...table, cells: broken }, MEAN, 0.95).rows[0]?.savings ?? [];
  expect(saving).toMatchObject({
    value: null,
    finding: 'untold',
    interval: { reason: 'too few trainings came out at some size' },
  });
});

function numbers(value: unknown, interval: object | undefined): unknown[] {
  return [value, ...Object.values(interval ?? {})].map((one) => (typeof one === 'number' ? one.toPrecision(4) : one));
}
