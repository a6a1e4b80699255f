/** @file What effects mean: on tables whose truth is built in. */
import { expect, test } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import type { CoupledTable, CoupledValue } from '../coupled-table.js';
import { analyseEffects } from './analyse-effects.js';
import type { EffectsAnalysis, EffectsResponse, EffectsTerm } from './effects-analysis.js';

interface Truth {
  readonly levels?: readonly (readonly string[])[];
  readonly sizes?: readonly number[];
  readonly side?: number;
  readonly pairs?: number;
  /** Logarithm of the loss, and of its spread. */
  readonly location?: (levels: readonly number[], size: number) => number;
  readonly spread?: (levels: readonly number[], size: number) => number;
  readonly nested?: boolean;
}

const DEFAULTS = {
  levels: [['none', 'sum']],
  sizes: [500, 1000, 2000, 4000],
  side: 6,
  pairs: 0,
  location: () => 0,
  spread: () => Math.log(0.2),
};

function tableOf(given: Truth, random: Random): CoupledTable {
  const { levels, sizes, side, pairs, location, spread, nested = false } = { ...DEFAULTS, ...given };
  const draws = () => Array.from({ length: side + pairs }, () => random.normal());
  const [weights, samples] = [draws(), sizes.map(draws)];
  const combined = levels.reduce<number[][]>(
    (all, own) => all.flatMap((left) => own.map((_, level) => [...left, level])),
    [[]],
  );
  return {
    factors: levels.map((own, place) => ({ name: `setting${place}`, levels: own })),
    ...{ sizes, streams: ['init', 'sample'], pool: null, nested, logarithmic: true, seed: 1 },
    cells: combined.flatMap((own) =>
      sizes.map((size, place) => ({
        levels: own,
        size,
        ...lossesOf(side, pairs, (row, column) => {
          const effect =
            0.7 * (weights[row] as number) + 0.5 * (samples[place]?.[column] as number) + 0.5 * random.normal();
          return Math.exp(location(own, size) + Math.exp(spread(own, size)) * effect);
        }),
      })),
    ),
  };
}

/** Pairs have the indices behind those of the table. */
function lossesOf(side: number, pairs: number, lossAt: (row: number, column: number) => number) {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    values: upTo(side).map((row) => upTo(side).map((column) => lossAt(row, column))),
    diagonal: upTo(pairs).map((pair) => lossAt(side + pair, side + pair)),
  };
}

function termOf({ responses }: EffectsAnalysis, response: EffectsResponse, ...factors: string[]): EffectsTerm {
  const found = responses
    .find((one) => one.response === response)
    ?.terms.find((term) => term.factors.join() === factors.join());
  if (found === undefined) throw new Error(`no term ${factors.join()}`);
  return found;
}

function changed(table: CoupledTable, change: (value: CoupledValue, row: number, column: number) => CoupledValue) {
  return {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      values: cell.values.map((line, row) => line.map((value, column) => change(value, row, column))),
    })),
  };
}

function expectClose(
  found: readonly number[] | undefined,
  expected: readonly number[] | undefined,
  digits: number,
): void {
  expect(found).toHaveLength(expected?.length as number);
  for (const [place, value] of (found ?? []).entries()) expect(value).toBeCloseTo(expected?.[place] as number, digits);
}

const numbersOf = ({ responses }: EffectsAnalysis, response: EffectsResponse) =>
  responses
    .find((one) => one.response === response)
    ?.terms.map(({ p, effects }) => [p, effects.map(({ value }) => value)]);

test('a doubled spread is log 2, and nothing of the location', () => {
  const analysis = analyseEffects(
    tableOf({ side: 8, spread: ([level]) => Math.log(level === 1 ? 0.4 : 0.2) }, randomFrom('doubled')),
    0.95,
  );
  const term = termOf(analysis, 'spread', 'setting0');
  const [effect] = term.effects;
  expect(term.finding).toBe('shown');
  expect(effect).toMatchObject({ slope: false, between: [{ factor: 'setting0', level: 1, reference: 0 }] });
  expect(effect?.value).toBeCloseTo(Math.log(2), 0);
  expect(effect?.interval).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  expect(termOf(analysis, 'location', 'setting0').finding).toBe('not-shown');
  const spread = analysis.responses.find(({ response }) => response === 'spread');
  expect(spread?.determinants.rows[0]?.factors).toEqual(['setting0']);
});

