/** @file Candidates from spaces: ids, labels, constraints, and what is refused. */
import { expect, test } from 'vitest';
import { type CandidateInspector, hashJson, InputError, type JsonObject } from '../core/index.js';
import { type BuildOptions, buildCandidates } from './build-candidates.js';

const build = (space: JsonObject, options?: BuildOptions) => buildCandidates([{ place: 'space', space }], options);

/** Counts `units` as parameters, fills in `bias`, and refuses units below 1. */
const inspector: CandidateInspector = {
  complete: (configuration) => ({ bias: true, ...configuration }),
  describe: (configuration) => {
    const layers = (configuration.layers ?? []) as { dense: number }[];
    const bad = layers.findIndex(({ dense }) => dense < 1);
    if (bad >= 0) {
      throw new InputError({
        code: 'bad-layer',
        what: `layers[${bad}].dense: ${layers[bad]?.dense} is too small`,
        allowed: 'at least 1',
        fix: 'Raise it.',
      });
    }
    const parameters = layers.reduce((sum, { dense }) => sum + dense, 0);
    return { parameters, layerCounts: { dense: layers.length }, layers: [] };
  },
};

const layersOf = (units: readonly number[][]) => ({
  layers: { oneOf: units.map((one) => one.map((dense) => ({ dense }))) },
});

test('ids derive from the completed configuration alone', () => {
  const { candidates } = build({ a: [1, 2] }, { inspector });
  const other = build({ a: [2, 3] }, { inspector }).candidates;
  expect(candidates.map(({ configuration }) => configuration)).toEqual([
    { a: 1, bias: true },
    { a: 2, bias: true },
  ]);
  expect(candidates[1]?.id).toBe(other[0]?.id);
  expect(candidates[0]?.id).toBe(`c${hashJson({ a: 1, bias: true }).slice(0, 8)}`);
});

test('an id stays with its configuration, and another that would be the same is lengthened', () => {
  const space = [{ name: '', place: 'space', space: { a: { oneOf: [1, 2] } } }];
  const hashes = [hashJson({ a: 1 }), hashJson({ a: 2 })] as const;
  const ids = (known: [string, string][]) =>
    buildCandidates(space, { knownIds: new Map(known) }).candidates.map(({ id }) => id);
  const [first, second] = ids([]) as [string, string];
  expect(ids([[hashes[1], 'c123']])).toEqual([first, 'c123']);
  expect(ids([['of another', first]])).toEqual([`c${hashes[0].slice(0, 9)}`, second]);
});

test('labels tell what differs, and only that', () => {
  const { candidates } = build({
    layers: [
      { conv: { filters: [8, 16], kernel: 3, activation: ['relu', 'tanh'] } },
      { dense: { units: 16, activation: 'relu' } },
    ],
    optimizer: {
      oneOf: [
        { name: 'adamw', learningRate: [0.001, 0.003], weightDecay: 0.01 },
        { name: 'sgd', learningRate: 0.1 },
      ],
    },
    batchSize: 32,
  });
  expect(candidates.slice(0, 4).map(({ label }) => label)).toEqual([
    'filters=8 relu adamw lr=0.001',
    'filters=8 relu adamw lr=0.003',
    'filters=8 relu sgd lr=0.1',
    'filters=8 tanh adamw lr=0.001',
  ]);
  expect(new Set(candidates.map(({ label }) => label)).size).toBe(12);
});

test('labels name the position where a setting varies at several', () => {
  const { candidates } = build({
    layers: [{ dense: { units: [4, 8], act: ['relu', 'elu'] } }, { dense: { units: [4, 8], act: ['relu', 'elu'] } }],
  });
  expect(candidates[5]?.label).toBe('units[0]=4 act[0]=elu units[1]=4 act[1]=elu');
});

test('a setting with settings of its own goes by its name, as it does alone', () => {
  const start = { oneOf: ['a', { name: 'b', gain: 2 }] };
  const one = build({ layers: [{ dense: { start } }, { dense: { units: 3 } }] });
  expect(one.candidates.map(({ label }) => label)).toEqual(['a', 'b']);
  const two = build({ layers: [{ dense: { start } }, { dense: { start } }] });
  expect(two.candidates[1]?.label).toBe('start[0]=a start[1]=b');
});

test('of two that are the same in separate places the message says what is written otherwise', () => {
  const spaces = ['he', 'kaiming'].map((start) => ({ place: '--factor start', space: { layers: [1], start } }));
  const inspector = {
    complete: (configuration: JsonObject) => ({ ...configuration, start: 'kaiming' }),
    describe: () => ({ parameters: 1, layerCounts: {}, layers: [] }),
  };
  expect(() => buildCandidates(spaces, { inspector })).toThrow(
    'number 1 of `--factor start` (he) and number 1 of `--factor start` (kaiming) both give',
  );
});

