/** @file Layers with an initialisation of their own: what PyTorch draws for such a layer, one form of each candidate, one compiled graph. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type JsonObject, type JsonValue, randomFrom } from '../../../core/index.js';
import { createNetworkInspector } from '../inspector.js';
import { buildNetwork, type NetworkData } from '../network.js';
import { initialWeights } from './by-layer.js';

interface Row {
  readonly layer: Readonly<Record<string, JsonObject>>;
  readonly inputShape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  readonly initialization: JsonValue;
  readonly bound?: number;
  readonly deviation?: number;
  readonly biasBound?: number;
  readonly mean: number;
  readonly rootMeanSquare: number;
}

const file = new URL('../../../../test/reference/torch-initializers.json', import.meta.url);
const { rows, values: COUNT } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly rows: readonly Row[];
  readonly values: number;
};

const dataOf = (inputShape: readonly number[]): NetworkData => ({
  ...{ inputShape, task: 'regression', targetNames: ['y'], classes: [] },
});

const withOwn = (layer: Row['layer'], initialization: JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(layer).map(([kind, settings]) => [kind, { ...settings, initialization }]));

/** All weights of a network's first layer and all its biases, from as many networks as give `COUNT` weights. */
function drawFirstLayer({ layer, inputShape, initialization }: Row) {
  const configuration = { layers: [withOwn(layer, initialization)], initialization: { name: 'constant', value: 9 } };
  const network = buildNetwork(configuration, dataOf(inputShape));
  const [weight, bias] = network.parameters;
  if (weight === undefined || bias === undefined) throw new Error('a layer without weights');
  const size = weight.shape.reduce((product, extent) => product * extent, 1);
  const random = randomFrom('drawn', JSON.stringify(initialization));
  const drawn = Array.from({ length: Math.ceil(COUNT / size) }, () => initialWeights(network, random));
  const [units = 0] = bias.shape;
  return {
    weight,
    weights: drawn.flatMap((all) => [...all.subarray(0, size)]),
    biases: drawn.flatMap((all) => [...all.subarray(size, size + units)]),
    others: drawn.flatMap((all) => [...all.subarray(size + units, all.length - 1)]),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('a layer of its own initialisation begins as one of PyTorch', () => {
  it.each(rows)('$initialization: $layer on $inputShape', (row) => {
    const { weight, weights, biases, others } = drawFirstLayer(row);
    expect([weight.fanIn, weight.fanOut]).toEqual([row.fanIn, row.fanOut]);
    const root = rootMeanSquare(weights);
    const expected = row.deviation ?? (row.bound === undefined ? row.rootMeanSquare : row.bound / Math.sqrt(3));
    // Of 10,000 values the standard error of a deviation is at most 0.7 % of it.
    expect(root / expected).toBeGreaterThan(0.97);
    expect(root / expected).toBeLessThan(1.03);
    const isConstant = row.mean === row.rootMeanSquare;
    expect(Math.abs(mean(weights) - (isConstant ? row.mean : 0))).toBeLessThan((5 * root) / Math.sqrt(COUNT));
    if (row.bound !== undefined) {
      expect(largest(weights)).toBeLessThanOrEqual(row.bound * 1.000001);
      expect(largest(weights)).toBeGreaterThan(row.bound * 0.998);
    }
    if (row.deviation !== undefined) expect(largest(weights)).toBeGreaterThan(3 * row.deviation);
    if (row.biasBound === undefined) expect(new Set(biases)).toEqual(new Set([0]));
    else expect(largest(biases) / row.biasBound).toBeCloseTo(1, 1);
    // The output layer, but for its bias.
    expect(new Set(others)).toEqual(new Set([9]));
  });
});

const inspector = createNetworkInspector(dataOf([4]));
const layersOf = (own: JsonValue | undefined): JsonObject[] => [
  { dense: { units: 3, ...(own === undefined ? {} : { initialization: own }) } },
  { dense: { units: 2 } },
];
const complete = (own: JsonValue | undefined, network?: JsonValue) =>
  inspector.complete({ layers: layersOf(own), ...(network === undefined ? {} : { initialization: network }) });

describe('one candidate has one form', () => {
  it.each<[JsonValue, JsonValue]>([
    ['he-uniform', 'kaiming-uniform'],
    ['he-normal', 'kaiming-normal'],
    ['glorot-uniform', 'xavier-uniform'],
    ['glorot-normal', 'xavier-normal'],
    [
      { name: 'he-normal', gain: 1 },
      { name: 'kaiming-normal', gain: 1 },
    ],
    [{ name: 'lecun-normal', gain: 1 }, 'lecun-normal'],
  ])('%j is %j', (other, name) => {
    expect(complete(undefined, other)).toEqual(complete(undefined, name));
    expect(complete(other, 'orthogonal')).toEqual(complete(name, 'orthogonal'));
  });

  it('lecun without a gain is what it was before it had one', () => {
    expect(complete(undefined, 'lecun-uniform').initialization).toEqual({ name: 'lecun-uniform' });
  });

  it('a layer that repeats the network is completed without it, one that differs keeps its own', () => {
    expect(complete('kaiming-uniform')).toEqual(complete(undefined));
    expect(complete('glorot-normal', 'xavier-normal')).toEqual(complete(undefined, 'xavier-normal'));
    expect(complete('orthogonal')).not.toEqual(complete(undefined));
    const own = complete('orthogonal');
    expect(inspector.complete(own)).toEqual(own);
  });
});

it('networks that differ in a layer of its own initialisation begin otherwise and share their graphs', () => {
  const [plain, own] = [undefined, 'xavier-normal'].map((name) =>
    buildNetwork({ layers: layersOf(name) }, dataOf([4])),
  );
  if (plain === undefined || own === undefined) throw new Error('no networks');
  expect(own.key).toBe(plain.key);
  expect(initialWeights(own, randomFrom(1))).not.toEqual(initialWeights(plain, randomFrom(1)));
});
