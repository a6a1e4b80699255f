/** @file Coupled effects as a plan: the design for a budget, what a larger one adds, what is crossed, what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, InputError, type JsonObject, type Trial, trialKey } from '../../src/core/index.js';
import {
  analyseCouple,
  type CoupleRequest,
  createCouple,
  crossFactors,
} from '../../src/questions/couple/plan/index.js';
import { createMeasure } from '../../src/questions/measure/plan/index.js';
import { type Played, playStudy } from './played-study.js';

const request = (changes: Partial<CoupleRequest> = {}): CoupleRequest => ({
  candidates: ['a', 'b'],
  figure: 'loss',
  seed: 3,
  factors: [{ name: 'join', levels: ['none', 'sum'] }],
  sizes: [100, 400, 1600],
  vary: ['init', 'sample'],
  crossed: 'auto',
  budget: 60,
  pool: 10_000,
  nested: false,
  criterion: 'median',
  epochs: 10,
  ...changes,
});

const trialsOf = (changes: Partial<CoupleRequest>): readonly Trial[] =>
  playStudy(createCouple(request(changes)), () => 1).rounds.flat();

const keysOf = (changes: Partial<CoupleRequest>) => trialsOf(changes).map(trialKey);

function refusal(act: () => unknown): InputError {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error('not refused');
}

describe('the design', () => {
  test('has the same leading indices in every cell, within the budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 600 }), (budget) => {
        const trials = trialsOf({ budget });
        expect(trials.length).toBeLessThanOrEqual(budget);
        const byCell = new Map<string, string[]>();
        for (const { candidate, streams, fidelity } of trials) {
          const cell = `${candidate} ${fidelity.sampleSize}`;
          byCell.set(cell, [...(byCell.get(cell) ?? []), `${streams.init} ${streams.sample}`]);
        }
        const [first, ...others] = [...byCell.values()].map((cells) => cells.sort());
        expect(byCell.size).toBe(6);
        for (const other of others) expect(other).toEqual(first);
        const rows = new Set(trials.map(({ streams }) => streams.init));
        const columns = new Set(trials.map(({ streams }) => streams.sample));
        expect(first).toHaveLength(rows.size * columns.size);
        expect(Math.max(...rows)).toBe(rows.size - 1);
        expect(Math.min(rows.size, columns.size)).toBeGreaterThanOrEqual(2);
        expect([0, 1]).toContain(rows.size - columns.size);
        expect(
          (rows.size + columns.size === 2 * rows.size ? rows.size + 1 : rows.size) * rows.size * 6,
        ).toBeGreaterThan(budget);
        expect(trials.every(({ streams: { order, noise } }) => order === 0 && noise === 0)).toBe(true);
      }),
    );
  });

  test('of a larger budget begins with that of a smaller one', () => {
    const budget = fc.integer({ min: 24, max: 400 });
    const crossed = fc.constantFrom('auto' as const, [4], [3, 6], [6, 2]);
    fc.assert(
      fc.property(budget, budget, crossed, (one, other, levels) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const smaller = keysOf({ budget: less, crossed: levels });
        expect(keysOf({ budget: more, crossed: levels }).slice(0, smaller.length)).toEqual(smaller);
      }),
    );
  });

  test('is what is asked for where the budget is enough, and six of each without one', () => {
    expect(createCouple(request({ crossed: [3, 4], budget: 1000 })).settings.design.table).toEqual([3, 4]);
    expect(createCouple(request({ budget: undefined })).settings.design.table).toEqual([6, 6]);
    expect(createCouple(request({ crossed: [8], budget: undefined })).settings.design.table).toEqual([8, 8]);
    expect(createCouple(request({ crossed: [8], budget: 6 * 20 })).settings.design.table).toEqual([5, 4]);
  });

  test('has the crossed cells of a measurement of the same candidates', () => {
    const measure = createMeasure({
      ...{ candidates: ['a', 'b'], figure: 'loss', seed: 3, vary: ['init', 'sample'], trials: 3 },
      ...{ crossed: [3, 3], repeats: 1, sampleSize: 400, pool: 10_000 },
    });
    const measured = new Set(
      playStudy(measure, () => 1)
        .rounds.flat()
        .map(trialKey),
    );
    const here = trialsOf({ crossed: [3, 3], budget: undefined }).filter(({ fidelity }) => fidelity.sampleSize === 400);
    expect(here).toHaveLength(18);
    expect(here.map(trialKey).filter((key) => !measured.has(key))).toEqual([]);
  });
});

describe('fresh pairs', () => {
  /** By cell: `init sample` of each training. */
  const indicesOf = (changes: Partial<CoupleRequest>) => {
    const cells = new Map<string, string[]>();
    for (const { candidate, fidelity, streams } of trialsOf(changes)) {
      const cell = `${candidate} ${fidelity.sampleSize}`;
      cells.set(cell, [...(cells.get(cell) ?? []), `${streams.init} ${streams.sample}`]);
    }
    return [...cells.values()].map((indices) => indices.sort());
  };
  const auto = fc.integer({ min: 24, max: 900 }).map((budget): Partial<CoupleRequest> => ({ budget, pairs: 'auto' }));
  const asked = fc
    .tuple(
      fc.constantFrom([4], [3, 6], [5, 2]),
      fc.constantFrom('auto' as const, 6, 20),
      fc.integer({ min: 24, max: 300 }),
    )
    .map(([crossed, pairs, budget]): Partial<CoupleRequest> => ({ crossed, pairs, budget }));

  test('stand behind the table, leading, with one index each, the same in every cell, within the budget', () => {
    fc.assert(
      fc.property(fc.oneof(auto, asked), (changes) => {
        const { design } = createCouple(request(changes)).settings;
        const [rows, columns] = design.table;
        const [first, ...others] = indicesOf(changes);
        for (const other of others) expect(other).toEqual(first);
        const pairs = Array.from({ length: design.fresh }, (_, pair) => Math.max(rows, columns) + pair);
        const table = Array.from({ length: rows * columns }, (_, place) => [
          Math.floor(place / columns),
          place % columns,
        ]);
        // Pairs that became part of a larger table are trained once.
        expect(first).toEqual(
          [...new Set([...table.map((one) => one.join(' ')), ...pairs.map((one) => `${one} ${one}`)])].sort(),
        );
        expect(6 * (rows * columns + design.fresh)).toBeLessThanOrEqual(changes.budget as number);
        expect(design.fresh === 0 || design.fresh >= 6).toBe(true);
      }),
    );
  });

  test('of a larger budget contain those of a smaller one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 900 }), fc.integer({ min: 0, max: 600 }), (budget, more) => {
        const larger = new Set(keysOf({ budget: budget + more, pairs: 'auto' }));
        expect(keysOf({ budget, pairs: 'auto' }).filter((key) => !larger.has(key))).toEqual([]);
      }),
    );
    const wider = new Set(keysOf({ crossed: [6], pairs: 20, budget: undefined }));
    expect(keysOf({ crossed: [4], pairs: 20, budget: undefined }).filter((key) => !wider.has(key))).toEqual([]);
  });

  test('take what the budget leaves once the table is at 4 x 4 or as large as was asked for; without a budget, and where none are asked for, there are none', () => {
    const designOf = (changes: Partial<CoupleRequest>) => createCouple(request(changes)).settings.design;
    expect(designOf({ budget: 6 * 15, pairs: 'auto' })).toEqual({ table: [4, 3], fresh: 0 });
    expect(designOf({ budget: 6 * 21, pairs: 'auto' })).toEqual({ table: [4, 4], fresh: 0 });
    expect(designOf({ budget: 6 * 36, pairs: 'auto' })).toEqual({ table: [4, 4], fresh: 20 });
    expect(designOf({ budget: 6 * 66, pairs: 'auto' })).toEqual({ table: [6, 6], fresh: 30 });
    expect(designOf({ crossed: [3, 4], budget: 6 * 30, pairs: 'auto' })).toEqual({ table: [3, 4], fresh: 18 });
    expect(designOf({ crossed: [4], budget: undefined, pairs: 20 })).toEqual({ table: [4, 4], fresh: 20 });
    expect(designOf({ budget: undefined, pairs: 'auto' })).toEqual({ table: [6, 6], fresh: 0 });
    expect(designOf({ crossed: [4], budget: 6 * 90, pairs: 0 })).toEqual({ table: [4, 4], fresh: 0 });
    // As a question of a log that knows nothing of pairs has it.
    expect(designOf({ budget: 6 * 36 })).toEqual({ table: [6, 6], fresh: 0 });
  });

  test('are those of a measurement in which both streams vary together', () => {
    const measure = createMeasure({
      ...{ candidates: ['a', 'b'], figure: 'loss', seed: 3, vary: ['init+sample'], trials: 24 },
      ...{ crossed: 'none' as const, repeats: 1, sampleSize: 400, pool: 10_000 },
    });
    const measured = new Set(
      playStudy(measure, () => 1)
        .rounds.flat()
        .map(trialKey),
    );
    const here = trialsOf({ crossed: [4], pairs: 20, budget: undefined }).filter(
      ({ fidelity, streams }) => fidelity.sampleSize === 400 && streams.init > 3 && streams.sample > 3,
    );
    expect(here).toHaveLength(40);
    expect(here.map(trialKey).filter((key) => !measured.has(key))).toEqual([]);
  });

  test('that an interrupted study has whole in every cell stand beside its table', () => {
    const study = createCouple(request({ crossed: [3, 3], budget: undefined, pairs: 10 }));
    const { outcomes } = playStudy(study, ({ streams: { init, sample } }) => 1 + init + sample / 10);
    const pairsAfter = (trainings: number) =>
      new Set(
        analyseCouple(study.settings, outcomes.slice(0, trainings)).table.cells.map(({ diagonal }) => diagonal.length),
      );
    expect(pairsAfter(6 * 19)).toEqual(new Set([10]));
    expect(pairsAfter(6 * 19 - 1)).toEqual(new Set([9]));
    expect(pairsAfter(6 * 14)).toEqual(new Set([0]));
    const { cells } = analyseCouple(study.settings, outcomes).table;
    expect(cells[0]?.diagonal[2]).toBe(1 + 5 + 0.5);
    expect(cells.flatMap(({ values }) => values.flat())).toHaveLength(54);
  });
});

