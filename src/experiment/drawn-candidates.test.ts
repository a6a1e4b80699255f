/** @file Candidates that are drawn from a space of an experiment file: what they are, which come first, and what is said of too few. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CandidateInspector, hashJson, type JsonObject, type JsonValue } from '../core/index.js';
import { type BuildOptions, buildCandidates } from './build-candidates.js';
import { type DrawSpace, drawFrom } from './draws/draw-space.js';

const build = (space: JsonObject, count: number, options: BuildOptions = {}) =>
  buildCandidates([{ place: 'space', space }], { draw: { count, seed: 1 }, ...options });
const idsOf = (...given: Parameters<typeof build>) => build(...given).candidates.map(({ id }) => id);

const SPACE = {
  rate: { range: [1e-5, 0.1], scale: 'log' },
  units: { range: [8, 64], integer: true, step: 8 },
  activation: ['relu', 'tanh'],
  layers: [{ conv: { filters: { range: [4, 16], integer: true } } }, { oneOf: [{ pool: [2, 3] }, null] }],
  optimizer: { oneOf: [{ name: 'adam' }, { name: 'sgd', momentum: { range: [0, 0.9] } }] },
} as const satisfies JsonObject;

describe('draws', () => {
  test('are the same on every machine', () => {
    expect(build(SPACE, 10).candidates.map(({ id, label }) => `${id} ${label}`)).toMatchInlineSnapshot(`
      [
        "c4a83fe92 rate=0.0033 units=16 relu filters=13 pool=2 adam",
        "cb1ef566d rate=0.00008244 units=64 tanh filters=4 sgd momentum=0.6834",
        "cda6633e2 rate=0.03306 units=48 tanh filters=12 pool=2 sgd momentum=0.4868",
        "c5ea6965f rate=0.0008267 units=32 relu filters=9 adam",
        "cc74d4251 rate=0.03035 units=40 relu filters=10 adam",
        "cc93a5df3 rate=0.0001211 units=24 tanh filters=7 pool=2 sgd momentum=0.885",
        "c4ef51195 rate=0.003027 units=8 tanh filters=16 sgd momentum=0.6317",
        "cb6100621 rate=0.00001209 units=56 relu filters=5 pool=2 adam",
        "ce654d669 rate=0.01196 units=40 relu filters=13 sgd momentum=0.1781",
        "cd12cc55a rate=0.0003103 units=24 tanh filters=9 pool=3 adam",
      ]
    `);
  });

  test('of more begin with those of fewer; another seed draws others', () => {
    const many = idsOf(SPACE, 300);
    expect(idsOf(SPACE, 200)).toEqual(many.slice(0, 200));
    expect(new Set(many).size).toBe(300);
    const other = idsOf(SPACE, 200, { draw: { count: 200, seed: 2 } });
    expect(other.filter((id) => many.includes(id)).length).toBeLessThan(3);
  });

  test('are those of Python from the same space', () => {
    const range = (low: number, high: number, more: object = {}): DrawSpace => ({ range: { low, high, ...more } });
    const space: DrawSpace = {
      settings: {
        rate: range(1e-5, 0.1, { log: true }),
        act: { oneOf: [{ value: 'relu' }, { value: 'tanh' }] },
        opt: { oneOf: [{ settings: { name: { value: 'adam' } } }, { settings: { m: range(0, 1) } }] },
      },
    };
    const written = {
      rate: { range: [1e-5, 0.1], scale: 'log' },
      act: ['relu', 'tanh'],
      opt: { oneOf: [{ name: 'adam' }, { m: { range: [0, 1] } }] },
    };
    expect(build(written, 30).candidates.map(({ configuration }) => configuration)).toEqual(
      drawFrom({ space, count: 30, seed: 1 }).map(({ configuration }) => configuration),
    );
  });

  test('take a finite space of any size', () => {
    const axis = Array.from({ length: 1000 }, (_, index) => index);
    const space = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`axis${index}`, axis]));
    const { candidates, enumerated } = build(space, 200);
    expect([candidates.length, enumerated]).toEqual([200, 200]);
    expect(candidates[0]?.configuration).toEqual(Object.fromEntries(Object.keys(space).map((name) => [name, 0])));
  });

  test('of a small space are all of it, which is said', () => {
    const space = { a: [1, 2, 3], b: ['x', null] };
    const whole = buildCandidates([{ place: 'space', space }]).candidates.map(({ id }) => id);
    const { candidates, notices } = build(space, 100);
    expect(candidates.map(({ id }) => id).sort()).toEqual([...whole].sort());
    expect(notices).toEqual(['draw: 6 candidates take part and not 100: these are all that the space has.']);
    expect(build(space, 6).notices).toEqual([]);
    expect(idsOf(space, 4)).toEqual(candidates.slice(0, 4).map(({ id }) => id));
  });

  test('that give one configuration are one candidate', () => {
    const space = { x: { oneOf: [{ range: [1, 2], integer: true }, [1, 2, 3]] } };
    const { candidates, notices } = build(space, 5);
    expect(candidates.map(({ configuration }) => configuration.x).sort()).toEqual([1, 2, 3]);
    expect(notices).toEqual(['draw: 3 candidates take part and not 5: these are all that the space has.']);
  });

  test('come from each of several spaces', () => {
    const spaces = [{ a: { range: [0, 1] } }, { b: { range: [0, 1] } }];
    const named = spaces.map((space, index) => ({ place: `space[${index}]`, space }));
    const { candidates } = buildCandidates(named, { draw: { count: 64, seed: 1 } });
    expect(candidates.filter(({ configuration }) => 'a' in configuration)).toHaveLength(32);
  });
});

describe('requirements', () => {
  /** Tells `units` as parameters. */
  const inspector: CandidateInspector = {
    complete: (configuration) => configuration,
    describe: ({ units }) => ({ parameters: Number(units), layerCounts: { dense: 1 }, layers: [] }),
  };
  const units = { units: { range: [1, 1000], integer: true }, rate: { range: [0, 1] } };

  test('leave draws out until there are enough, and change no other', () => {
    const require = { parameters: { below: 300, above: 100 } };
    const { candidates, dropped, notices } = build(units, 50, { inspector, require });
    expect(candidates).toHaveLength(50);
    for (const { configuration } of candidates) {
      expect(configuration.units).toBeGreaterThan(100);
      expect(configuration.units).toBeLessThan(300);
    }
    expect(Object.keys(dropped).sort()).toEqual(['parameters.above', 'parameters.below']);
    expect(notices).toEqual([]);
    const all = idsOf(units, 400, { inspector });
    const ids = candidates.map(({ id }) => id);
    expect(all.filter((id) => ids.includes(id))).toEqual(ids.filter((id) => all.includes(id)));
    expect(idsOf(units, 20, { inspector, require })).toEqual(ids.slice(0, 20));
  });

  test('that leave nothing say which leaves out the most, and too few how many', () => {
    const both = { inspector, require: { parameters: { below: 1 } }, constraints: { maxLayers: { dense: 1 } } };
    expect(() => build({ ...units, rate: 1 }, 5, both)).toThrow(
      /leave none of 1000 draws \(parameters.below 1000\), which have 1 to 1000 parameters\./,
    );
    const spread = { inspector, require: { parameters: { below: 2 } }, constraints: { minParameters: 2 } };
    expect(() => build({ units: [1, 2, 3, 4] }, 5, spread)).toThrow(
      /none of 4 draws \(minParameters 1, parameters.below 3\), which have 1 to 4 parameters\. `parameters.below` leaves out the most[\s\S]*Loosen `parameters.below`/,
    );
    const rare = build({ ...units, rate: 1 }, 5, { inspector, require: { parameters: { below: 3 } } });
    expect(rare.candidates.map(({ configuration }) => configuration.units).sort()).toEqual([1, 2]);
    expect(rare.notices[0]).toBe(
      'draw: 2 candidates take part and not 5: these are all that the space has; left out: parameters.below 998.',
    );
    expect(() => build(units, 5, { require: { parameters: { below: 5 } } })).toThrow(
      /^require.parameters: this trainer does not tell/,
    );
  });
});

