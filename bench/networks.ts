/**
 * @file The networks that are timed, and data of their shapes. Each says its input and its outputs. `mlp-LxU` is L dense layers of U
 * units on 32 columns, with one target, whatever L and U are.
 */
import { type JsonObject, type JsonValue, randomFrom } from '../src/core/index.js';
import type { NetworkData } from '../src/engine/built-in.js';

export interface BenchNetwork {
  readonly name: string;
  readonly configuration: JsonObject;
  readonly data: NetworkData;
  /** Examples that batches are drawn from. */
  readonly count: number;
}

const adamw = { name: 'adamw', learningRate: 0.001, weightDecay: 0.1 };

/** 15 x 15 cells to one number. */
const CELLS: NetworkData = { inputShape: [15, 15, 1], task: 'regression', targetNames: ['energy'], classes: [] };
/** 28 x 28 pixels, or 32 x 32 in three colours, to ten classes. */
const pictures = (...inputShape: [number, number, number]): NetworkData => ({
  inputShape,
  task: 'classification',
  targetNames: ['class'],
  classes: Array.from({ length: 10 }, (_, index) => String(index)),
});

/** Inputs and targets as they are, so that both sides compute the same and nothing else. */
function network(name: string, data: NetworkData, layers: JsonValue, count: number): BenchNetwork {
  const loss = data.task === 'classification' ? 'cross-entropy' : 'mse';
  const target = data.task === 'classification' ? {} : { target: 'none' };
  return { name, data, count, configuration: { layers, optimizer: adamw, loss, inputs: 'none', ...target } };
}

const conv = (filters: number, more: JsonObject = {}) => ({ conv: { filters, kernel: 3, ...more } });

/** The layers of the published Models 1 and 2: the second is also given the sum of the cells. */
function energyModel(name: string, joined: JsonObject): BenchNetwork {
  const layers = [
    conv(32, { bias: false }),
    { maxPool: 2 },
    conv(64, { bias: false }),
    { maxPool: { size: 2, stride: 1 } },
    { dense: { units: 9, ...joined } },
  ];
  return network(name, CELLS, layers, 4096);
}

/** The layers of the published Models 3 and 4, with a trainable slope per channel and per unit: the second is also given the barycentre. */
function positionModel(name: string, joined: JsonObject): BenchNetwork {
  const activation = 'prelu';
  const layers = [
    conv(32, { bias: false, activation }),
    { maxPool: 2 },
    conv(64, { bias: false, activation }),
    { maxPool: 4 },
    { dense: { units: 64, activation } },
    { dense: { units: 9, activation, ...joined } },
  ];
  return network(name, CELLS, layers, 4096);
}

/** The largest of what examples/digits.yaml races, which is the demo. */
const DEMO = network(
  'demo',
  pictures(28, 28, 1),
  [{ conv: { filters: 8, kernel: 5 } }, { maxPool: 2 }, { dense: { units: 32 } }],
  2048,
);

/** Two convolutions and a dense layer on digits: a usual small network. */
const DIGITS = network(
  'digits',
  pictures(28, 28, 1),
  [conv(16), { maxPool: 2 }, conv(32), { maxPool: 2 }, { dense: { units: 64 } }],
  2048,
);

/** Five convolutions of 32 to 128 filters. */
const CNN5 = network(
  'cnn5',
  pictures(32, 32, 3),
  [
    conv(32, { padding: 'same' }),
    conv(32, { padding: 'same' }),
    { maxPool: 2 },
    conv(64, { padding: 'same' }),
    conv(64, { padding: 'same' }),
    { maxPool: 2 },
    conv(128, { padding: 'same' }),
    { maxPool: 2 },
    { dense: { units: 64 } },
  ],
  1024,
);

/** He et al. 2016 (doi 10.1109/CVPR.2016.90): a convolution, and a residual block of two for each of three widths. */
function resNet8(width: number): BenchNetwork {
  const plain = (filters: number, stride = 1) => ({
    conv: { filters, kernel: 3, stride, padding: 'same', bias: false, activation: 'none' },
  });
  const norm = { batchNorm: {} };
  const rectified = { batchNorm: { activation: 'relu' } };
  const block = (filters: number, stride: number) => ({
    add: { layers: [plain(filters, stride), rectified, plain(filters), norm], activation: 'relu' },
  });
  const layers = [
    ...[plain(width), rectified, block(width, 1), block(2 * width, 2), block(4 * width, 2)],
    { globalAveragePool: {} },
  ];
  return network(`resnet-8-${width}`, pictures(32, 32, 3), layers, 1024);
}

/** Hassani et al. 2021 (arXiv 2104.05704), CCT-2/3x2: 64 tokens of 128 values, two blocks of two heads. */
function cct2(): BenchNetwork {
  const width = 128;
  const tokens = (filters: number) => [conv(filters, { padding: 'same', bias: false }), { maxPool: 2 }];
  const each = (activation: string) => ({ dense: { units: width, perPosition: true, activation } });
  const block = [
    { add: { layers: [{ layerNorm: {} }, { attention: { heads: 2 } }] } },
    { add: { layers: [{ layerNorm: {} }, each('gelu'), each('none')] } },
  ];
  const layers = [
    ...[...tokens(width / 2), ...tokens(width), { positions: 'learned' }],
    ...[...block, ...block, { layerNorm: {} }, { sequencePool: {} }],
  ];
  return network('cct-2', pictures(32, 32, 3), layers, 1024);
}

export const NETWORKS: readonly BenchNetwork[] = [
  energyModel('model-1', {}),
  energyModel('model-2', { join: 'sum' }),
  positionModel('model-3', {}),
  positionModel('model-4', { join: 'barycentre' }),
  DEMO,
  DIGITS,
  CNN5,
  resNet8(8),
  resNet8(16),
  cct2(),
];

/** Dense layers, their units, and batches of the grid. */
export const GRID = { layers: [1, 2, 4, 8], units: [32, 64, 128, 256, 512, 1024], batches: [8, 32, 256] } as const;

function dense(layers: number, units: number): BenchNetwork {
  const data: NetworkData = { inputShape: [32], task: 'regression', targetNames: ['y'], classes: [] };
  const one = { dense: { units } };
  return network(`mlp-${layers}x${units}`, data, Array(layers).fill(one), 4096);
}

export const DENSE_NETWORKS: readonly BenchNetwork[] = GRID.layers.flatMap((layers) =>
  GRID.units.map((units) => dense(layers, units)),
);

/** Undefined where there is none of this name. */
export function networkNamed(name: string): BenchNetwork | undefined {
  const [, layers, units] = /^mlp-([1-9]\d?)x([1-9]\d{0,3})$/.exec(name) ?? [];
  if (layers !== undefined) return dense(Number(layers), Number(units));
  return NETWORKS.find((one) => one.name === name);
}

/** Uniform values; the target follows from their mean, or is a class drawn at random. */
export function makeExamples({ data, count }: BenchNetwork): { inputs: Float32Array; targets: Float32Array } {
  const random = randomFrom('bench');
  const cells = data.inputShape.reduce((product, size) => product * size, 1);
  const inputs = new Float32Array(count * cells).map(() => random.uniform());
  const targets = new Float32Array(count * data.targetNames.length).map((_, index) => {
    if (data.task === 'classification') return random.below(data.classes.length);
    const example = Math.floor(index / data.targetNames.length);
    return inputs.subarray(example * cells, (example + 1) * cells).reduce((sum, value) => sum + value, 0) / cells;
  });
  return { inputs, targets };
}