test.each<[string, Partial<CoupleRequest>, RegExp]>([
  ['too-few-pairs', { crossed: [4], pairs: 5 }, /at least 6/],
  ['budget-below-cells', { budget: 23 }, /at least 24/],
  ['nothing-couples', { sizes: [100] }, /surefoot compare/],
  ['nothing-couples', { sizes: [100, 100] }, /surefoot compare/],
  ['nothing-couples', { candidates: ['a'], factors: [{ name: 'join', levels: ['sum'] }] }, /surefoot curve/],
  [
    'nothing-couples',
    { candidates: ['a'], factors: [{ name: 'join', levels: ['sum'] }], sizes: [9] },
    /surefoot measure/,
  ],
  ['one-level', { factors: [...request().factors, { name: 'width', levels: ['2'] }] }, /"width" has only one level/],
  ['sample-too-large', { sizes: [100, 20_000] }, /10000/],
  ['sample-cannot-vary', { sizes: [100, 10_000] }, /--sizes below 10000/],
  ['two-streams', { vary: ['init'] }, /surefoot measure/],
  ['two-streams', { vary: ['init', 'init'] }, /two different streams/],
  ['two-streams', { vary: ['init', 'sample', 'order'] }, /surefoot measure/],
  ['unknown-stream', { vary: ['init', 'smple'] }, /did you mean "sample"/],
  ['crossed-levels', { crossed: [2, 3, 4] }, /3 numbers of levels/],
  ['study-crossed', { crossed: [1, 4] }, /at least 2/],
])('refuses as %s: %j', (code, changes, text) => {
  const error = refusal(() => createCouple(request(changes)));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(text);
});