/** A range as it is written, and whether a number is of it. */
const ranges = fc
  .record({
    low: fc.integer({ min: -50, max: 50 }),
    steps: fc.integer({ min: 1, max: 20 }),
    step: fc.constantFrom(1, 2, 0.25, 0.1),
    kind: fc.constantFrom('plain', 'step', 'integer', 'log', 'log integer'),
  })
  .map(({ low, steps, step, kind }) => {
    if (kind === 'plain') return { written: { range: [low, low + steps] }, low, high: low + steps, unit: 0 };
    if (kind === 'integer')
      return { written: { range: [low, low + steps], integer: true }, low, high: low + steps, unit: 1 };
    if (kind === 'step') {
      const high = Number((low + steps * step).toPrecision(12));
      return { written: { range: [low, high], step }, low, high, unit: step };
    }
    const [from, to] = [Math.abs(low) + 1, Math.abs(low) + 1 + steps];
    const whole = kind === 'log integer';
    return {
      written: { range: [from, to], scale: 'log', ...(whole ? { integer: true } : {}) },
      low: from,
      high: to,
      unit: whole ? 1 : 0,
    };
  });

test('every drawn value lies in its range and on its step', () => {
  fc.assert(
    fc.property(fc.array(ranges, { minLength: 1, maxLength: 4 }), fc.nat(1000), (all, seed) => {
      const space = Object.fromEntries(all.map(({ written }, index) => [`x${index}`, written as JsonValue]));
      const { candidates } = build(space, 20, { draw: { count: 20, seed } });
      for (const { configuration } of candidates) {
        all.forEach(({ low, high, unit }, index) => {
          const value = configuration[`x${index}`] as number;
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
          if (unit > 0) expect(Math.abs((value - low) / unit - Math.round((value - low) / unit))).toBeLessThan(1e-6);
        });
      }
    }),
    { numRuns: 60 },
  );
});

const spaces: fc.Arbitrary<JsonObject> = fc.letrec<{ space: JsonValue; object: JsonObject }>((tie) => ({
  space: fc.oneof(
    { maxDepth: 3 },
    ranges.map(({ written }) => written as JsonValue),
    fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
    fc.array(tie('object'), { minLength: 1, maxLength: 2 }).map((oneOf) => ({ oneOf: [...oneOf, null] })),
    fc.array(tie('object'), { minLength: 1, maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('space'), { minKeys: 1, maxKeys: 3 }),
})).object;

test('more draws begin with fewer, and the order of keys changes no candidate', () => {
  fc.assert(
    fc.property(spaces, fc.nat(1000), (space, seed) => {
      const draw = (of: JsonObject, count: number) =>
        buildCandidates([{ place: 'space', space: of }], { draw: { count, seed } }).candidates;
      const many = draw(space, 30);
      expect(draw(space, 11).map(({ id }) => id)).toEqual(many.slice(0, 11).map(({ id }) => id));
      expect(draw(turned(space) as JsonObject, 30).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
      for (const { id, configuration } of many) expect(hashJson(configuration).startsWith(id.slice(1, 9))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

/** The same with the keys of all objects the other way round. */
function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((member: JsonValue) => turned(member));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as JsonObject).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(entries.reverse());
}
