/** @file The script of docs/choose-a-model.md trains each of its models. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';

const missing = missingFor('sklearn');
const PAGE = readFileSync('docs/choose-a-model.md', 'utf8');
const [, SCRIPT = ''] = /^```python\n([\s\S]*?)^```$/m.exec(PAGE) ?? [];
const [, MODELS = ''] = /model: \[(.*)\]/.exec(PAGE) ?? [];

test.skipIf(missing !== '').each(MODELS.split(', '))(`%s${missing}`, (model) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.py'), SCRIPT);
  const { stdout } = spawnSync(PYTHON, ['train.py', '--model', model, '--seed', '1', '--sample', '2'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const loss = Number(/loss: (\S+)/.exec(stdout)?.[1]);
  // A single tree is surer than it is right, so its loss is far above the 0.66 of guessing.
  expect(loss).toBeGreaterThan(0);
  expect(loss).toBeLessThan(10);
});
