/** @file Labels of mixed families: short, distinct, the same in any order of the candidates; and others as they were. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../core/index.js';
import { labelConfigurations } from './candidate-label.js';

const conv = (filters: number, activation = 'none') => ({ conv: { filters, bias: false, activation } });
const normal = { batchNorm: {} };
const block = (filters: number) => ({
  add: { layers: [conv(filters), normal, conv(filters), normal], activation: 'relu' },
});
const residual = (filters: number) => [
  conv(filters),
  { batchNorm: { activation: 'relu' } },
  ...[1, 2, 4].map((factor) => block(factor * filters)),
  { globalAveragePool: true },
];
const dense = (units: number, activation: string) => ({ dense: { units, perPosition: true, activation } });
const think = (units: number) => ({ add: { layers: [{ layerNorm: {} }, dense(units, 'gelu'), dense(units, 'none')] } });
const attend = { add: { layers: [{ layerNorm: {} }, { attention: { heads: 2 } }] } };
const transformer = (filters: number) => [
  conv(filters, 'relu'),
  { maxPool: 2 },
  conv(2 * filters, 'relu'),
  { maxPool: 2 },
  ...[attend, think(2 * filters), attend, think(2 * filters)],
  { sequencePool: {} },
];
const perceptron = (units: number) => [{ dense: { units } }, { dense: { units } }];

/** Every network at every rate, with moved pictures and without. */
const crossed = (networks: readonly JsonObject[][], rates: readonly number[]): JsonObject[] =>
  networks.flatMap((layers) =>
    [{ augment: { shift: 4 } }, {}].flatMap((moved) =>
      rates.map((learningRate) => ({ layers, ...moved, optimizer: { name: 'adamw', learningRate } })),
    ),
  );

describe('labels of mixed families', () => {
  it('tell a family by a kind of layer that only it has, and a width once', () => {
    const labels = labelConfigurations([
      ...crossed([residual(4), residual(8)], [0.003, 0.01]),
      ...crossed([transformer(8), transformer(16)], [0.001, 0.003]),
    ]);
    expect(new Set(labels).size).toBe(16);
    expect([0, 7, 8, 15].map((index) => labels[index])).toEqual([
      'filters=4 shift=4 lr=0.003',
      'filters=8 lr=0.01',
      'attention filters=8 shift=4 lr=0.001',
      'attention filters=16 lr=0.003',
    ]);
  });

  it('tell three families apart, each by its own word', () => {
    const labels = labelConfigurations(
      crossed([residual(4), transformer(8), perceptron(8), perceptron(16)], [0.01, 0.1]),
    );
    expect([0, 4, 8, 12].map((index) => labels[index])).toEqual([
      'add shift=4 lr=0.01',
      'attention shift=4 lr=0.01',
      'dense units=8 shift=4 lr=0.01',
      'dense units=16 shift=4 lr=0.01',
    ]);
  });

  it('tell any two apart, and do not depend on the order of the candidates', () => {
    const network = fc.oneof(
      fc.constantFrom(4, 8, 16).map(residual),
      fc.constantFrom(8, 16).map(transformer),
      fc.constantFrom(8, 16, 32).map(perceptron),
      fc.array(
        fc.oneof(
          fc.constantFrom(4, 8).map((width) => conv(width)),
          fc.constantFrom(attend, think(8), block(8)),
        ),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
    );
    const distinct = { minLength: 2, maxLength: 6, selector: (layers: JsonObject[]) => JSON.stringify(layers) };
    fc.assert(
      fc.property(
        fc.uniqueArray(network as fc.Arbitrary<JsonObject[]>, distinct).chain((networks) => {
          const all = crossed(networks, [0.003, 0.01]);
          return fc.shuffledSubarray(all, { minLength: 2 });
        }),
        (candidates) => {
          const labels = labelConfigurations(candidates);
          expect(new Set(labels).size).toBe(candidates.length);
          expect(labelConfigurations(candidates.toReversed()).toReversed()).toEqual(labels);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leave drawn widths in place, which determine each other only by chance', () => {
    const drawn = Array.from({ length: 8 }, (_, index) => ({
      layers: [31, 17, 53].map((step) => ({
        dense: { units: 100 + ((index * step) % 97), rate: (index * step) % 89 },
      })),
    }));
    expect(labelConfigurations(drawn)[3]).toBe(
      'units[0]=193 rate[0]=4 units[1]=151 rate[1]=51 units[2]=162 rate[2]=70',
    );
  });
});
