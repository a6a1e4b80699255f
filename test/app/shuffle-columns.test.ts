/** @file Permutation importance against scikit-learn's, with the same permutations; and what it must be of columns that tell nothing. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shuffleColumns } from '../../src/app/models/shuffle-columns.js';
import { betterOf } from '../../src/core/index.js';
import { judgeOutputs } from '../../src/engine/built-in.js';
import type { RawColumn } from '../../src/engine/datasets/index.js';

interface Case {
  readonly figure: string;
  readonly coefficients: readonly (readonly number[])[];
  readonly intercepts: readonly number[];
  readonly targets: readonly number[];
  /** By column and repeat. */
  readonly orders: readonly (readonly (readonly number[])[])[];
  readonly importances: readonly (readonly number[])[];
}

const { rows, cases } = JSON.parse(readFileSync('test/reference/sklearn-importance.json', 'utf8')) as {
  rows: readonly (readonly number[])[];
  cases: readonly Case[];
};
const names = ['a', 'b', 'ignored', 'constant'];
const columns = names.map((name, place): RawColumn => {
  return { name, kind: 'number', values: Float64Array.from(rows, (row) => row[place] as number) };
});

/** The outputs of the linear model, row by row. */
function outputsOf({ coefficients, intercepts }: Case) {
  return async (table: readonly RawColumn[], count: number) =>
    Float32Array.from({ length: count * coefficients.length }, (_, index) => {
      const [row, output] = [Math.floor(index / coefficients.length), index % coefficients.length];
      return (coefficients[output] as readonly number[]).reduce(
        (sum, coefficient, place) => sum + coefficient * ((table[place] as RawColumn).values[row] as number),
        intercepts[output] as number,
      );
    });
}

const units = names.map((name) => ({ columns: [name], association: null }));

test.each(cases)('$figure: every importance of every repeat', async (one) => {
  const { figure, targets, orders, importances } = one;
  const classes = one.coefficients.length > 1 ? ['0', '1', '2'] : [];
  const count = rows.length;
  const samples = { count, inputs: new Float32Array(), targets: Float32Array.from(targets), features: {}, columns };
  const judge = judgeOutputs({ classes, loss: {} }, figure);
  const request = {
    samples,
    units,
    repeats: importances[0]?.length ?? 0,
    better: betterOf(figure) ?? 'low',
    order: ({ columns: [name = ''] }: { columns: readonly string[] }, repeat: number) =>
      Int32Array.from(orders[names.indexOf(name)]?.[repeat] ?? []),
    blocks: [Int32Array.of(0, 1), Int32Array.of(2, 3)],
  };
  const model = { replicate: null, outputs: outputsOf(one), judge };
  const found = await shuffleColumns(model, request);
  // As many tables at once as fit: three, which divide the others unevenly.
  const asked: number[] = [];
  const outputs = (table: readonly RawColumn[], all: number) =>
    model.outputs(table, asked[asked.push(all) - 1] as number);
  expect(await shuffleColumns({ ...model, outputs, rowsAtOnce: 3.5 * count }, request)).toEqual(found);
  expect(asked).toHaveLength(Math.ceil((1 + 3 * request.repeats) / 3));
  for (const [place, { shuffles }] of found.units.entries()) {
    shuffles.forEach((value, repeat) => {
      expect(value).toBeCloseTo(importances[place]?.[repeat] as number, 6);
    });
  }
  expect(found.units.slice(2).flatMap(({ shuffles, leftOut }) => [...shuffles, ...leftOut])).toEqual(
    Array.from({ length: 2 * (request.repeats + 2) }, () => 0),
  );
  // What is left out is left out of both: of these rows alone the figure is another.
  expect(found.units[0]?.leftOut.every((value) => value !== shufflesMean(found.units[0]?.shuffles ?? []))).toBe(true);
});

function shufflesMean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
