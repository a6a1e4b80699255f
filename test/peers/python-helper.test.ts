/** @file The helper for trainers in Python: both protocols by one script, seeds, prints, errors. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject, LoadedCode } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { sha256 } from '../../src/trainers/code/file-tree.js';
import { watchCode } from '../../src/trainers/index.js';
import { readOutput } from '../../src/work/here/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';

/** In the package; copied beside a script it is called as the package is. */
const HELPER = 'clients/python/surefoot/_trainer.py';

const missing = missingFor('numpy', 'torch');

const SCRIPT = `
import subprocess
import random
import numpy
import torch
from surefoot import report, trainer

print("loading", 0.5)
subprocess.run(["echo", '{"loss": 0.1}'])

@trainer
def train(config, seeds, sample, trial):
    print('{"loss": 0.2}')
    subprocess.run(["echo", "100"])
    if config["x"] == 4:
        raise ValueError("no such depth: é")
    for epoch in range(2):
        report(epoch, 1 / (epoch + 1))
    drawn = [random.random(), numpy.random.rand(), torch.rand(1).item()]
    return {
        "loss": numpy.float32(config["x"] + sum(drawn)),
        "metrics": dict(zip(["python", "numpy", "torch"], drawn)),
        **({} if trial.get("type") else {"lossPerEpoch": numpy.array([1.0, 0.5])}),
        "replicate": trial["replicate"],
        "seed": seeds["init"],
        "type": "forest",
        "id": 7,
    }
`;

const REPORTING = `
from surefoot import report, trainer

@trainer
def train(config, seeds):
    loss = config["x"] + seeds.init % 1000 / 1e4
    told = [report(epoch, loss * (4 - epoch)) for epoch in range(4)]
    assert told == [None] * 4
    return loss
`;

/** Answers of a long-lived script in a folder that has another file of the user's, and an installed package. */
function loadedBy(script: string, trials: number) {
  const folder = temporaryFolder(onTestFinished);
  const installed = join(folder, 'env/site-packages');
  mkdirSync(join(installed, 'boosting'), { recursive: true });
  copyFileSync(HELPER, join(folder, 'surefoot.py'));
  writeFileSync(join(installed, 'boosting/__init__.py'), '__version__ = "1.2.3"');
  writeFileSync(join(folder, 'helper.py'), 'x = 1');
  writeFileSync(join(folder, 'lazy.py'), 'x = 2');
  writeFileSync(join(folder, 't.py'), script);
  const trial = (id: number) => ({
    type: 'train',
    id,
    configuration: {},
    seeds: { init: 1 },
    sample: { size: 0, seed: 1 },
  });
  const { stdout } = spawnSync(PYTHON, ['t.py'], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { PYTHONPATH: installed, SUREFOOT_PROTOCOL: 'long-lived', SUREFOOT_CODE_FOLDERS: `/nowhere:${folder}` },
    input: Array.from({ length: trials }, (_, index) => `${JSON.stringify(trial(index))}\n`).join(''),
  });
  const answers = stdout.split('\n').flatMap((line) => (line.includes('result') ? [JSON.parse(line)] : [])) as {
    readonly loadedCode?: LoadedCode;
  }[];
  const hashed = (name: string) => [join(folder, name), sha256(readFileSync(join(folder, name)))] as const;
  return { told: answers.map(({ loadedCode }) => loadedCode), hashed };
}

test('what Python has loaded of the user is told with its content, once, and versions of what was installed', () => {
  const { told, hashed } = loadedBy(
    `
import json, helper, boosting
from surefoot import trainer
asked = 0
@trainer
def train(seeds):
    global asked
    asked += 1
    if asked == 3:
        __import__("la" + "zy")
    return {"loss": 1, "loadedCode": "no figure"}
`,
    4,
  );
  expect(told).toEqual([
    {
      files: Object.fromEntries(['t.py', 'helper.py', 'surefoot.py'].map(hashed)),
      versions: expect.objectContaining({ Python: expect.stringMatching(/^3\.\d+\.\d+$/), boosting: '1.2.3' }),
    },
    undefined,
    { files: Object.fromEntries([hashed('lazy.py')]), versions: {} },
    undefined,
  ]);
});

test('Python is asked for versions without running anything of the user', async () => {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'installed/boosting-1.2.3.dist-info'), { recursive: true });
  writeFileSync(join(folder, 'installed/boosting-1.2.3.dist-info/METADATA'), 'Name: boosting\nVersion: 1.2.3\n');
  writeFileSync(join(folder, 't.py'), 'import boosting, missing, email');
  writeFileSync(join(folder, 'email.py'), 'raise SystemExit(1)');
  const command = [PYTHON, 't.py'];
  const environment = { PYTHONPATH: join(folder, 'installed') };
  const { learnVersions, watch } = await watchCode({ folder, start: { command }, environment });
  await learnVersions?.();
  expect(watch.state.versions).toEqual({ Python: expect.stringMatching(/^3\.\d+\.\d+$/), boosting: '1.2.3' });
});