test('a learning curve of half the slope is a coupling of setting and size', () => {
  const slope = (level: number) => (level === 1 ? -0.25 : -0.5);
  const analysis = analyseEffects(
    tableOf({ location: ([level], size) => slope(level as number) * Math.log(size / 1414) }, randomFrom('half')),
    0.95,
  );
  const coupling = termOf(analysis, 'location', 'setting0', 'size');
  expect(coupling.finding).toBe('shown');
  expect(coupling.rank?.agrees).toBe(true);
  expect(coupling.effects[0]?.value).toBeCloseTo(0.25, 1);
  expect(coupling.effects[0]).toMatchObject({ slope: true, finding: 'shown' });
  const [size] = termOf(analysis, 'location', 'size').effects;
  expect(size?.value).toBeCloseTo(-0.375, 1);
  expect(size?.between).toEqual([]);
  const location = analysis.responses.find(({ response }) => response === 'location');
  expect(location?.determinants.primary).toEqual(['size']);
  expect(location?.sizes).toEqual([500, 4000]);
});

test('the spread of a cell has an interval that reaches further up than down, at every level of confidence', () => {
  const table = tableOf({}, randomFrom('cells'));
  const [narrow, wide] = [0.8, 0.95].map((level) => analyseEffects(table, level).cells[0]?.spread);
  const reach = (figure: typeof wide) => {
    const { value, interval } = figure as { value: number; interval: { low: number; high: number } };
    return [value - interval.low, interval.high - value] as const;
  };
  const [[below, above], [belowLess]] = [reach(wide), reach(narrow)];
  expect(above / below).toBeCloseTo(2.25, 10);
  expect(belowLess / below).toBeCloseTo(1.2815515655446004 / 1.959963984540054, 10);
});

test('no number is shown whose term is not', () => {
  // Slopes alone would often be shown where the size as a factor is not.
  for (let run = 0; run < 8; run++) {
    const table = tableOf({ location: (_, size) => -0.06 * Math.log(size) }, randomFrom('slight', run));
    for (const { terms } of analyseEffects(table, 0.95).responses) {
      for (const { adjusted, effects } of terms) {
        for (const effect of effects) expect(effect.adjusted).toBeGreaterThanOrEqual(adjusted as number);
      }
    }
  }
});

test('where nothing has an effect, nothing is shown, and nothing is primary', () => {
  const { responses } = analyseEffects(
    tableOf(
      {
        levels: [
          ['a', 'b', 'c'],
          ['d', 'e'],
        ],
      },
      randomFrom('nothing'),
    ),
    0.95,
  );
  for (const { terms, determinants, response } of responses.slice(0, 2)) {
    expect(terms.map(({ factors }) => factors.join(' x '))).toEqual([
      ...['setting0', 'setting1', 'size', 'setting0 x setting1', 'setting0 x size', 'setting1 x size'],
      'setting0 x setting1 x size',
    ]);
    for (const term of terms) expect(term.finding, `${response} ${term.factors.join()}`).toBe('not-shown');
    expect(determinants.primary).toBeNull();
    for (const { share } of determinants.rows) expect((share.interval as { low: number }).low).toBeLessThan(0.01);
  }
});

test('levels in another order change signs only', () => {
  const table = tableOf(
    { spread: ([level], size) => Math.log(0.1 + 0.1 * (level as number)) - size / 1e4 },
    randomFrom('order'),
  );
  const [factor] = table.factors as [CoupledTable['factors'][number]];
  const half = table.cells.length / 2;
  const swapped = {
    ...table,
    factors: [{ ...factor, levels: [...factor.levels].reverse() }],
    cells: [...table.cells.slice(half), ...table.cells.slice(0, half)].map((cell) => ({
      ...cell,
      levels: cell.levels.map((level) => 1 - level),
    })),
  };
  const [one, other] = [table, swapped].map((given) => analyseEffects(given, 0.95)) as [
    EffectsAnalysis,
    EffectsAnalysis,
  ];
  for (const response of ['location', 'spread'] as const) {
    for (const factors of [['setting0'], ['size'], ['setting0', 'size']]) {
      const [first, second] = [one, other].map((analysis) => termOf(analysis, response, ...factors)) as [
        EffectsTerm,
        EffectsTerm,
      ];
      const sign = factors.includes('setting0') ? -1 : 1;
      expect(second.p).toBeCloseTo(first.p as number, 10);
      expect(second.effects[0]?.value).toBeCloseTo(sign * (first.effects[0]?.value as number), 10);
    }
  }
});