describe('factors', () => {
  const network = (activation: string, join: string | undefined, rate = 0.1): JsonObject => ({
    layers: [{ dense: { activation, ...(join === undefined ? {} : { join }) } }],
    rate,
  });
  const field = (...configurations: readonly JsonObject[]): Candidate[] =>
    configurations.map((configuration, index) => ({ id: `c${index}`, label: `number ${index}`, configuration }));

  test('cross with one another, and none takes a setting away', () => {
    const { factors, combinations } = crossFactors(
      [{ name: 'layers.join', levels: ['none', 'sum'] }, { name: 'activation' }],
      field(network('relu', 'sum'), network('tanh', 'sum')),
    );
    expect(factors).toEqual([
      { name: 'layers.join', levels: ['none', 'sum'] },
      { name: 'activation', levels: ['relu', 'tanh'] },
    ]);
    expect(combinations.map(({ configuration }) => configuration)).toEqual([
      network('relu', undefined),
      network('tanh', undefined),
      network('relu', 'sum'),
      network('tanh', 'sum'),
    ]);
    expect(combinations[1]?.name).toBe('layers.join=none activation=tanh');
  });

  test('take a candidate that lacks the setting as the level none', () => {
    const { factors } = crossFactors([{ name: 'join' }], field(network('relu', undefined), network('relu', 'sum')));
    expect(factors).toEqual([{ name: 'join', levels: ['none', 'sum'] }]);
  });

  test('may be whole candidates, whatever they differ in', () => {
    const candidates = field(network('relu', 'sum'), network('tanh', undefined, 0.2));
    const { factors, combinations } = crossFactors(
      [{ name: 'candidate' }, { name: 'rate', levels: [1, 2] }],
      candidates,
    );
    expect(factors[0]).toEqual({ name: 'candidate', levels: ['number 0', 'number 1'] });
    expect(combinations[3]?.configuration).toEqual(network('tanh', undefined, 2));
  });

  test.each<[string, string, JsonObject[], RegExp]>([
    ['unknown-factor', 'layers.jion', [network('relu', 'sum')], /did you mean "layers.dense.join"/],
    [
      'several-bases',
      'join',
      [network('relu', 'sum'), network('tanh', 'max')],
      /differ in layers.dense.activation.*--candidate/s,
    ],
  ])('refuses as %s: %s', (code, name, configurations, text) => {
    const error = refusal(() => crossFactors([{ name, levels: ['sum', 'max'] }], field(...configurations)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(text);
  });

  test('with levels of their own are refused where parts have their own; alternatives of the space keep what parts have', () => {
    const begun = (initialization: string): JsonObject => ({
      layers: [{ dense: { units: 2, initialization: 'lecun-normal' } }],
      initialization,
    });
    const space = field(begun('he-uniform'), begun('pytorch'));
    const asked = [{ name: 'initialization', levels: ['he-uniform', 'pytorch'] }];
    const error = refusal(() => crossFactors(asked, space));
    expect(error.code).toBe('factor-in-parts');
    expect(error.message).toMatch(/layers\.0\.dense\.initialization is "lecun-normal"/);
    const { combinations } = crossFactors([{ name: 'initialization' }], space);
    expect(combinations.map(({ configuration }) => configuration)).toEqual([begun('he-uniform'), begun('pytorch')]);
    const part = [{ name: 'layers.0.initialization', levels: ['he-uniform', 'pytorch'] }];
    expect(crossFactors(part, space.slice(0, 1)).combinations[1]?.configuration).toEqual({
      layers: [{ dense: { units: 2, initialization: 'pytorch' } }],
      initialization: 'he-uniform',
    });
  });

  test('refuses levels that are the same', () => {
    const asked = [{ name: 'rate', levels: [1, 1] }];
    expect(refusal(() => crossFactors(asked, field(network('relu', 'sum')))).code).toBe('factor-levels');
  });
});

describe('the table', () => {
  const analyse = (lossOf: (trial: Trial) => Played, changes: Partial<CoupleRequest> = {}) => {
    const study = createCouple(request({ crossed: [3, 4], ...changes, budget: undefined }));
    return analyseCouple(study.settings, playStudy(study, lossOf).outcomes);
  };

  test('has levels in row-major order, sizes innermost, and each training in its place', () => {
    const { table, candidates, held } = analyse(
      ({ candidate, streams: { init, sample }, fidelity: { sampleSize } }) =>
        (candidate === 'a' ? 1 : 2) * 1e6 + sampleSize * 100 + init * 10 + sample + 1,
    );
    expect(table.cells.map(({ levels, size }) => [...levels, size])).toEqual(
      [0, 1].flatMap((level) => [100, 400, 1600].map((size) => [level, size])),
    );
    expect(table.cells[4]?.values[2]?.[3]).toBe(2e6 + 40_000 + 24);
    expect(candidates).toEqual(['a', 'b']);
    expect(held).toEqual(['order', 'noise']);
    expect(table.logarithmic).toBe(true);
  });

  test('tells a training that diverged from one that failed', () => {
    const { table } = analyse(({ streams: { init, sample } }) => {
      if (init === 1) return sample === 0 ? 'diverged' : 'failed';
      return 1 + init + sample / 10;
    });
    expect(table.cells[0]?.values[1]).toEqual(['collapsed', undefined, undefined, undefined]);
  });

  test('is of logarithms only where all costs are above 0', () => {
    expect(analyse(({ streams }) => streams.init - 1).table.logarithmic).toBe(false);
  });

  test('of a study that was interrupted is the largest that every cell has whole', () => {
    const study = createCouple(request({ crossed: [3, 4], budget: undefined }));
    const { outcomes } = playStudy(study, ({ streams: { init, sample } }) => 1 + init + sample / 10);
    const shapeAfter = (trainings: number) => {
      const { table } = analyseCouple(study.settings, outcomes.slice(0, trainings));
      return [...new Set(table.cells.map(({ values }) => `${values.length}x${values[0]?.length}`))];
    };
    expect(shapeAfter(72)).toEqual(['3x4']);
    expect(shapeAfter(71)).toEqual(['3x3']);
    expect(shapeAfter(6 * 6 + 1)).toEqual(['3x2']);
    expect(shapeAfter(7)).toEqual(['2x2']);
    const { table } = analyseCouple(study.settings, outcomes.slice(0, 6 * 6 + 1));
    expect(table.cells.flatMap(({ values }) => values.flat()).every((value) => typeof value === 'number')).toBe(true);
  });

  test('says which stream the trainer ignores', () => {
    expect(analyse(({ streams }) => 1 + streams.sample).ignored).toEqual(['init']);
    expect(analyse(({ streams }) => 1 + streams.init).ignored).toEqual(['sample']);
    expect(analyse(() => 1).ignored).toEqual(['init', 'sample']);
    expect(analyse(({ streams }) => 1 + streams.init + streams.sample).ignored).toEqual([]);
  });

  test('gives criteria without intervals, since its trainings share weights and samples', () => {
    const [first] = analyse(({ streams }) => 1 + streams.init + streams.sample).distributions;
    for (const { interval } of first?.criteria ?? []) expect(interval).toHaveProperty('reason');
  });
});
