/** @file The trainer of the recipe keeps the contract of all trainers, and is raced by an experiment that names it. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFunctionTrainer, loadTrainModule } from '../../src/trainers/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { describeTrainer } from '../conformance/trainer-suite.js';

const MODULE = 'examples/shrunken-mean.mjs';

describeTrainer('the trainer of the recipe', {
  create: async () => createFunctionTrainer(await loadTrainModule(MODULE)),
  good: { shrink: 0.1 },
  failing: { configuration: { shrink: 'much' }, kind: 'exception', text: 'shrink is much' },
  epochs: 1,
});

it('is raced', async () => {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync(MODULE, join(folder, 'shrunken-mean.mjs'));
  const experiment = [
    'name: shrunken mean',
    'space: { shrink: [0, 0.3, 0.9] }',
    'trainer: { module: shrunken-mean.mjs }',
    'race: { rule: halving, maxReplicates: 6, finalTrials: 0 }',
  ];
  writeFileSync(join(folder, 'experiment.yaml'), experiment.join('\n'));
  const { status, stderr } = await surefoot(['select', 'experiment.yaml', '--out', 'run'], folder);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const { winner } = JSON.parse(readFileSync(join(folder, 'run/result.json'), 'utf8'));
  expect([0, 0.3]).toContain(winner.configuration.shrink);
});
