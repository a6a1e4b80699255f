/** @file The helper for trainers in Python and functions of the package: what they predict is kept. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { KeptPredictions } from '../../src/app/questions/kept-predictions.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { readKeptPredictions } from '../app/predictions-kept.js';
import { missingFor, PYTHON } from './debian-python.js';

const missing = missingFor('numpy');

/** Two classes for three examples by one chance each, and for two examples by both. */
const TRAIN = `
def train(config, seeds, trial):
    chance = [0.25, 0.5, 0.75]
    predictions = {"kind": "probabilities", "selection": AS(chance), "final": AS([[0.25, 0.75], [1, 0]]), "targets": {"selection": AS([0, 1, 1])}}
    return {"loss": config["x"] + seeds.init % 1000 / 1e4, "predictions": predictions, "asked": int(trial.get("predictions", False))}
`;
const FORMS = { lists: 'AS = list', arrays: 'import numpy\nAS = numpy.asarray' };

function expectAll({ kind, sets, candidates, notices }: KeptPredictions): void {
  expect({ kind, notices, truth: sets.selection?.truth }).toEqual({
    kind: 'probabilities',
    notices: [],
    truth: Float32Array.of(0, 1, 1),
  });
  const { trials = [] } = candidates[0] ?? {};
  expect(trials).toHaveLength(3);
  for (const { sets: own } of trials) {
    expect(own.selection?.values).toEqual(Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75));
    expect(own.final?.values).toEqual(Float32Array.of(0.25, 0.75, 1, 0));
  }
}

const settings = { rule: 'halving', warmup: 2, criterion: 'mean', finalTrials: 3 };

test
  .skipIf(missing !== '')
  .each(
    Object.entries(FORMS).flatMap(([form, head]) =>
      ['one-shot', 'long-lived'].map((protocol) => [form, protocol, head]),
    ),
  )(`%s of a script, %s${missing}`, async (_, protocol, head) => {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync('clients/python/surefoot/_trainer.py', join(folder, 'surefoot.py'));
  writeFileSync(join(folder, 'train.py'), `from surefoot import trainer\n${head}\n@trainer${TRAIN}`);
  const trainer = { command: [PYTHON, 'train.py'], protocol, checkSeeds: false };
  const experiment = { name: 'run', trainer, space: { x: [1, 2] }, race: settings };
  writeFileSync(join(folder, 'run.yaml'), JSON.stringify(experiment));
  expect(await surefoot(['select', 'run.yaml', '--quiet'], folder)).toMatchObject({ status: 0, stderr: '' });
  expectAll(await readKeptPredictions(join(folder, 'runs/run')));
});

test.skipIf(missing !== '')(`of a function${missing}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const call = `sf.select(train, {"x": [1, 2]}, out="run", progress=False, workers=1, rule="halving", warmup=2, criterion="mean", final_trials=3, check_seeds=False)`;
  writeFileSync(join(folder, 'whole.py'), `import surefoot as sf\n${FORMS.arrays}\n${TRAIN}\n${call}\n`);
  const env = { ...process.env, PYTHONPATH: resolve('clients/python'), SUREFOOT_ENGINE: resolve('dist/cli/main.js') };
  const { status, stderr } = spawnSync(PYTHON, ['whole.py'], { cwd: folder, encoding: 'utf8', env });
  expect([status, stderr]).toEqual([0, '']);
  expectAll(await readKeptPredictions(join(folder, 'run')));
});
