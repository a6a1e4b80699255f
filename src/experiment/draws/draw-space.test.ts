/** @file Draws from spaces: what comes first stays, what is drawn is of the space, and no two are the same. */
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/index.js';
import { type DrawSpace, drawFrom, drawNear, gridOf } from './draw-space.js';

const oneOf = (...values: readonly (string | number | boolean | null)[]): DrawSpace => ({
  oneOf: values.map((value) => ({ value })),
});
const range = (low: number, high: number, more: object = {}): DrawSpace => ({ range: { low, high, ...more } });

const settings = {
  rate: range(1e-5, 0.1, { log: true }),
  units: range(1, 9, { whole: true, step: 2 }),
  drop: range(0, 0.3, { step: 0.1 }),
  optimizer: {
    oneOf: [{ settings: { name: { value: 'adam' } } }, { settings: { name: { value: 'sgd' }, momentum: range(0, 1) } }],
  },
  layers: { parts: [oneOf(8, 16), { value: 4 }] },
} as const satisfies Record<string, DrawSpace>;
const space: DrawSpace = { settings };

const configurations = (drawn: readonly { readonly configuration: unknown }[]) =>
  drawn.map(({ configuration }) => configuration as Readonly<Record<string, unknown>>);

describe('draws', () => {
  test('of more begin with those of fewer, and another seed gives others', () => {
    const many = drawFrom({ space, count: 80, seed: 1 });
    expect(drawFrom({ space, count: 40, seed: 1 })).toEqual(many.slice(0, 40));
    const texts = new Set(many.map(({ configuration }) => canonicalJson(configuration)));
    expect(texts.size).toBe(80);
    const other = drawFrom({ space, count: 80, seed: 2 });
    expect(other.filter(({ configuration }) => texts.has(canonicalJson(configuration)))).toEqual([]);
  });

  test('do not depend on the order of settings, and are the same on every machine', () => {
    const turned = { settings: Object.fromEntries(Object.entries(settings).reverse()) };
    const drawn = configurations(drawFrom({ space, count: 10 }));
    expect(configurations(drawFrom({ space: turned, count: 10 }))).toEqual(drawn);
    expect(
      drawn.map((one) =>
        Object.values(one)
          .map((value) => JSON.stringify(value))
          .join(' '),
      ),
    ).toMatchInlineSnapshot(`
      [
        "0.0033 3 0 {"name":"adam"} [16,4]",
        "0.00008244 9 0.2 {"name":"sgd","momentum":0.7593} [8,4]",
        "0.0008267 7 0.3 {"name":"adam"} [16,4]",
        "0.03306 5 0.1 {"name":"sgd","momentum":0.5409} [8,4]",
        "0.03035 1 0.1 {"name":"sgd","momentum":0.7019} [16,4]",
        "0.0001211 9 0.3 {"name":"adam"} [8,4]",
        "0.00001209 7 0.2 {"name":"sgd","momentum":0.9833} [16,4]",
        "0.003027 3 0 {"name":"adam"} [8,4]",
        "0.00003224 5 0 {"name":"sgd","momentum":0.0447} [16,4]",
        "0.008359 7 0.2 {"name":"adam"} [8,4]",
      ]
    `);
  });

  test('begin with the first values where every range has a default', () => {
    const known = { settings: { act: oneOf('relu', 'tanh'), rate: range(1e-5, 0.1, { log: true, default: 0.003 }) } };
    expect(configurations(drawFrom({ space: known, count: 3 }))[0]).toEqual({ act: 'relu', rate: 0.003 });
    const [first, second] = drawFrom({ space: { settings: { x: range(0, 1) } }, count: 2 });
    expect([first, second]).not.toContainEqual(expect.objectContaining({ configuration: { x: 0 } }));
  });

  test('beyond the dimensions of the Sobol sequence are random', () => {
    const many = { settings: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`x${index}`, range(0, 1)])) };
    const drawn = configurations(drawFrom({ space: many, count: 200 }));
    for (const name of Object.keys(many.settings)) {
      const values = drawn.map((one) => Number(one[name]));
      expect(new Set(values).size).toBeGreaterThan(190);
      expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 200 - 0.5)).toBeLessThan(0.09);
    }
  });

  test('keep to ranges, steps and conditions', () => {
    const drawn = configurations(drawFrom({ space, count: 300 }));
    const values = (name: string) => [...new Set(drawn.map((one) => one[name]))].sort();
    expect(values('units')).toEqual([1, 3, 5, 7, 9]);
    expect(values('drop')).toEqual([0, 0.1, 0.2, 0.3]);
    for (const { rate, optimizer, layers } of drawn) {
      expect(rate).toBeGreaterThanOrEqual(1e-5);
      expect(rate).toBeLessThanOrEqual(0.1);
      const { name } = optimizer as { name: string };
      expect(Object.keys(optimizer as object)).toEqual(name === 'adam' ? ['name'] : ['name', 'momentum']);
      expect([
        [8, 4],
        [16, 4],
      ]).toContainEqual(layers);
    }
  });

  test('spread evenly over a range, and over ratios of one by ratio', () => {
    const shares = (one: DrawSpace, below: number) => {
      const values = configurations(drawFrom({ space: { settings: { x: one } }, count: 2000 })).map(({ x }) =>
        Number(x),
      );
      return values.filter((value) => value < below).length / values.length;
    };
    // Four standard errors of a share of 2,000.
    expect(Math.abs(shares(range(0, 1), 0.25) - 0.25)).toBeLessThan(0.04);
    expect(Math.abs(shares(range(1e-4, 1, { log: true }), 1e-3) - 0.25)).toBeLessThan(0.04);
  });

  test('have every whole number equally often, the ends too', () => {
    const digits = (more: object) => {
      const two = { settings: { x: range(1, 4, { whole: true, ...more }), id: range(0, 1) } };
      const values = configurations(drawFrom({ space: two, count: 2000 })).map(({ x }) => Number(x));
      return [1, 2, 3, 4].map((digit) => values.filter((value) => value === digit).length / values.length);
    };
    for (const share of digits({})) expect(Math.abs(share - 0.25)).toBeLessThan(0.04);
    // log(1.5 / 0.5) / log(4.5 / 0.5), ...
    const byRatio = [0.5, 0.2325, 0.1531, 0.1144];
    for (const [index, share] of digits({ log: true }).entries()) {
      expect(Math.abs(share - (byRatio[index] as number))).toBeLessThan(0.045);
    }
  });

  test('of a small space are all of it, and no more are asked of it', () => {
    const small = { settings: { a: oneOf('x', 'y', 'z'), b: oneOf(true, null) } };
    const drawn = configurations(drawFrom({ space: small, count: 6 }));
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(6);
    expect(() => drawFrom({ space: small, count: 7 })).toThrow(/there are 6 in all/);
    expect(() => drawFrom({ space: { settings: { a: oneOf('x', 'x') } }, count: 2 })).toThrow(
      /only 1 different ones came up/,
    );
  });
});