test('labels tell what the whole has from what its parts have of the same name', () => {
  const { candidates } = build({ layers: [{ dense: { start: ['a', 'b'] } }], start: ['a', 'b'] });
  expect(candidates[1]?.label).toBe('start[0]=a start=b');
});

test('labels follow the order of the file, also for what only some candidates have', () => {
  const { candidates } = build({
    layers: {
      oneOf: [
        [{ dense: { units: [4, 8], bias: true, activation: 'relu' } }],
        [{ conv: { filters: [2, 3] } }, { dense: { units: 4, bias: false, activation: 'elu' } }],
      ],
    },
    epochs: [1, 2],
  });
  expect(candidates.map(({ label }) => label)).toEqual([
    'units=4 epochs=1',
    'units=4 epochs=2',
    'units=8 epochs=1',
    'units=8 epochs=2',
    'filters=2 epochs=1',
    'filters=2 epochs=2',
    'filters=3 epochs=1',
    'filters=3 epochs=2',
  ]);
});

test('of settings that one choice brings along the first stands for all', () => {
  const { candidates } = build({
    size: [1, 2],
    layers: [{ oneOf: [{ pool: { window: 2, stride: 1 } }, null] }, { dense: 4 }],
  });
  expect(candidates.map(({ label }) => label)).toEqual(['size=1 window=2', 'size=1', 'size=2 window=2', 'size=2']);
});

test('labels show an optional layer and a list that is a value', () => {
  const { candidates } = build({
    layers: [{ oneOf: [{ maxPool: 2 }, null] }, { conv: { kernel: { oneOf: [3, { value: [3, 5] }] } } }],
  });
  expect(candidates.map(({ label }) => label)).toHaveLength(4);
  expect(new Set(candidates.map(({ label }) => label)).size).toBe(4);
  expect(candidates[1]?.label).toContain('kernel[1]=[3,5]');
});

test('a named space gives its name', () => {
  const { candidates } = buildCandidates([
    { name: 'small', place: 'candidates.small', space: { units: 4 } },
    { name: 'large', place: 'candidates.large', space: { units: [40, 80] } },
  ]);
  expect(candidates.map(({ label }) => label)).toEqual(['small', 'large units=40', 'large units=80']);
});

test('constraints leave candidates out and count them', () => {
  const space = layersOf([[1], [2, 3], [30], [1, 2, 3]]);
  const constraints = { maxParameters: 20, maxLayers: { dense: 2 } };
  const { candidates, enumerated, dropped } = build(space, { inspector, constraints });
  expect(candidates.map(({ configuration }) => configuration.layers)).toEqual([
    [{ dense: 1 }],
    [{ dense: 2 }, { dense: 3 }],
  ]);
  expect({ enumerated, dropped }).toEqual({ enumerated: 4, dropped: { maxParameters: 1, 'maxLayers.dense': 1 } });
  expect(build(space, { inspector, constraints: { minParameters: 6 } }).candidates).toHaveLength(2);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'alternatives that are equal',
    () => build({ a: [1, 2, 1] }),
    /number 1 of `space` \(alternative 1 of space\.a: 1\) and number 3 of `space` \(alternative 3 of space\.a: 1\)/,
  ],
  [
    'parts left out in different places',
    () => build({ layers: [{ oneOf: [null, { d: 1 }] }, { oneOf: [null, { d: 1 }] }] }),
    /number 2 .*1 of space\.layers\[0\]: left out; .*2 of space\.layers\[1\]: \{"d":1\}.*number 3 .*2 of space\.layers\[0\]: \{"d":1\}; .*1 of space\.layers\[1\]: left out.*both give/,
  ],
  [
    'a default that is also written out',
    () => build({ oneOf: [{ a: 1 }, { a: 1, bias: true }] }, { inspector }),
    /number 1 .*number 2 .*both give/,
  ],
  [
    'a configuration that the trainer refuses',
    () => build({ layers: [{ dense: [4, 0] }] }, { inspector }),
    /^space\.layers\[0\]\.dense: 0 is too small\nIn the candidate with space\.layers\[0\]\.dense = 0\./,
  ],
  [
    'constraints that leave none',
    () => build(layersOf([[30], [40]]), { inspector, constraints: { maxParameters: 5 } }),
    /leave none of 2 candidates \(maxParameters 2\)/,
  ],
  [
    'constraints without an inspector',
    () => build({ a: 1 }, { constraints: { maxParameters: 5 } }),
    /this trainer cannot count the parameters/,
  ],
])('%s is refused', (_, run, message) => {
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

test("an error that is not the input's passes through unchanged", () => {
  const broken = {
    ...inspector,
    complete: () => {
      throw new TypeError('defect');
    },
  };
  expect(() => build({ a: 1 }, { inspector: broken })).toThrow(TypeError);
});
