/** @file The decomposition of variance, on tables with known components: recovery, coverage of the intervals, exact cases. */
import { expect, test } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import { cellsOf } from '../../../common/plan/index.js';
import { decompose } from './decompose.js';
import { analyseTable, type CrossedTable, completeTable } from './mean-squares.js';

/** Standard deviations by component; `repeats` is that of trainings with equal seeds. */
interface Truth {
  readonly a: number;
  readonly b: number;
  readonly both: number;
  readonly repeats: number;
}

const normal = (random: Random): number => random.normal();
/** With the same mean and variance, and skewed. */
const exponential = (random: Random): number => -Math.log(1 - random.uniform()) - 1;

function simulate(
  levels: readonly [number, number],
  repeats: number,
  truth: Truth,
  random: Random,
  draw = normal,
): CrossedTable {
  const effects = (count: number, deviation: number) => Array.from({ length: count }, () => deviation * draw(random));
  const a = effects(levels[0], truth.a);
  const b = effects(levels[1], truth.b);
  const losses = a.flatMap((first) =>
    b.flatMap((second) => {
      const both = truth.both * draw(random);
      return Array.from({ length: repeats }, () => 5 + first + second + both + truth.repeats * random.normal());
    }),
  );
  return { sources: ['init', 'sample'], levels, repeats, losses };
}

test('components are recovered in the mean', () => {
  const truth = { a: 1, b: 2, both: 0.7, repeats: 0.4 };
  const sums = new Map<string, number>();
  const tables = 400;
  for (let index = 0; index < tables; index++) {
    const table = simulate([8, 8], 2, truth, randomFrom('recovery', index));
    for (const { source, variance } of decompose(table, 0.95, randomFrom('draws', index), 10).components) {
      sums.set(source, (sums.get(source) ?? 0) + variance / tables);
    }
  }
  expect([...sums.keys()]).toEqual(['init', 'sample', 'init x sample', 'repeats']);
  expect(sums.get('init')).toBeCloseTo(1, 0);
  expect(Math.abs((sums.get('sample') ?? 0) - 4)).toBeLessThan(0.4);
  expect(sums.get('init x sample')).toBeCloseTo(0.49, 1);
  expect(sums.get('repeats')).toBeCloseTo(0.16, 1);
});

// Widened for skewed effects, they hold more than they say of normal ones.
test.each([
  { effects: 'normal', draw: normal },
  { effects: 'skewed', draw: exponential },
])('95 % intervals hold the true components and shares of $effects effects', ({ draw }) => {
  const truth = { a: 1, b: 2, both: 0.7, repeats: 0 };
  const total = 1 + 4 + 0.49;
  const expected = { init: 1, sample: 4, 'init x sample': 0.49 } as Readonly<Record<string, number>>;
  const tables = 400;
  const hits = new Map<string, number>();
  for (let index = 0; index < tables; index++) {
    const table = simulate([7, 7], 1, truth, randomFrom('coverage', index), draw);
    const { components } = decompose(table, 0.95, randomFrom('coverage draws', index), 400);
    for (const { source, varianceLow, varianceHigh, shareLow, shareHigh } of components) {
      const variance = expected[source] as number;
      const count = (name: string, hit: boolean) => hits.set(name, (hits.get(name) ?? 0) + (hit ? 1 : 0));
      count(source, varianceLow <= variance && variance <= varianceHigh);
      count(`${source} share`, shareLow <= variance / total && variance / total <= shareHigh);
    }
  }
  expect(hits.size).toBe(6);
  for (const [name, count] of hits) {
    // Of a part itself skewed effects leave more unsaid than of its share.
    expect(count / tables, name).toBeGreaterThan(name.endsWith('share') ? 0.9 : 0.87);
  }
});

test('a source that does nothing has an interval that reaches 0', () => {
  const table = simulate([6, 6], 1, { a: 0, b: 1, both: 0.5, repeats: 0 }, randomFrom('nothing'));
  const init = decompose(table, 0.95, randomFrom('nothing draws')).components[0];
  expect(init?.source).toBe('init');
  expect(init?.varianceLow).toBe(0);
  expect(init?.share).toBeLessThan(0.2);
});

test('mean squares of a small table, by hand', () => {
  // Rows 1 2 3 / 3 4 8: mean 3.5, row means 2 and 5, column means 2, 3, 5.5.
  const { mean, squares } = analyseTable({
    sources: ['a', 'b'],
    levels: [2, 3],
    repeats: 1,
    losses: [1, 2, 3, 3, 4, 8],
  });
  expect(mean).toBe(3.5);
  expect(squares.map(({ degrees }) => degrees)).toEqual([1, 2, 2]);
  // Sums of squares: rows 13.5, columns 13, the rest 3 (29.5 in all).
  expect(squares.map(({ value }) => value)).toEqual([13.5, 6.5, 1.5]);
});

test('three sources: sums of squares add up, every component is named', () => {
  const random = randomFrom('three');
  const losses = Array.from({ length: 3 * 4 * 2 * 2 }, () => random.normal());
  const table = { sources: ['init', 'sample', 'order'], levels: [3, 4, 2], repeats: 2, losses };
  const { mean, squares } = analyseTable(table);
  const total = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  expect(squares.reduce((sum, { value, degrees }) => sum + value * degrees, 0)).toBeCloseTo(total, 10);
  expect(squares.reduce((sum, { degrees }) => sum + degrees, 0)).toBe(losses.length - 1);
  expect(decompose(table, 0.95, random, 50).components.map(({ source }) => source)).toEqual([
    ...['init', 'sample', 'order', 'init x sample', 'init x order', 'sample x order', 'init x sample x order'],
    'repeats',
  ]);
});

test('equal losses have no variance and no shares', () => {
  const table = { sources: ['init', 'sample'], levels: [3, 3], repeats: 1, losses: new Array<number>(9).fill(0.3) };
  const { variance, components } = decompose(table, 0.95, randomFrom('equal'), 50);
  expect(variance).toBe(0);
  for (const component of components) expect(component.share).toBe(0);
});

test('a table with gaps loses its worst levels and no more', () => {
  const completed = completeTable(['a', 'b'], [4, 3], 1, ([a, b]) => (a === 2 && b !== 0 ? undefined : (a as number)));
  expect(completed?.leftOut).toEqual({ a: 1, b: 0 });
  expect(completed?.table.levels).toEqual([3, 3]);
  expect(completed?.table.losses).toEqual([0, 0, 0, 1, 1, 1, 3, 3, 3]);
  expect(completeTable(['a', 'b'], [2, 2], 1, () => Number.POSITIVE_INFINITY)).toBeUndefined();
  expect(cellsOf([[0, 1], [5]])).toEqual([
    [0, 5],
    [1, 5],
  ]);
});
