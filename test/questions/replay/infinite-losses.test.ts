/** @file Tables in which a training of few diverged: an answer that can be written. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replay } from '../../../src/app/index.js';
import { stringifyResult } from '../../../src/report/index.js';
import { temporaryFolder } from '../../app/command-line.js';

test('a rival whose criterion is infinite has no interval, and says why', async () => {
  const path = join(temporaryFolder(onTestFinished), 'losses.csv');
  const losses = ['a,0,1', 'a,1,1.1', 'a,2,1.2', 'b,0,2', 'b,1,Infinity', 'b,2,2.2'];
  writeFileSync(path, ['candidate,replicate,loss', ...losses].join('\n'));
  const result = await replay(path, {});
  expect(result.tieSet?.rivals).toMatchObject([
    {
      candidate: 'b',
      difference: Number.POSITIVE_INFINITY,
      interval: { reason: 'too few of its losses are finite', n: 3 },
    },
  ]);
  expect(() => stringifyResult(result)).not.toThrow();
});
