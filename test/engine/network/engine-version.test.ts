/**
 * @file Nothing changes the graphs that networks are trained by without another version of the engine. Where they change: raise
 * ENGINE_VERSION and run this file with `-u`; where no loss can change, `-u` alone.
 */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ENGINE_VERSION, type JsonObject } from '../../../src/core/index.js';
import { buildNetwork } from '../../../src/engine/network/network.js';
import { encodeTrainingGraph } from '../../../src/engine/network/training-graph.js';

const pictures = {
  inputShape: [8, 8, 1],
  task: 'classification',
  targetNames: ['class'],
  classes: ['a', 'b', 'c'],
} as const;
const rows = { inputShape: [3], task: 'regression', targetNames: ['y', 'z'], classes: [] } as const;

const CONFIGURATIONS: Readonly<Record<string, [JsonObject, typeof pictures | typeof rows]>> = {
  'pictures, adam': [
    {
      layers: [{ conv: { filters: 4 } }, { batchNorm: {} }, { maxPool: 2 }, { dropout: 0.2 }, { dense: { units: 5 } }],
      optimizer: { name: 'adamw', learningRate: 0.01 },
    },
    pictures,
  ],
  'rows, sgd and clipping': [
    {
      layers: [{ dense: { units: 5, activation: 'tanh' } }, { dense: { units: 3, activation: 'relu' } }],
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
      gradientClipping: { norm: 1 },
      loss: 'huber',
    },
    rows,
  ],
};

test('the graphs of this version are what they were', async () => {
  const graphs = Object.entries(CONFIGURATIONS).map(([name, [configuration, data]]) => {
    const bytes = encodeTrainingGraph(buildNetwork(configuration, data), 16);
    return `${name}: ${bytes.length} bytes, ${hash('sha256', bytes)}`;
  });
  const text = [`engine ${ENGINE_VERSION}`, ...graphs, ''].join('\n');
  await expect(text).toMatchFileSnapshot('../../golden/engine.txt');
});
