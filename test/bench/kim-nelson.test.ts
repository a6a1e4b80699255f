/** @file Kim and Nelson's procedure, as the benches race it, against NumPy and the paper's formulas. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kimNelson } from '../../bench/race/kim-nelson.js';

const file = new URL('../reference/bench-kim-nelson.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: readonly { losses: number[][]; first: number; zone: number; left: number[]; trials: number }[];
};

it(`leaves and spends what the paper's formulas do (${cases.length} tables)`, () => {
  for (const { losses, first, zone, left, trials } of cases) {
    const columns = Array.from({ length: 20 }, (_, r) => Float64Array.from(losses, (own) => own[r] as number));
    const table = { candidates: losses.map((_, i) => `c${i}`), columns };
    expect(kimNelson(table, { first, level: 0.05, zone })).toMatchObject({ set: left, trials, tolerance: zone });
  }
});
