/** @file The examples in other languages run as they are, and end with a result. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  ['python/calorimeter-pytorch.yaml', missingFor('torch')],
];

for (const [file, missing] of EXAMPLES) {
  test.skipIf(missing !== '')(`examples/${file}${missing}`, () => {
    const out = join(temporaryFolder(onTestFinished), 'run');
    const cli = resolve('dist/cli/main.js');
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli, 'select', `examples/${file}`, '--out', out, '--quiet'],
      {
        // R ends where its temporary folder has a space in its path.
        env: { ...process.env, ...DEBIAN_FIRST, PYTHONDONTWRITEBYTECODE: '1', TMPDIR: '/tmp' },
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([0, '']);
    const result = parseResult(readFileSync(join(out, 'result.json'), 'utf8'));
    expect(result.verdict).toMatch(/^(?:clear|tied)$/);
    expect(result.trials).toMatchObject({ failed: 0, diverged: 0, timedOut: 0 });
  });
}