test('losses of another unit: logarithms move, and nothing but the location of cells does', () => {
  const table = tableOf({ location: (_, size) => -Math.log(size) / 2 }, randomFrom('unit'));
  const [one, other] = [table, changed(table, (value) => (value as number) * 1000)].map((given) =>
    analyseEffects(given, 0.95),
  );
  one?.cells.forEach((cell, place) => {
    const moved = other?.cells[place];
    expect((moved?.location.value as number) - (cell.location.value as number)).toBeCloseTo(Math.log(1000), 9);
    expect(moved?.spread.value).toBeCloseTo(cell.spread.value as number, 9);
  });
  for (const response of ['location', 'spread'] as const) {
    const [before, after] = [one, other].map(
      (analysis) => numbersOf(analysis as EffectsAnalysis, response)?.flat(2) as number[],
    );
    expectClose(after, before, 8);
  }
});

test('the order of weights and of samples says nothing', () => {
  const table = tableOf({ location: ([level]) => 0.1 * (level as number) }, randomFrom('permuted'));
  const permuted = {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      values: [3, 5, 0, 1, 4, 2].map((row) => [2, 0, 1, 5, 3, 4].map((column) => cell.values[row]?.[column])),
    })),
  };
  for (const response of ['location', 'spread'] as const) {
    const [before, after] = [table, permuted].map(
      (given) => numbersOf(analyseEffects(given, 0.95), response)?.flat(2) as number[],
    );
    expectClose(after, before, 10);
  }
});

test('collapses are told apart: location and spread are of the others, and the rate has determinants of its own', () => {
  const table = tableOf({ side: 6 }, randomFrom('collapses'));
  const collapsing = {
    ...table,
    cells: table.cells.map((cell) => ({
      ...cell,
      values: cell.values.map((line, row) =>
        line.map((value, column) => (cell.levels[0] === 1 && row < 4 && column !== row ? 'collapsed' : value)),
      ),
    })),
  };
  const without = analyseEffects(collapsing, 0.95);
  expect(without.cells[4]).toMatchObject({ trainings: 16, collapsed: 20, missing: 0 });
  const rates = without.responses.find(({ response }) => response === 'collapses');
  expect(rates?.determinants.rows[0]?.factors).toEqual(['setting0']);
  expect(rates?.terms).toEqual([]);
  const onOne = {
    ...collapsing,
    cells: table.cells.map((cell, place) =>
      place === 5
        ? {
            ...cell,
            values: cell.values.map((line, row) => line.map((value) => (row === 2 ? ('collapsed' as const) : value))),
          }
        : cell,
    ),
  };
  const hanging = analyseEffects(onOne, 0.95).responses.find(({ response }) => response === 'collapses');
  expect(hanging?.determinants.rows[0]?.share.interval).toEqual({
    reason: expect.stringMatching(/without one of the weights/),
  });
  const none = analyseEffects(table, 0.95).responses.find(({ response }) => response === 'collapses');
  expect(none).toMatchObject({
    reason: expect.stringMatching(/every cell/),
    determinants: { rows: [], primary: null },
  });
});

test('a weight that collapses everywhere leaves the others as if it had not been there', () => {
  const table = tableOf({ side: 7 }, randomFrom('everywhere'));
  const gone = changed(table, (value, row) => (row === 2 ? 'collapsed' : value));
  const less = {
    ...table,
    cells: table.cells.map((cell) => ({ ...cell, values: cell.values.filter((_, row) => row !== 2) })),
  };
  const [one, other] = [gone, less].map((given) => analyseEffects(given, 0.95).responses.slice(0, 2));
  expect(one).toEqual(other);
});

test('a cell without trainings takes its size along, and says so', () => {
  const table = tableOf({}, randomFrom('gap'));
  const gap = {
    ...table,
    cells: table.cells.map((cell, place) => ({
      ...cell,
      values: cell.values.map((line) => line.map((value) => (place === 4 ? ('collapsed' as const) : value))),
    })),
  };
  const { responses, cells } = analyseEffects(gap, 0.95);
  expect(cells[4]).toMatchObject({ trainings: 0, location: { value: null, interval: { reason: expect.any(String) } } });
  for (const { leftOut, sizes, terms } of responses.slice(0, 2)) {
    expect(leftOut).toEqual([{ factor: 'size', level: 0 }]);
    expect(sizes).toEqual([1000, 4000]);
    expect(terms).toHaveLength(3);
  }
});

test('two by two: the location has intervals, the spread says why it has none', () => {
  const [location, spread] = analyseEffects(tableOf({ side: 2 }, randomFrom('small')), 0.95).responses;
  expect(location?.terms[0]?.effects[0]?.interval).toHaveProperty('low');
  expect(spread).toMatchObject({ sizes: null, terms: [], reason: expect.stringMatching(/3 x 3 trainings/) });
});

test('trainings that are all equal: an answer without intervals, not an error', () => {
  const { responses } = analyseEffects(
    changed(tableOf({}, randomFrom('equal')), () => 0.5),
    0.95,
  );
  expect(responses[0]?.terms[0]).toMatchObject({ finding: 'untold', p: null, adjusted: null, rank: null });
  expect(responses[1]?.reason).toMatch(/not all equal/);
});

