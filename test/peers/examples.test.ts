/** @file The examples in other languages run as they are, and end with a result. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../../src/report/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { DEBIAN_FIRST, missingFor } from './debian-python.js';

const noR = spawnSync('Rscript', ['--version']).status === 0 ? '' : ' (skipped: r-base-core not installed)';

const EXAMPLES: readonly [file: string, missing: string][] = [
  ['shell/darts.yaml', ''],
  ['r/regression.yaml', noR],
  ['python/digits-sklearn.yaml', missingFor('sklearn')],
  ['python/digits-xgboost.yaml', missingFor('sklearn', 'xgboost')],
  ['python/kinds.yaml', missingFor('sklearn')],
  ['python/calorimeter-pytorch.yaml', missingFor('torch')],
];

for (const [file, missing] of EXAMPLES) {
  test.skipIf(missing !== '')(`examples/${file}${missing}`, () => {
    const result = race(`examples/${file}`, join(temporaryFolder(onTestFinished), 'run'));
    expect(result.verdict).toMatch(/^(?:decided|tied)$/);
  });
}

/** What makes the template for GPUs small enough for a processor. */
const SMALLER: readonly (readonly [line: RegExp, smaller: string])[] = [
  [/size: 32, classes: 12, (.*)pool: 20000, selection: 4000/, 'size: 8, classes: 3, $1pool: 60, selection: 30'],
  [/sample: 10000/, 'sample: 40'],
  [/^resources: .*$/m, ''],
  [/blocks: .*/, 'blocks: 1'],
  [/width: .*/, 'width: 4'],
  [/weightDecay: .*/, 'weightDecay: 0.0005'],
  [/shift: 4/, 'shift: 1'],
  [/flip: false/, 'flip: true'],
  [/batchSize: 128/, 'batchSize: 10'],
  [/epochs: 30/, 'epochs: 2'],
  [/^race: .*$/m, 'race: { warmup: 3, rule: halving, finalTrials: 2 }'],
];

const noTorch = missingFor('torch');
test.skipIf(noTorch !== '')(
  `examples/python/pictures-resnet-pytorch.yaml, at small size on a processor${noTorch}`,
  () => {
    const folder = temporaryFolder(onTestFinished);
    const [experiment = '', script = ''] = ['pictures-resnet-pytorch.yaml', 'pictures_resnet_pytorch.py'].map(
      (name) => `examples/python/${name}`,
    );
    copyFileSync(script, join(folder, basename(script)));
    const text = SMALLER.reduce(
      (written, [line, smaller]) => {
        expect(written).toMatch(line);
        return written.replace(line, smaller);
      },
      readFileSync(experiment, 'utf8'),
    );
    writeFileSync(join(folder, 'small.yaml'), text);
    const result = race(join(folder, 'small.yaml'), join(folder, 'run'));
    expect(result.code?.versions).toHaveProperty('torch');
  },
);

/** Without a word on standard error, and with no failed training; equal seeds were seen to give equal losses on the way. */
function race(experiment: string, out: string) {
  const { status, stderr } = spawnSync(
    process.execPath,
    [resolve('dist/cli/main.js'), 'select', experiment, '--out', out, '--quiet'],
    {
      // R ends where its temporary folder has a space in its path.
      env: { ...process.env, ...DEBIAN_FIRST, PYTHONDONTWRITEBYTECODE: '1', TMPDIR: '/tmp' },
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([0, '']);
  const result = parseResult(readFileSync(join(out, 'result.json'), 'utf8'));
  expect(result.trials).toMatchObject({ failed: 0, diverged: 0, timedOut: 0 });
  return result;
}
