/** @file Collapses: rates count weights where collapses follow weights, and what collapses everywhere is named. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../../core/index.js';
import { shareInterval } from '../../../stats/index.js';
import { analyseCollapses } from './collapses.js';
import type { CoupledTable, CoupledValue } from './coupled-table.js';

const SIZES = [100, 200];

/** Two levels at two sizes: which training collapses. */
function tableOf(
  collapses: (level: number, place: number, row: number, column: number) => boolean,
  [rows, columns]: readonly [number, number] = [6, 5],
  sizes = SIZES,
): CoupledTable {
  return {
    factors: [{ name: 'activation', levels: ['tanh', 'relu'] }],
    sizes,
    streams: ['init', 'sample'],
    cells: [0, 1].flatMap((level) =>
      sizes.map((size, place) => ({
        levels: [level],
        size,
        values: Array.from({ length: rows }, (_, row) =>
          Array.from(
            { length: columns },
            (_, column): CoupledValue => (collapses(level, place, row, column) ? 'collapsed' : 1 + row + column),
          ),
        ),
        diagonal: [],
      })),
    ),
    ...{ pool: null, nested: false, logarithmic: true, seed: 1 },
  };
}

test('collapses that follow the weights are worth as many trainings as there are weights', () => {
  const { cells } = analyseCollapses(
    tableOf((level, _, row) => level === 1 && row < 2),
    0.95,
  );
  const [low, high] = shareInterval(2, 6, 0.95);
  expect(cells[2]).toMatchObject({
    collapsed: 10,
    of: 30,
    rate: expect.closeTo(1 / 3, 10),
    effective: 6,
    follows: 'init',
  });
  expect(cells[2]?.interval).toEqual({ low: expect.closeTo(low, 10), high: expect.closeTo(high, 10) });
});

test('collapses that follow the sample count samples; single ones count trainings', () => {
  const bySample = analyseCollapses(
    tableOf((_level, _place, _row, column) => column === 3),
    0.95,
  ).cells[0];
  expect(bySample).toMatchObject({ effective: 5, follows: 'sample', collapsed: 6 });
  const single = analyseCollapses(
    tableOf((_level, _place, row, column) => row === column && row < 3),
    0.95,
  ).cells[0];
  expect(single).toMatchObject({ follows: null, collapsed: 3 });
  expect(single?.effective).toBeGreaterThan(20);
});

test('without any collapse nobody knows whether they would follow weights or samples: the fewer count', () => {
  const none = analyseCollapses(
    tableOf(() => false),
    0.95,
  );
  for (const { rate, effective, interval } of none.cells) {
    expect({ rate, effective }).toEqual({ rate: 0, effective: 5 });
    expect(interval).toEqual({ low: 0, high: shareInterval(0, 5, 0.95)[1] });
  }
  // Where single ones collapse elsewhere, they need not.
  const elsewhere = analyseCollapses(
    tableOf((level, _, row, column) => level === 1 && row === column && row < 3),
    0.95,
  );
  expect(elsewhere.cells[0]?.effective).toBeGreaterThan(20);
});

test('what changes the rate is shown where it is; 2 of 6 weights do not show it', () => {
  const [setting, size] = analyseCollapses(
    tableOf((level) => level === 1, [10, 10]),
    0.95,
  ).effects;
  expect(setting).toMatchObject({ factor: 'activation', level: 1, reference: 0, difference: 1, finding: 'shown' });
  expect(size).toMatchObject({ factor: 'size', difference: 0, finding: 'not-shown' });
  const [few] = analyseCollapses(
    tableOf((level, _, row) => level === 1 && row < 2),
    0.95,
  ).effects;
  expect(few).toMatchObject({ difference: expect.closeTo(1 / 3, 10), finding: 'not-shown' });
});

test('one weight and one sample that collapse everywhere are named, and cells that collapse whole', () => {
  const { everywhere, whole } = analyseCollapses(
    tableOf((level, place, row, column) => row === 4 || column === 2 || (level === 1 && place === 1)),
    0.95,
  );
  expect(everywhere).toEqual([
    { stream: 'init', index: 4 },
    { stream: 'sample', index: 2 },
  ]);
  expect(whole).toEqual([{ levels: [1], size: 200 }]);
  expect(
    analyseCollapses(
      tableOf(() => true),
      0.95,
    ).everywhere,
  ).toEqual([]);
});

test('a cell without trainings has no rate, and its reason', () => {
  const table = tableOf(() => false);
  const cells = table.cells.map((cell) =>
    cell.levels[0] === 1 ? { ...cell, values: cell.values.map((line) => line.map(() => undefined)) } : cell,
  );
  const { cells: found, effects } = analyseCollapses({ ...table, cells }, 0.95);
  expect(found[2]).toMatchObject({ of: 0, rate: null, effective: null, interval: { reason: 'no trainings' } });
  expect(effects[0]).toMatchObject({ difference: null, finding: 'untold' });
});

test('intervals hold rates of collapses that go by weights with chances of their own', () => {
  const random = randomFrom('collapses test');
  const tables = 200;
  let held = 0;
  for (let seed = 0; seed < tables; seed++) {
    // A third of the weights collapse on one sample in two: a rate of 1/6.
    const prone = Array.from({ length: 6 }, () => random.uniform() < 1 / 3);
    const table = tableOf((_level, _place, row) => (prone[row] as boolean) && random.uniform() < 0.5, [6, 6]);
    const interval = analyseCollapses(table, 0.95).cells[0]?.interval ?? { reason: '' };
    if ('low' in interval && interval.low <= 1 / 6 && 1 / 6 <= interval.high) held++;
  }
  expect(held / tables).toBeGreaterThan(0.93);
});

test('an effect is shown where its interval at the level shared among all effects leaves out 0', () => {
  const random = randomFrom('collapses of many');
  const sizes = [100, 200, 300, 400, 500];
  const count = sizes.length;
  let onlyAlone = 0;
  for (let draw = 0; draw < 20; draw++) {
    const table = tableOf((level) => random.uniform() < 0.04 + 0.02 * draw * level, [6, 6], sizes);
    const isShown = (interval: object) =>
      'low' in interval && 'high' in interval && !((interval.low as number) <= 0 && (interval.high as number) >= 0);
    const shared = analyseCollapses(table, 1 - 0.05 / count).effects;
    const found = analyseCollapses(table, 0.95).effects;
    expect(found.map(({ finding }) => finding)).toEqual(
      shared.map(({ interval }) => (isShown(interval) ? 'shown' : 'not-shown')),
    );
    onlyAlone += found.filter(({ interval, finding }) => isShown(interval) && finding === 'not-shown').length;
  }
  expect(onlyAlone).toBeGreaterThan(0);
});

test('the interval of a difference turns with the two that it compares', () => {
  const collapses = (level: number, row: number, column: number) => (level === 1 ? row + column < 7 : row + column < 2);
  const intervalOf = (turned: boolean) =>
    analyseCollapses(
      tableOf((level, _, row, column) => collapses(turned ? 1 - level : level, row, column)),
      0.95,
    ).effects[0]?.interval as { low: number; high: number };
  const [one, other] = [intervalOf(false), intervalOf(true)];
  expect(one.low).toBeCloseTo(-other.high, 12);
  expect(one.high).toBeCloseTo(-other.low, 12);
});