describe('near a configuration', () => {
  const [centre] = configurations(drawFrom({ space, count: 1 })) as [Record<string, never>];

  test('others lie near, stay of the space, and begin with those of fewer', () => {
    const near = drawNear({ space, configuration: centre, count: 60 });
    expect(drawNear({ space, configuration: centre, count: 20 })).toEqual(near.slice(0, 20));
    const found = configurations(near);
    expect(found).not.toContainEqual(centre);
    const decades = found.map(({ rate }) => Math.abs(Math.log10(Number(rate) / Number(centre.rate))));
    // A tenth of four decades is the standard deviation of a step.
    expect(decades.filter((distance) => distance === 0).length).toBeGreaterThan(10);
    expect(Math.max(...decades)).toBeGreaterThan(0.3);
    expect(Math.max(...decades)).toBeLessThan(1.6);
    for (const configuration of found) {
      expect(() => drawNear({ space, configuration: configuration as never, count: 1 })).not.toThrow();
    }
  });

  test('steps are reflected at the ends of a range', () => {
    const atEnd = { space: { settings: { x: range(0, 1) } }, configuration: { x: 1 }, count: 200, width: 0.5 };
    const values = configurations(drawNear(atEnd)).map(({ x }) => Number(x));
    expect(values.filter((value) => value > 1 || value < 0)).toEqual([]);
    expect(values.filter((value) => value === 1)).toEqual([]);
  });

  test('one that is not of the space is refused', () => {
    for (const configuration of [{}, { ...centre, units: 2 }, { ...centre, more: 1 }, { ...centre, rate: 1 }]) {
      expect(() => drawNear({ space, configuration, count: 1 })).toThrow(
        /The configuration \{.*\} is not in this space/,
      );
    }
  });
});

test('the grid of a finite space has every configuration once, the last setting changing fastest', () => {
  const small: DrawSpace = { settings: { a: oneOf('x', 'y'), n: range(1, 3, { whole: true }) } };
  const grid = configurations(gridOf(small)).map(({ a, n }) => `${a}${n}`);
  expect(grid).toEqual(['x1', 'x2', 'x3', 'y1', 'y2', 'y3']);
  expect(() => gridOf(space)).toThrow(/^space\.rate is a range without steps/);
  const huge = { settings: { a: range(1, 2000, { whole: true }), b: range(1, 2000, { whole: true }) } };
  expect(() => gridOf(huge)).toThrow(/its grid has 4000000 configurations/);
});

test.each([
  [range(1, 1), 'x goes from 1 to 1, which does not rise'],
  [range(0, 1, { log: true }), 'x is by ratio but begins at 0, which is not above 0'],
  [range(0.5, 2, { whole: true }), 'x is of whole numbers'],
  [range(1, 2, { step: 2 }), 'x has the step 2'],
  [range(1, 2, { step: 0.1, log: true }), 'x is by ratio but has a step'],
  [range(0, 1, { step: 0.3 }), 'space.x has the step 0.3, which ends at 0.9 and not at 1'],
  [range(Number.NaN, 2), 'x has an end, a step or a default that is not a number'],
  [{ oneOf: [] }, 'x has no alternatives'],
  [{ sample: 1 } as never, 'x is not one of the five forms'],
] as const)('a space with a fault says it: %j', (one, words) => {
  expect(() => drawFrom({ space: { settings: { x: one } }, count: 1 })).toThrow(words);
});