test('fresh pairs beside a small table tell what a larger table of as many trainings does not', () => {
  const truth: Truth = {
    ...{ sizes: [500, 1000, 2000], spread: () => Math.log(0.15) },
    location: ([level = 0], size) => -0.35 * Math.log(size / 500) * (1 + level / 6),
  };
  const shown = (design: Truth) =>
    Array.from({ length: 8 }, (_, run) =>
      analyseEffects(tableOf({ ...truth, ...design }, randomFrom('pairs', run)), 0.95),
    ).filter((analysis) => termOf(analysis, 'location', 'setting0', 'size').finding === 'shown').length;
  expect(shown({ side: 4, pairs: 20 })).toBeGreaterThan(shown({ side: 6 }));
});

test('the order of fresh pairs says nothing, and a pair that failed everywhere is as if it had not been there', () => {
  const table = tableOf({ side: 4, pairs: 8 }, randomFrom('order of pairs'));
  const withPairs = (change: (pairs: readonly CoupledValue[]) => readonly CoupledValue[]) =>
    analyseEffects(
      { ...table, cells: table.cells.map((cell) => ({ ...cell, diagonal: change(cell.diagonal) })) },
      0.95,
    );
  const valuesOf = ({ responses }: EffectsAnalysis) =>
    responses.flatMap(({ terms }) => terms.flatMap(({ p, rank }) => [p as number, rank?.p as number]));
  const whole = valuesOf(withPairs((pairs) => pairs));
  expectClose(valuesOf(withPairs((pairs) => [...pairs].reverse())), whole, 10);
  expectClose(valuesOf(withPairs((pairs) => [...pairs, undefined])), whole, 10);
  expect(valuesOf(withPairs((pairs) => pairs.slice(1)))).not.toEqual(whole);
});

test('a cell whose table collapsed whole is told by its fresh pairs', () => {
  const table = tableOf({ side: 4, pairs: 8 }, randomFrom('collapsed table'));
  const collapsed = table.cells.map((cell, place) =>
    place > 0 ? cell : { ...cell, values: cell.values.map((line) => line.map(() => 'collapsed' as const)) },
  );
  const { cells, responses } = analyseEffects({ ...table, cells: collapsed }, 0.95);
  expect(cells[0]?.location.value).toBeTypeOf('number');
  expect([cells[0]?.trainings, cells[0]?.collapsed]).toEqual([8, 16]);
  expect(responses[0]?.leftOut).toEqual([]);
});

test('rounding is no effect: where a setting does nothing at all, nothing of it is told, and what it explains is 0', () => {
  const table = tableOf({ side: 4 }, randomFrom('rounding'));
  // Both levels have the same trainings, those of one by way of their triple.
  const cells = table.cells.map((cell, place) => {
    const { values } = table.cells[place % table.sizes.length] as typeof cell;
    const same = (value: CoupledValue) => 1 + (cell.levels[0] === 0 ? Number(value) : (Number(value) * 3) / 3);
    return { ...cell, values: values.map((line) => line.map(same)) };
  });
  const { responses } = analyseEffects({ ...table, cells }, 0.95);
  for (const factors of [['setting0'], ['setting0', 'size']]) {
    const [{ terms, determinants }] = responses as [(typeof responses)[number]];
    expect(terms.find((term) => term.factors.join() === factors.join())?.finding).toBe('untold');
    const row = determinants.rows.find((one) => one.factors.join() === factors.join());
    expect([row?.share.value, row?.deviation.value]).toEqual([0, 0]);
  }
});

test('who decides most is who is ahead of every other, on the same trainings', () => {
  const { responses } = analyseEffects(
    tableOf({ location: (levels, size) => -0.5 * Math.log(size) - 0.05 * (levels[0] as number) }, randomFrom('ahead')),
    0.95,
  );
  for (const { determinants } of responses) {
    const [first, ...others] = determinants.rows;
    if (first === undefined) continue;
    expect(first.behind).toBeNull();
    const lows = others.map(({ behind }) =>
      behind !== null && 'low' in behind.interval ? behind.interval.low : Number.NaN,
    );
    expect(determinants.primary !== null).toBe(lows.every((low) => low > 0));
    others.forEach(({ behind, deviation }, place) => {
      expect(behind?.value).toBeCloseTo((first.deviation.value as number) - (deviation.value as number), 12);
      expect(lows[place]).toBeLessThanOrEqual(behind?.value as number);
    });
  }
  expect(responses[0]?.determinants.primary).toEqual(['size']);
});
