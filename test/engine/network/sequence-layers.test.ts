/** @file What layers over sequences refuse, and with which words; graphs that take what they promise. */
import { describe, expect, it } from 'vitest';
import { InputError, type JsonObject } from '../../../src/core/index.js';
import { createNetworkInspector } from '../../../src/engine/network/inspector.js';
import { buildNetwork, type NetworkData } from '../../../src/engine/network/network.js';

const dataOf = (inputShape: readonly number[], parts: Partial<NetworkData> = {}): NetworkData => ({
  ...{ inputShape, task: 'regression', targetNames: ['y'], classes: [] },
  ...parts,
});

/** What is said where candidates are described, and where they are trained. */
function refusalOf(configuration: JsonObject, data: NetworkData): string {
  const said = [
    () => createNetworkInspector(data).describe(configuration),
    () => buildNetwork(configuration, data),
  ].map((act) => {
    try {
      act();
    } catch (error) {
      if (error instanceof InputError) return `${error.what} | ${error.allowed} | ${error.fix}`;
      throw error;
    }
    return 'allowed';
  });
  expect(said[1]).toBe(said[0]);
  return said[0] as string;
}

const shapesOf = (layers: JsonObject[], inputShape: readonly number[]) =>
  createNetworkInspector(dataOf(inputShape))
    .describe({ layers })
    .layers.map(({ outputShape, parameters }) => [...outputShape, ` ${parameters}`].join('x'));

describe('layers that do not fit their input', () => {
  it.each<[string, JsonObject, readonly number[], string]>([
    [
      'heads that do not divide the channels',
      { attention: { heads: 3 } },
      [5, 8],
      '3 heads do not divide the 8 channels of its input evenly; 1, 2, 4, 8 do',
    ],
    [
      'attention of a single position',
      { attention: { heads: 1 } },
      [1, 4],
      'needs 2 positions or more, but its input of 1 x 4 has 1',
    ],
    [
      'pooling of a single position',
      { sequencePool: {} },
      [1, 1, 4],
      'needs 2 positions or more, but its input of 1 x 1 x 4 has 1',
    ],
    ['attention of a vector', { attention: { heads: 1 } }, [4], 'its input has shape 4'],
    [
      'a kernel longer than the sequence',
      { conv: { filters: 2, kernel: 5 } },
      [3, 2],
      'a kernel of 5 positions is longer than its input, a sequence of 3',
    ],
    [
      'a depthwise kernel longer than the sequence',
      { depthwiseConv: { kernel: 2 } },
      [1, 2],
      'a kernel of 2 positions is longer than its input, a sequence of 1',
    ],
    ['a window of rows and columns on a sequence', { maxPool: '2x2' }, [6, 2], '2x2 is a size of rows x columns'],
    [
      'positions that the values do not fill',
      { sequence: 4 },
      [10],
      'the 10 values of its input (10) cannot be divided into positions of 4',
    ],
    [
      'each position of a vector',
      { dense: { units: 2, perPosition: true } },
      [4],
      'its input has none: a vector of 4 values',
    ],
    [
      'features joined at each position',
      { dense: { units: 2, perPosition: true, join: 'sum' } },
      [4, 2],
      'acts on each position, where no features can be joined',
    ],
    ['tokens with channels', { tokenEmbedding: { tokens: 9, width: 2 } }, [4, 2], 'needs a vector of tokens'],
  ])('%s', (_, layer, inputShape, words) => {
    const said = refusalOf({ layers: [layer], inputs: 'none' }, dataOf(inputShape));
    expect(said).toContain(words);
    expect(said).toContain(`settings that fit an input of ${inputShape.join(' x ')}`);
  });

  it('tokens after another layer', () => {
    const layers = [{ dense: { units: 4 } }, { tokenEmbedding: { tokens: 9, width: 2 } }];
    expect(refusalOf({ layers, inputs: 'none' }, dataOf([4]))).toContain('must be the first of the layers');
  });
});

it('a sequence of length 1 is convolved, normalised and flattened as any other', () => {
  const layers = [{ conv: { filters: 3, kernel: 1 } }, { batchNorm: {} }, { positions: 'learned' }];
  expect(shapesOf(layers, [1, 2])).toEqual(['1x3x 9', '1x3x 6', '1x3x 3', '1x 4']);
});

it('shapes and parameters are those of PyTorch', () => {
  const layers = [
    { sequence: 2 },
    { conv: { filters: 8, kernel: 3, stride: 2, padding: 'same' } },
    { depthwiseConv: { multiplier: 2, kernel: 3 } },
    // nn.MultiheadAttention(16, 4): 4 * 16 * 16 weights, 4 * 16 constants less those of the keys.
    { attention: { heads: 4 } },
    { dense: { units: 5, perPosition: true } },
    { sequencePool: {} },
  ];
  expect(shapesOf(layers, [40])).toEqual([
    ...['20x2x 0', '10x8x 56', '8x16x 64', '8x16x 1072', '8x5x 85', '5x 5', '1x 6'],
  ]);
});

describe('tokens', () => {
  const layers = [{ tokenEmbedding: { tokens: 5, width: 2 } }];
  const samples = (inputs: readonly number[]) => ({ inputs: Float32Array.from(inputs), features: {} });
  const good = samples([0, 1, 4, 3]);

  it('are taken as they are', () => {
    expect(refusalOf({ layers, inputs: 'none' }, dataOf([2], { pool: good, selection: good, final: good }))).toBe(
      'allowed',
    );
  });

  it('must not be scaled, as they would be by default', () => {
    const said = refusalOf({ layers }, dataOf([2], { pool: good }));
    expect(said).toContain('inputs is "standardise", which changes them.');
    expect(said).toContain('Set `inputs: none`.');
  });

  it.each<[string, readonly number[], string]>([
    [
      'beyond the last',
      [0, 1, 7, 3],
      'layers[0].tokenEmbedding has the tokens 0 to 4, but the selection set has 7 in row 1, input column 0 (from 0). | whole numbers from 0 to 4 | Set layers[0].tokenEmbedding.tokens to 8 or more',
    ],
    [
      'that are not whole',
      [0, 1, 4, 0.5],
      'the selection set has 0.5 in row 1, input column 1 (from 0). | whole numbers from 0 to 4 | Number the tokens',
    ],
    ['below 0', [-1, 1, 4, 0], 'the selection set has -1 in row 0, input column 0'],
  ])('%s are refused before a training', (_, inputs, words) => {
    const data = dataOf([2], { pool: good, selection: samples(inputs) });
    expect(refusalOf({ layers, inputs: 'none' }, data)).toContain(words);
  });

  it('do not stand beside embedded columns', () => {
    const encoding = {
      columns: [{ name: 'city', kind: 'category', levels: ['a', 'b'], embedded: true }],
      left: [],
    } as const;
    expect(refusalOf({ layers, inputs: 'none' }, dataOf([1], { encoding }))).toContain(
      'column `city` is embedded before',
    );
  });
});
