/** @file The space of examples/paper-space.yaml by its choices, and the published models in it. */

/** What a search chooses, each by a name. */
export function dimensionsOf({ layers, optimizer, batchSize }) {
  const dense = layers.flatMap(({ dense }) => (dense === undefined ? [] : [dense]));
  const convolutions = layers.map(({ conv, maxPool }) =>
    conv !== undefined ? `${conv.filters}x${conv.kernel}` : maxPool && `pool${maxPool.size}/${maxPool.stride}`,
  );
  return {
    convolutions: convolutions.filter(Boolean).join(' '),
    dense: dense.map(({ units }) => units).join('-'),
    join: dense.at(-1).join ?? 'none',
    optimizer: optimizer.name,
    learningRate: optimizer.learningRate,
    weightDecay: optimizer.weightDecay,
    batchSize,
  };
}

export const trainingText = ({ optimizer, learningRate, weightDecay, batchSize }) =>
  `${optimizer} ${learningRate}, decay ${weightDecay}, batches of ${batchSize}`;

/** A candidate of the space in words. */
export const describe = (dimensions) =>
  `${dimensions.convolutions}, dense ${dimensions.dense}${dimensions.join === 'sum' ? ' with the sum' : ''}, ${trainingText(dimensions)}`;

const matches = (wanted) => (dimensions) => Object.entries(wanted).every(([name, value]) => dimensions[name] === value);
const ENERGY = { convolutions: '32x3 pool2/2 64x3 pool2/1', dense: '9' };
const POSITION = { convolutions: '32x3 pool2/2 64x3 pool4/4', dense: '64-9', optimizer: 'adamw', learningRate: 0.0001 };

/** Models 3 and 4 are for the position: here their layers, with ReLU, and the sum of the cells in place of the barycentre. */
export const PUBLISHED = [
  {
    name: 'Model 1',
    is: matches({
      ...ENERGY,
      join: 'none',
      optimizer: 'nadam',
      learningRate: 0.0001,
      weightDecay: 0.01,
      batchSize: 64,
    }),
  },
  {
    name: 'Model 2',
    is: matches({ ...ENERGY, join: 'sum', optimizer: 'adamw', learningRate: 0.001, weightDecay: 0.1, batchSize: 32 }),
  },
  { name: "Model 3's layers", is: matches({ ...POSITION, join: 'none', weightDecay: 0.1, batchSize: 32 }) },
  { name: "Model 4's layers", is: matches({ ...POSITION, join: 'sum', weightDecay: 0.1, batchSize: 32 }) },
];
