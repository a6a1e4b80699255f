/** @file Every executor against the executor suite. */
import { fileURLToPath } from 'node:url';
import { createInProcessExecutor, createProcessExecutor } from '../../src/work/here/index.js';
import { toyTrainer } from '../work/here/fixtures/toy.mjs';
import { describeExecutor } from './executor-suite.js';

describeExecutor('in-process', {
  create: ({ payload: { startup, ...options }, ...setup }) =>
    createInProcessExecutor({
      ...setup,
      experimentSeed: 1,
      createTrainer: () => {
        if (startup === 'throw') throw new Error('the toy cannot be built');
        return toyTrainer(options);
      },
    }),
  survivesNoKill: 'what kills a trial here kills the run',
});

describeExecutor('processes', {
  create: ({ payload, ...setup }) =>
    createProcessExecutor({
      ...setup,
      experimentSeed: 1,
      entry: fileURLToPath(new URL('../work/here/fixtures/toy-worker.mjs', import.meta.url)),
      payload: { ...payload },
    }),
});
