/** @file Limits of a trainer that is a module: what never ends in a worker process is ended. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type PlanRunEvent, select } from '../../dist/app/index.js';
import { withTimeEnough } from '../until.js';
import { temporaryFolder } from './command-line.js';

test('a module that never returns is timed out, again and again', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 'train.mjs'),
    'export default ({ x }, { seeds }) => { while (x === 2); return x + seeds.init % 7 / 10; }',
  );
  const run = async (timeoutSeconds: number) => {
    const experiment = {
      name: 'run',
      trainer: { module: './train.mjs', timeoutSeconds },
      space: { x: [1, 2] },
      race: { warmup: 2, rule: 'halving', criterion: 'median', finalTrials: 3 },
      failures: { retries: 0 },
      workers: 2,
    };
    const path = join(folder, `${timeoutSeconds}.yaml`);
    writeFileSync(path, JSON.stringify(experiment));
    const ends: string[] = [];
    const onEvent = (event: PlanRunEvent) => {
      if (event.kind === 'outcome') ends.push(`${event.outcome.status} ${event.outcome.failure?.message ?? ''}`.trim());
      if (event.kind === 'worker-lost') ends.push('a worker was lost');
    };
    const { result } = await select({ experiment: path, out: join(folder, `${timeoutSeconds}`), onEvent });
    if (result.winner?.label !== 'x=1') return undefined;
    return { ends: new Set(ends), timeoutSeconds };
  };
  const { ends, timeoutSeconds } = await withTimeEnough(0.5, run);
  expect(ends).toEqual(new Set(['completed', `timed-out It took longer than ${timeoutSeconds} s.`]));
});
