/** @file Configurations: defaults, shapes, and what is said of bad ones. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/index.js';
import { createNetworkInspector } from './inspector.js';

const inspector = createNetworkInspector({
  inputShape: [15, 15, 1],
  task: 'regression',
  targetNames: ['energy'],
  classes: [],
});

const conv = (filters: number): JsonObject => ({ conv: { filters, bias: false } });

describe('complete', () => {
  it('writes every default out, and leaves a complete configuration as it is', () => {
    const complete = inspector.complete({ layers: [conv(4), { maxPool: 2 }] });
    expect(complete).toMatchObject({
      layers: [
        { conv: { filters: 4, kernel: 3, stride: 1, padding: 'valid', bias: false, activation: 'relu' } },
        { maxPool: { size: 2, stride: 2 } },
      ],
      loss: { name: 'rmse' },
      optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.01 },
      batchSize: 32,
      initialization: { name: 'kaiming-uniform', fan: 'in' },
      inputs: 'standardise',
      target: { scale: 'standardise' },
    });
    expect(inspector.complete(complete)).toEqual(complete);
  });

  it.each<[string, JsonObject, string]>([
    ['unknown key', { layers: [{ conv: { filters: 4, kernal: 3 } }] }, 'layers[0].conv.kernal: there is no such'],
    ['wrong type', { layers: [{ dense: { units: '4' } }] }, 'layers[0].dense.units is "4"'],
    ['missing key', { layers: [{ dense: {} }] }, 'layers[0].dense.units is missing'],
    ['two kinds in one layer', { layers: [{ dense: { units: 2 }, conv: { filters: 2 } }] }, 'layers[0] is {'],
    ['unknown layer', { layers: [{ conf: {} }] }, 'layers[0].conf: there is no such'],
    ['a list where one value belongs', { layers: [], batchSize: [32, 64] }, 'batchSize is [32,64]'],
    ['bad extent', { layers: [{ conv: { filters: 2, kernel: '3*5' } }] }, 'layers[0].conv.kernel is "3*5"'],
    ['unknown optimizer', { layers: [], optimizer: { name: 'adamx' } }, 'optimizer.name is "adamx"'],
    ['setting of another optimizer', { layers: [], optimizer: { name: 'sgd', beta1: 0.9 } }, 'optimizer.beta1: there'],
    ['bad rate', { layers: [], optimizer: { name: 'sgd', learningRate: 0 } }, 'optimizer.learningRate is 0'],
    ['two clippings', { layers: [], gradientClipping: { norm: 1, value: 1 } }, 'gradientClipping is {'],
    [
      'missing feature',
      { layers: [{ dense: { units: 2, join: 'sum + depth' } }] },
      'layers[0].dense.join names "depth"',
    ],
    ['unknown schedule', { layers: [], schedule: 'linear' }, 'schedule.name is'],
    ['unknown scale of targets', { layers: [], target: 'logs' }, 'target.scale is "logs"'],
    [
      'logarithms under a relative loss',
      { layers: [], target: 'log', loss: 'relative-rmse' },
      'target.scale is "log", which does not suit the loss relative-rmse',
    ],
    ['loss of another task', { layers: [], loss: 'cross-entropy' }, 'loss is "cross-entropy"'],
  ])('refuses %s and names the place', (_, configuration, text) => {
    expect(() => inspector.complete(configuration)).toThrow(
      expect.objectContaining({ what: expect.stringContaining(text) }),
    );
    expect(() => inspector.complete(configuration)).toThrow('Allowed: ');
  });
});

describe('the scale of targets', () => {
  const regression = { inputShape: [3], task: 'regression', targetNames: ['x', 'price'], classes: [] } as const;

  it('is written out: standardised, but left alone under a relative loss, and absent for classes', () => {
    const targetOf = (configuration: JsonObject) => inspector.complete({ layers: [], ...configuration }).target;
    expect(targetOf({ loss: 'mae' })).toEqual({ scale: 'standardise' });
    expect(targetOf({ loss: 'relative-rmse' })).toEqual({ scale: 'none' });
    expect(targetOf({ loss: 'relative-rmse', target: 'standardise' })).toEqual({ scale: 'standardise' });
    const classes = createNetworkInspector({ ...regression, task: 'classification', classes: ['a', 'b'] });
    expect(classes.complete({ layers: [] })).not.toHaveProperty('target');
    expect(() => classes.complete({ layers: [], target: 'none' })).toThrow('classes are not scaled');
  });

  it('is left to no relative loss where a target of the pool is 0', () => {
    const pool = { features: {}, targets: Float32Array.of(1, 2, 0, 4) };
    const data = createNetworkInspector({ ...regression, pool });
    expect(() => data.complete({ layers: [], loss: 'relative-rmse' })).toThrow('x is 0');
    expect(data.complete({ layers: [], loss: 'rmse' }).target).toEqual({ scale: 'standardise' });
  });

  it('is no logarithm where a target of the pool has none, which is named', () => {
    const pool = { features: {}, targets: Float32Array.of(1, 2, 3, -4) };
    const data = createNetworkInspector({ ...regression, pool });
    expect(() => data.complete({ layers: [], target: 'log' })).toThrow('price is -4');
    expect(data.complete({ layers: [], target: 'standardise' }).target).toEqual({ scale: 'standardise' });
  });
});

describe('describe', () => {
  it('counts the parameters of the first published network exactly', () => {
    const layers = [conv(32), { maxPool: 2 }, conv(64), { maxPool: { size: 2, stride: 1 } }, { dense: { units: 9 } }];
    const description = inspector.describe({ layers });
    expect(description.parameters).toBe(23_923);
    expect(description.layerCounts).toEqual({ conv: 2, maxPool: 2, dense: 1 });
    expect(description.layers.map(({ outputShape }) => outputShape)).toEqual([
      [13, 13, 32],
      [6, 6, 32],
      [4, 4, 64],
      [3, 3, 64],
      [9],
      [1],
    ]);
  });

  it('names the layer and the shapes where a layer does not fit', () => {
    const layers = [{ maxPool: 5 }, { conv: { filters: 2, kernel: 4 } }];
    expect(() => inspector.describe({ layers })).toThrow(/layers\[1\]\.conv .*kernel of 4x4 .* 3 x 3 x 1/);
    expect(() => inspector.describe({ layers: [{ dense: { units: 2 } }, conv(2)] })).toThrow(/needs a map .* shape 2/);
  });
});

describe('blocks', () => {
  const same = { padding: 'same', activation: 'none' };
  const block = (...layers: JsonObject[]): JsonObject => ({ add: { layers } });

  it('are described with all that is in them, and counted as layers of their kinds', () => {
    const projected = block({ conv: { filters: 4, stride: 2, ...same } }, block({ batchNorm: {} }));
    const { parameters, layerCounts, layers } = inspector.describe({ layers: [projected, { globalAveragePool: {} }] });
    expect(layers.map(({ name, outputShape, parameters: own }) => [name, outputShape.join('x'), own])).toEqual([
      ['layers[0].add.layers[0].conv', '8x8x4', 40],
      ['layers[0].add.layers[1].add.layers[0].batchNorm', '8x8x4', 8],
      ['layers[0].add.layers[1].add', '8x8x4', 0],
      ['layers[0].add.projection.conv', '8x8x4', 4],
      ['layers[0].add', '8x8x4', 0],
      ['layers[1].globalAveragePool', '4', 0],
      ['output', '1', 5],
    ]);
    expect(parameters).toBe(57);
    expect(layerCounts).toEqual({ conv: 2, batchNorm: 1, add: 2, globalAveragePool: 1 });
  });

  it('are completed in all their depth, without what the network says of weights', () => {
    const own = (name: string) => ({ conv: { filters: 1, ...same, initialization: name } });
    const complete = inspector.complete({
      layers: [
        { add: { layers: [block(own('he-uniform')), own('orthogonal')], projection: [own('kaiming-uniform')] } },
      ],
    });
    const bare = inspector.complete({ layers: [{ conv: { filters: 1, ...same } }] }).layers as JsonObject[];
    const orthogonal = inspector.complete({ layers: [own('orthogonal')] }).layers as JsonObject[];
    expect(complete.layers).toEqual([
      {
        add: {
          layers: [{ add: { layers: bare, projection: 'auto', activation: 'none' } }, ...orthogonal],
          projection: bare,
          activation: 'none',
        },
      },
    ]);
    expect(inspector.complete(complete)).toEqual(complete);
  });

  it.each<[JsonObject, RegExp]>([
    [block(conv(4)), /^layers\[0\]\.add: its layers make 13 x 13 x 4 of an input of 15 x 15 x 1, to which/],
    [
      { add: { layers: [{ conv: { filters: 2, ...same } }], projection: 'none' } },
      /add: its layers make 15 x 15 x 2 of an input of 15 x 15 x 1, to which that cannot be added/,
    ],
    [
      { add: { layers: [{ conv: { filters: 2, ...same } }], projection: [{ conv: { filters: 3, ...same } }] } },
      /its layers make 15 x 15 x 2 of an input of 15 x 15 x 1, its projection makes 15 x 15 x 3/,
    ],
    [block(), /layers\[0\]\.add\.layers is \[\]\.\nAllowed: a list of one layer or more/],
    [{ add: {} }, /layers\[0\]\.add\.layers is missing/],
    [
      { add: { layers: [{ flatten: {} }], projection: 'half' } },
      /projection is "half"\.\nAllowed: auto, none, or a list/,
    ],
    [
      { add: { layers: [{ flatten: {} }], projection: [{ conv: { filters: 0 } }] } },
      /projection\[0\]\.conv\.filters is 0/,
    ],
    [block({ dense: { units: 3 } }, { maxPool: 2 }), /layers\[0\]\.add\.layers\[1\]\.maxPool .*shape 3/],
    [block({ dense: { units: 3, join: 'depth' } }), /layers\[0\]\.add\.layers\[0\]\.dense\.join names "depth"/],
  ])('that cannot be are refused, with the place and the shapes: %j', (layer, text) => {
    expect(() => inspector.describe(inspector.complete({ layers: [layer] }))).toThrow(text);
  });

  it('is nothing to pool where the input is a vector', () => {
    const layers = [{ dense: { units: 3 } }, { globalAveragePool: true }];
    expect(() => inspector.describe({ layers })).toThrow(
      /globalAveragePool .*needs a map or a sequence, but .* 3 values/,
    );
  });
});

describe('what becomes of pictures and labels in training', () => {
  const classes = { inputShape: [8, 6, 1], task: 'classification', targetNames: ['c'], classes: ['a', 'b'] } as const;
  const pictures = createNetworkInspector(classes);

  it.each<[JsonObject, RegExp]>([
    [{ augment: {} }, /augment is \{\}\.\nAllowed: an object with `flip`, `shift` or both/],
    [{ augment: { flip: 'left' } }, /augment\.flip is "left"\.\nAllowed: one of horizontal, vertical, both/],
    [{ augment: { shift: 0 } }, /augment\.shift is 0/],
    [{ augment: { shift: 6 } }, /augment\.shift is 6, but pictures are 8 x 6.*\nAllowed: a whole number from 1 to 5/],
    [{ augment: { shift: 1 }, layers: [{ dense: { units: 2, join: 'sum' } }] }, /a layer joins "sum"/],
    [{ loss: { name: 'cross-entropy', labelSmoothing: 1 } }, /loss\.labelSmoothing is 1\./],
    [{ loss: { name: 'cross-entropy', labelSmoothing: -0.1 } }, /loss\.labelSmoothing is -0\.1/],
    [{ loss: { name: 'binary-cross-entropy', labelSmoothing: 0.1 } }, /loss\.labelSmoothing: there is no such/],
  ])('is refused out of range: %j', (configuration, text) => {
    expect(() => pictures.complete({ layers: [], ...configuration })).toThrow(text);
  });

  it('is nothing where examples are no pictures', () => {
    const vectors = createNetworkInspector({ ...classes, inputShape: [5] });
    expect(() => vectors.complete({ layers: [], augment: { shift: 1 } })).toThrow(/these data have shape 5/);
  });

  it('keeps the identity of candidates that have none of it', () => {
    const { loss, ...others } = pictures.complete({ layers: [], loss: { name: 'cross-entropy', labelSmoothing: 0 } });
    expect(loss).toEqual({ name: 'cross-entropy' });
    expect(others).not.toHaveProperty('augment');
  });
});

describe('configurations that share their parts', () => {
  const layers = [conv(4), { dense: { units: 2 } }];
  const configurations = [0.1, 0.2].map(
    (learningRate): JsonObject => ({
      layers,
      optimizer: { name: 'sgd', learningRate },
    }),
  );

  it('are completed and described as each would be alone, and share what is equal', () => {
    const completed = configurations.map(inspector.complete);
    const alone = configurations.map((one) => inspector.complete(JSON.parse(JSON.stringify(one)) as JsonObject));
    expect(completed).toEqual(alone);
    expect(completed[0]?.layers).toBe(completed[1]?.layers);
    expect(completed.map(inspector.describe)).toEqual(alone.map(inspector.describe));
  });

  it('are each refused for what is wrong with one of them', () => {
    const bad = { layers, optimizer: { name: 'sgd', learningRate: -1 } };
    expect(inspector.complete(configurations[0] as JsonObject)).toBeDefined();
    expect(() => inspector.complete(bad)).toThrow(/optimizer\.learningRate is -1/);
    expect(() => inspector.complete({ layers, constructor: 1 })).toThrow(/constructor: there is no such setting/);
  });
});
