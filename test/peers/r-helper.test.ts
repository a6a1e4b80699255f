/** @file The helper for trainers in R: reports on the way, and what it says where it cannot work. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { readKeptPredictions } from '../app/predictions-kept.js';

const missing = spawnSync('Rscript', ['--version']).status === 0 ? '' : ' (skipped: r-base-core not installed)';

const SCRIPT = `
source("surefoot.R")
surefoot_train(function(config, seeds, sample) {
  loss <- config$x + seeds$init %% 1000 / 1e4
  for (factor in 4:1) surefoot_report(factor * loss)
  list(loss = loss, note = "text is left out", accuracy = 0.5)
})
`;

function write(pass: string, script = SCRIPT): string {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync('clients/r/surefoot.R', join(folder, 'surefoot.R'));
  writeFileSync(join(folder, 'train.R'), script);
  const experiment = {
    // R ends where its temporary folder has a space in its path.
    trainer: { command: ['Rscript', 'train.R'], pass, checkSeeds: false, environment: { TMPDIR: '/tmp' } },
    race: { rule: 'halving', warmup: 2, criterion: 'mean', finalTrials: 3 },
    ...{ name: 'run', space: { x: [1, 2, 3, 4] }, failures: { retries: 0 }, seed: 5 },
  };
  writeFileSync(join(folder, 'run.yaml'), JSON.stringify(experiment));
  return folder;
}

test.skipIf(missing !== '')(`reports from R are kept${missing}`, async () => {
  const folder = write('environment');
  expect(await surefoot(['select', 'run.yaml', '--quiet'], folder)).toMatchObject({ status: 0, stderr: '' });
  const store = openSqliteStore(join(folder, 'runs/run/log.sqlite'), { readOnly: true });
  const outcomes = store.outcomes();
  store.close();
  for (const { status, lossPerEpoch, loss, metrics } of outcomes) {
    expect([status, metrics]).toEqual(['completed', { accuracy: 0.5 }]);
    expect(lossPerEpoch).toHaveLength(4);
    expect(lossPerEpoch[3]).toBe(loss);
  }
});

test.skipIf(missing !== '')(`without pass: environment the helper in R says so${missing}`, async () => {
  const { status, stderr } = await surefoot(['select', 'run.yaml', '--quiet'], write('json-file'));
  expect(status).toBe(1);
  expect(stderr).toContain('surefoot.R needs `pass: environment`');
});

const PREDICTING = `
source("surefoot.R")
surefoot_train(function(config, seeds, sample) {
  chance <- c(0.25, 0.5, 0.75)
  predictions <- list(
    kind = "probabilities", selection = cbind(1 - chance, chance), final = chance[1:2],
    targets = list(selection = factor(c("no", "yes", "yes")))
  )
  list(loss = config$x + seeds$init %% 1000 / 1e4, predictions = predictions)
})
`;

test.skipIf(missing !== '')(`predictions from R are kept${missing}`, async () => {
  const folder = write('environment', PREDICTING);
  expect(await surefoot(['select', 'run.yaml', '--quiet'], folder)).toMatchObject({ status: 0, stderr: '' });
  const { kind, sets, candidates } = await readKeptPredictions(join(folder, 'runs/run'));
  expect({ kind, truth: sets.selection?.truth, final: sets.final?.examples }).toEqual({
    kind: 'probabilities',
    truth: Float32Array.of(0, 1, 1),
    final: 2,
  });
  expect(candidates[0]?.trials[0]?.sets.selection?.values).toEqual(Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75));
  expect(candidates[0]?.trials[0]?.sets.final?.values).toEqual(Float32Array.of(0.75, 0.25, 0.5, 0.5));
});
