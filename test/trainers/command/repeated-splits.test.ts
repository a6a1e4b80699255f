/** @file What a command is handed where replicates divide the data anew: indices into one pool, or files of each division. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dividedByReplicate, replicateTrial, seedsOf, streamRandom } from '../../../src/core/index.js';
import {
  dataSpecSchema,
  dividedData,
  drawSample,
  loadDataset,
  takeSamples,
} from '../../../src/engine/datasets/index.js';
import { createSampleDelivery } from '../../../src/trainers/command/sample-delivery.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';

const data = { source: 'bumps', size: 5, split: { pool: 120, selection: 40, final: 50, repeated: true } };

test('a command is handed the same examples: indices into one pool, and a selection set of each division', async () => {
  const folder = temporaryFolder();
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: folder });
  const trial = dividedByReplicate(replicateTrial('c', 4, 30));
  const { pool, selection } = dividedData(dataset)(trial.streams, 1);
  const wanted = takeSamples(pool, drawSample({ pool }, 30, streamRandom(1, 'sample', 4)));
  const [byIndices, byFiles] = await Promise.all(
    (['indices', 'files'] as const).map((by) => {
      const own = join(folder, by);
      return createSampleDelivery({ by, dataset }, join(own, 'shared'))(trial, 1, join(own, 'trial'));
    }),
  );
  const { indices = [] } = byIndices ?? {};
  const inputs = floatsIn(byIndices?.pool?.inputs);
  expect(indices.map((row) => inputs.subarray(row * 25, (row + 1) * 25))).toEqual(
    indices.map((_, place) => wanted.inputs.subarray(place * 25, (place + 1) * 25)),
  );
  expect(floatsIn(byFiles?.training?.inputs)).toEqual(wanted.inputs);
  for (const message of [byIndices, byFiles]) expect(floatsIn(message?.selection?.inputs)).toEqual(selection.inputs);
  expect(seedsOf(trial, 1)).toHaveProperty('split');
  expect(Object.keys(seedsOf(replicateTrial('c', 4, 30), 1))).toEqual(['init', 'sample', 'order', 'noise']);
});

/** The values of an NPY file, which come last in it. */
function floatsIn(path = ''): Float32Array {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
}
