/** @file Samples nested in size: named in the identity of the data, handed to commands, kept where data are divided anew or stored. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dividedByReplicate, replicateTrial, type Trial } from '../../../src/core/index.js';
import {
  dataSpecSchema,
  dividedData,
  loadDataset,
  readStoredDataset,
  storeDataset,
} from '../../../src/engine/datasets/index.js';
import { createSampleDelivery } from '../../../src/trainers/command/sample-delivery.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';

const load = (split: object) =>
  loadDataset(
    dataSpecSchema.parse({ source: 'bumps', size: 5, split: { pool: 120, selection: 40, final: 50, ...split } }),
    {
      baseFolder: temporaryFolder(),
    },
  );

test('are other data by their hash, with the same examples', async () => {
  const [plain, nested] = await Promise.all([load({}), load({ samples: 'nested' })]);
  expect(nested.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(nested.hash).not.toBe(plain.hash);
  expect(nested.pool.inputs).toEqual(plain.pool.inputs);
  expect(dividedData(nested)({ split: 1 }, 3).samples).toBe('nested');
  const path = join(temporaryFolder(), 'data.bin');
  expect(readStoredDataset(path, storeDataset(nested, path))).toMatchObject({ samples: 'nested', hash: nested.hash });
});

test.each([false, true])('are handed to a command as indices (divided anew: %s)', async (repeated) => {
  const dataset = await load({ samples: 'nested', ...(repeated ? { repeated } : {}) });
  const folder = temporaryFolder();
  const deliver = createSampleDelivery({ by: 'indices', dataset }, join(folder, 'shared'));
  const indicesOf = async (size: number, replicate: number): Promise<readonly number[]> => {
    const trial: Trial = replicateTrial('c', replicate, size);
    const { indices = [] } = await deliver(repeated ? dividedByReplicate(trial) : trial, 1, join(folder, 'trial'));
    return indices;
  };
  const largest = await indicesOf(100, 4);
  expect(largest).toHaveLength(100);
  expect(await indicesOf(7, 4)).toEqual(largest.slice(0, 7));
  expect(await indicesOf(60, 4)).toEqual(largest.slice(0, 60));
  expect(await indicesOf(7, 5)).not.toEqual(largest.slice(0, 7));
});