function outcomesOf(folder: string, run: string) {
  const store = openSqliteStore(join(folder, 'runs', run, 'log.sqlite'), { readOnly: true });
  try {
    const known = new Map(store.candidates().map(({ id, configuration }) => [id, configuration.x as number]));
    return store.outcomes().map((outcome) => ({ ...outcome, x: known.get(outcome.trial.candidate) }));
  } finally {
    store.close();
  }
}

describe.skipIf(missing !== '')(`the Python helper${missing}`, () => {
  let folder = '';
  beforeAll(async () => {
    let cleanUp = (): void => {};
    folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    copyFileSync(HELPER, join(folder, 'surefoot.py'));
    writeFileSync(join(folder, 'train.py'), SCRIPT);
    for (const protocol of ['one-shot', 'long-lived']) {
      const trainer: JsonObject = { command: [PYTHON, 'train.py'], protocol };
      const race = { rule: 'halving', warmup: 2, criterion: 'mean', finalTrials: 3 };
      const experiment = { name: protocol, trainer, space: { x: [1, 2, 4] }, race, failures: { retries: 0 }, seed: 5 };
      writeFileSync(join(folder, `${protocol}.yaml`), JSON.stringify(experiment));
      expect(await surefoot(['select', `${protocol}.yaml`, '--quiet'], folder)).toMatchObject({
        status: 0,
        stderr: '',
      });
    }
    return cleanUp;
  });

  test('gives the same losses in both protocols, and others for other seeds', () => {
    const losses = (run: string) =>
      outcomesOf(folder, run)
        // The one that checks the seeds is the quickest of a few.
        .filter(({ status, trial }) => status === 'completed' && trial.repeat === 0)
        .map(({ x, trial, loss, metrics }) => [x, trial.streams.init, loss, ...Object.values(metrics)])
        .sort();
    const oneShot = losses('one-shot');
    expect(losses('long-lived')).toEqual(oneShot);
    for (const name of ['python', 'numpy', 'torch']) {
      const own = outcomesOf(folder, 'one-shot').filter(({ x, trial }) => x === 1 && trial.repeat === 0);
      const drawn = own.map(({ metrics }) => metrics[name]);
      expect(new Set(drawn).size).toBe(drawn.length);
    }
  });

  test("keeps what is printed, by child processes too, away from the answers, and NumPy's values come through", () => {
    const [outcome] = outcomesOf(folder, 'long-lived').filter(({ x, trial }) => x === 1 && trial.streams.init === 0);
    expect(outcome).toMatchObject({ status: 'completed', lossPerEpoch: [1, 0.5], metrics: { replicate: 0 } });
    expect(outcome?.loss).toBeGreaterThan(1);
  });

  test.each([
    ['one-shot', 'exit-code', /exit code 1.*ValueError: no such depth: é/s],
    ['long-lived', 'exception', /ValueError: no such depth: é/],
  ])('tells of an exception, %s', (run, kind, message) => {
    const failed = outcomesOf(folder, run).filter(({ x }) => x === 4);
    expect(failed.length).toBeGreaterThan(0);
    for (const { trial, status, failure } of failed) {
      expect([status, failure?.kind, failure?.message]).toEqual(['failed', kind, expect.stringMatching(message)]);
      expect(readOutput(join(folder, 'runs', run, 'artifacts'), trial)).toMatch(/^.*Traceback.*ValueError/s);
    }
  });

  test.each(['one-shot', 'long-lived'])('keeps what is reported after each epoch: %s', async (protocol) => {
    const reporting = temporaryFolder(onTestFinished);
    copyFileSync(HELPER, join(reporting, 'surefoot.py'));
    writeFileSync(join(reporting, 'train.py'), REPORTING);
    const experiment = {
      trainer: { command: [PYTHON, 'train.py'], protocol, checkSeeds: false },
      race: { rule: 'halving', warmup: 1, criterion: 'mean', finalTrials: 2 },
      ...{ name: 'run', space: { x: [1, 2] }, failures: { retries: 0 }, seed: 5 },
    };
    writeFileSync(join(reporting, 'run.yaml'), JSON.stringify(experiment));
    expect(await surefoot(['select', 'run.yaml', '--quiet'], reporting)).toMatchObject({ status: 0, stderr: '' });
    for (const { status, loss, lossPerEpoch } of outcomesOf(reporting, 'run')) {
      expect([status, lossPerEpoch]).toEqual(['completed', [4, 3, 2, 1].map((factor) => factor * loss)]);
    }
  });

  test('does nothing when Surefoot is not there', () => {
    const outside = temporaryFolder(onTestFinished);
    copyFileSync(HELPER, join(outside, 'surefoot.py'));
    const code = 'from surefoot import trainer\n@trainer\ndef train(config):\n    return config + 1\nprint(train(1))\n';
    writeFileSync(join(outside, 'alone.py'), code);
    expect(spawnSync(PYTHON, ['alone.py'], { cwd: outside, encoding: 'utf8' }).stdout).toBe('2\n');
  });

  test('is one file without dependencies', () => {
    const imports = [...readFileSync(HELPER, 'utf8').matchAll(/^(?:from|import) (\w+)/gm)];
    expect(imports.map(([, name]) => name).sort()).toEqual(
      '__future__ array contextlib functools hashlib inspect json os random struct sys threading time traceback'.split(
        ' ',
      ),
    );
  });
});
