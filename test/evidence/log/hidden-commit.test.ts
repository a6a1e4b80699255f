/** @file A commit that comes to light between reading a log and writing to it is not written over or trained again. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSqliteStore, openSqliteStore } from '../../../src/evidence/log/index.js';
import { temporaryFolder } from './temporary-folder.js';

const header = {
  name: 'hidden',
  identity: 'hidden',
  identityParts: {},
  seed: 1,
  plan: {},
  experiment: {},
  candidates: [{ id: 'a', label: 'a', configuration: {} }],
};

const outcome = (replicate: number) => ({
  trial: {
    candidate: 'a',
    streams: { init: replicate, sample: 0, order: 0, noise: 0 },
    fidelity: { sampleSize: 0 },
    repeat: 0,
  },
  status: 'completed' as const,
  loss: replicate,
  metrics: {},
  lossPerEpoch: [],
  seconds: 0,
});

it('says so and leaves the log as it is', async () => {
  const path = join(temporaryFolder(), 'log.sqlite');
  const first = createSqliteStore(path, header);
  first.ask({ header }).append([outcome(0)]);
  first.close();

  const read = openSqliteStore(path);
  const other = openSqliteStore(path);
  other.ask({ header }).append([outcome(1)]);
  other.close();

  expect(() => read.ask({ header }).append([outcome(1)])).toThrow(expect.objectContaining({ code: 'log-grown' }));
  const after = openSqliteStore(path);
  expect(after.outcomes().map(({ loss }) => loss)).toEqual([0, 1]);
  after.ask({ header }).append([outcome(2)]);
  // A connection that was closed lets the file go in a later turn, and closing waits for that.
  await setImmediate();
  after.close();
  expect(openSqliteStore(path).outcomes()).toHaveLength(3);
});
