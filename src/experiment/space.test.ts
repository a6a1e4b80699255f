/** @file The space language: what each form stands for, in which order, and how many. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../core/index.js';
import { countSpace, enumeratePoints, enumerateSpace } from './space.js';

const list = (space: JsonObject) => [...enumerateSpace(space)];

test('scalars stand for themselves; a list of them for alternatives, the last key changing fastest', () => {
  expect(list({ a: [1, 2], b: 'x', c: [true, false] })).toEqual([
    { a: 1, b: 'x', c: true },
    { a: 1, b: 'x', c: false },
    { a: 2, b: 'x', c: true },
    { a: 2, b: 'x', c: false },
  ]);
});

test('a list of objects is a sequence whose parts vary independently', () => {
  expect(list({ layers: [{ conv: { filters: [8, 16] } }, 'flatten', { dense: { units: [4, 5] } }] })).toEqual(
    [8, 16].flatMap((filters) =>
      [4, 5].map((units) => ({ layers: [{ conv: { filters } }, 'flatten', { dense: { units } }] })),
    ),
  );
});

test('oneOf offers anything, and null leaves a part or a member out', () => {
  expect(
    list({
      layers: [{ oneOf: [{ conv: { filters: [8, 16] } }, null] }, { dense: 4 }],
      optimizer: { oneOf: [{ name: 'sgd', momentum: [0, 0.9] }, null] },
    }),
  ).toEqual(
    [[{ conv: { filters: 8 } }], [{ conv: { filters: 16 } }], []].flatMap((first) => [
      { layers: [...first, { dense: 4 }], optimizer: { name: 'sgd', momentum: 0 } },
      { layers: [...first, { dense: 4 }], optimizer: { name: 'sgd', momentum: 0.9 } },
      { layers: [...first, { dense: 4 }] },
    ]),
  );
});

test('null among plain alternatives leaves the member out', () => {
  expect(list({ a: [null, 1], b: 2 })).toEqual([{ b: 2 }, { a: 1, b: 2 }]);
});

test('a sequence chosen inside a sequence takes its place', () => {
  expect(list({ layers: [{ oneOf: [[{ conv: 8 }, { pool: [2, 3] }], [{ dense: 9 }]] }, { dense: 1 }] })).toEqual([
    { layers: [{ conv: 8 }, { pool: 2 }, { dense: 1 }] },
    { layers: [{ conv: 8 }, { pool: 3 }, { dense: 1 }] },
    { layers: [{ dense: 9 }, { dense: 1 }] },
  ]);
});

test('value is literal: a list, null, or an object that looks like the language', () => {
  expect(
    list({
      kernel: { oneOf: [3, { value: [3, 5] }] },
      none: { value: null },
      pairs: [{ value: [1, 2] }, { value: { oneOf: [] } }],
      other: { value: 1, more: 2 },
    }),
  ).toEqual(
    [3, [3, 5]].map((kernel) => ({
      kernel,
      none: null,
      pairs: [[1, 2], { oneOf: [] }],
      other: { value: 1, more: 2 },
    })),
  );
});

test('a whole configuration may be an alternative', () => {
  expect(list({ oneOf: [{ a: [1, 2] }, { b: 3 }] })).toEqual([{ a: 1 }, { a: 2 }, { b: 3 }]);
});

const spaces: fc.Arbitrary<JsonObject> = fc.letrec<{ space: JsonValue; object: JsonObject }>((tie) => ({
  space: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant('x'), fc.constant(null)),
    fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
    fc.array(tie('space'), { minLength: 1, maxLength: 2 }).map((oneOf) => ({ oneOf })),
    fc.array(tie('object'), { minLength: 1, maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b'), tie('space'), { minKeys: 1, maxKeys: 2 }),
})).object;

test('the count is the number of configurations, and every point has its own choices', () => {
  fc.assert(
    fc.property(spaces, (space) => {
      const count = countSpace(space);
      fc.pre(count <= 5000);
      const points = [...enumeratePoints([{ place: 'space', space }])];
      expect(points.length).toBe(count);
      const choices = points.map((point) => JSON.stringify([...point.choices()]));
      if (new Set(points.map(({ configuration }) => JSON.stringify(configuration))).size === count) {
        expect(new Set(choices).size).toBe(count);
      }
    }),
  );
});

test('a space is counted without being built, however large, and refused when walked', () => {
  const axis = Array.from({ length: 1000 }, (_, index) => index);
  const space = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`axis${index}`, axis]));
  expect(countSpace(space)).toBeCloseTo(1e90, -76);
  expect(() => list(space)).toThrow(/stands for 10{90} candidates[\s\S]*at most 1000000/);
  expect(() => [...enumerateSpace({ a: [1, 2, 3] }, 2)]).toThrow(/stands for 3 candidates/);
});

test.each([
  [{ layers: [{ conv: { filters: [] } }] }, /^space\.layers\[0\]\.conv\.filters: the list of alternatives is empty/],
  [{ a: { oneOf: [] } }, /^space\.a: the list of alternatives is empty/],
  [{ a: { oneOf: [1, []] } }, /^space\.a\.oneOf\[1\]: the list of alternatives is empty/],
  [{}, /^space: the space is empty[\s\S]*candidates: \{ asItIs: \{\} \}/],
  [{ a: { oneOf: [1], b: 2 } }, /^space\.a: `oneOf` stands beside `b`/],
  [{ a: [1, 2], b: { range: [0, 1] } }, /^space\.b is a range without steps, so that the space has no end/],
  [{ a: { oneOf: 3 } }, /^space\.a\.oneOf: 3 is not a list/],
  [{ oneOf: [{ a: 1 }, 3] }, /^space: an alternative for the whole configuration is not a set of settings/],
])('%j is refused', (space, message) => {
  expect(() => list(space as JsonObject)).toThrow(message);
});

test('configurations share the parts that are equal', () => {
  const all = [...enumerateSpace({ layers: [{ units: [1, 2] }, { rate: 0.5 }], optimizer: { lr: [0.1, 0.2] } })];
  const distinct = (key: string) => new Set(all.map((configuration) => configuration[key])).size;
  expect([all.length, distinct('layers'), distinct('optimizer')]).toEqual([4, 2, 2]);
});
