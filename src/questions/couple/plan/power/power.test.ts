/** @file The power of a design is that of the simulation, grows with the table, and is read off between. */
import { expect, test } from 'vitest';
import { type CouplePower, designPower, POWER_ROWS, type PowerDesign, powerText } from './design-power.js';

const designOf = (table: readonly [number, number], sizes: number, more: Partial<PowerDesign> = {}): PowerDesign => ({
  ...{ table, sizes, fresh: 0, levels: [2] },
  ...more,
});

test('a design that was simulated has its row; others lie between those around them', () => {
  for (const [side, sizes, spread, saving, coupling] of POWER_ROWS) {
    expect(designPower(designOf([side, side], sizes))).toEqual({ spread, saving, coupling });
  }
  // Five sizes of 4 x 4 lie between three, and between 4 x 4 and 5 x 5.
  const [small, between, large] = [
    [4, 3],
    [4, 4],
    [5, 5],
  ].map(([side = 0, sizes = 0]) => designPower(designOf([side, side + 1], sizes)).spread) as [number, number, number];
  expect(between).toBeGreaterThan(small);
  expect(between).toBeLessThan(large);
});

test('what lies beyond the simulation counts as its end', () => {
  const [side, sizes] = POWER_ROWS.at(-1) as (typeof POWER_ROWS)[number];
  expect(designPower(designOf([40, 40], 9))).toEqual(designPower(designOf([side, side], sizes)));
  expect(designPower(designOf([6, 6], 2))).toEqual(designPower(designOf([6, 6], 3)));
});

test('tables and sizes of the simulation cross, in ascending order, and a larger table tells more', () => {
  const sizes = [...new Set(POWER_ROWS.map(([, own]) => own))];
  const sides = [...new Set(POWER_ROWS.map(([own]) => own))];
  expect(POWER_ROWS.map(([side, own]) => [side, own])).toEqual(
    sides.flatMap((side) => sizes.map((own) => [side, own])),
  );
  expect(sides).toEqual([...sides].sort((a, b) => a - b));
  for (const count of sizes) {
    const spreads = POWER_ROWS.filter(([, own]) => own === count).map(([, , spread]) => spread);
    // 200 simulated tables know a chance to 0.04.
    spreads.slice(1).forEach((spread, place) => {
      expect(spread).toBeGreaterThan((spreads[place] as number) - 0.08);
    });
  }
});

test('people are told it as counts of 100 studies', () => {
  expect(powerText(designOf([6, 6], 3))).toBe(
    'Its power, by simulation: of 100 such studies 71 tell a doubled spread, 91 a level that needs half the examples, ' +
      '45 an advantage that grows with the size (docs/couple.md).',
  );
});

test('fresh pairs tell more than as many trainings in a larger table, and the more the better', () => {
  const [table, few, many, square] = [
    designOf([4, 4], 5),
    designOf([4, 4], 5, { fresh: 6 }),
    designOf([4, 4], 5, { fresh: 20 }),
    designOf([6, 6], 5),
  ].map(designPower) as [CouplePower, CouplePower, CouplePower, CouplePower];
  for (const what of ['spread', 'saving', 'coupling'] as const) {
    expect(few[what]).toBeGreaterThan(table[what]);
    expect(many[what]).toBeGreaterThanOrEqual(few[what]);
    expect(many[what]).toBeGreaterThan(square[what]);
  }
});

test('further settings and levels mean more claims, and what a coupling is averaged over; a saving is corrected for nothing', () => {
  const [one, two, three, levels] = [[2], [2, 2], [2, 2, 2], [3]].map((own) =>
    designPower(designOf([6, 6], 5, { levels: own })),
  ) as [CouplePower, CouplePower, CouplePower, CouplePower];
  expect([two.spread < one.spread, three.spread < two.spread, levels.spread < one.spread]).toEqual([true, true, true]);
  expect(levels.coupling).toBeLessThan(one.coupling);
  // `npm run bench:couple-power -- --tables 6 --sizes 5 --others 2 --runs 100`: 0.75, and 0.87 doubled spreads.
  expect(Math.abs(two.coupling - 0.75)).toBeLessThan(0.1);
  expect(two.spread).toBeLessThan(0.87);
  expect(three.saving).toBe(one.saving);
  expect(designPower(designOf([2, 2], 3, { levels: [3, 3] })).spread).toBeLessThan(0.01);
});
